export const ONLY_READY = 'No request is sent to a machine that is off or boots'
export const NO_IDLE_WORKER = 'No request waits while a worker idles'
export const WITHIN_BOUNDS = 'The number of machines stays within its bounds'

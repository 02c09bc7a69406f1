/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const NEVER_ABOVE_LIMIT = 'No client gets more than the limit within one window length'
export const NEVER_ABOVE_TWICE = 'No client gets more than twice the limit within one window length'
export const WITHIN_ENVELOPE = 'No client gets more than burst + rate × time in any window'

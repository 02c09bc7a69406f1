/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const ONE_PRIMARY = 'At most one primary accepts writes in an epoch'
export const NOTHING_LOST = 'No acknowledged write is missing at the newest primary'
export const OWN_WRITES = 'A session reads its own writes'
export const NEVER_BACK = 'Reads of a session never go back'
export const LINEARIZABLE = 'Reads and writes look like those of one copy'

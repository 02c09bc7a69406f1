/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const ONE_HOLDER = 'At most one worker holds the lock at a time'
export const TOKENS_IN_ORDER = 'No accepted write has an older token than one before it'
export const NOTHING_LOST = 'No acknowledged deposit is missing from the account'

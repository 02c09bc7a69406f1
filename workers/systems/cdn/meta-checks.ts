/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const FRESH_ENOUGH = 'No edge serves anything staler than the origin allows, but for what HTTP rounds off'
export const PURGED = 'After a purge has arrived at an edge, no later request gets an older version there'
export const OWN_VARIANT = 'Nobody gets an answer that was made for another language or browser'

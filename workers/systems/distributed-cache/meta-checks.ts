/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const NOT_OLD = 'A read is never older than the last acknowledged write'
export const ONE_LOAD = 'After a miss a key is loaded once at a time, unless a write comes between'

/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const WITHIN_LIMIT = 'A database never has more connections open than it allows'
export const ONE_AT_A_TIME = 'A connection serves one request at a time'
export const FIRST_COME = 'Who waits longest for a connection gets it first'
export const COMES_BACK = 'A request that has ended holds no connection'
export const NOT_STUCK = 'Not all who have the connections of a pool wait for one more'
export const OWN_WRITES = 'A session reads its own writes'

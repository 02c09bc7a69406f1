/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const NOT_OLDER = 'No read returns a value older than its bound'
export const NOTHING_LOST = 'No acknowledged write is lost'
export const ONE_LOAD = 'One load per key at a time'
export const NOT_LONGER = 'No level keeps an entry longer than the level below allows'

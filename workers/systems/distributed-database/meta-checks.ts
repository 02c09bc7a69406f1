/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const LINEARIZABLE = 'What clients see could come from one single copy'
export const NOTHING_LOST = 'No acknowledged write is lost'
export const EVERY_ITEM = 'Every acknowledged item is in its cart'
export const ALL_EQUAL = 'After heal and quiet all replicas are equal'

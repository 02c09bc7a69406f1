/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const READS_FIND = 'A read finds what was acknowledged before it began'
export const HAS_SHARD = 'Every key that is asked for has a shard'
export const ONLY_TO_NEW = 'When a shard joins, keys move only to it'
export const ONE_HOME = 'After a move every row lives on its own shard and nowhere else'

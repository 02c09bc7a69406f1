/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const READS_FIND = 'A read finds what was acknowledged before it began'
export const ROW_ONCE = 'A query finds every row once'
export const HAS_SHARD = 'Every key that is asked for has a shard'
export const ONLY_THE_ONE = 'Keys move only to the shard that joins, or from the one that leaves'
export const THERE_FIRST = 'When the map changes, every acknowledged row is at its new shard already'
export const ONE_HOME = 'After a move no row is lost, and each lives on its own shard and nowhere else'

/** What the witnesses of this system watch: names of its checks, which presets that break one on purpose also name. */
export const ONE_PRIMARY = 'At most one primary accepts writes in an epoch'
export const NOTHING_LOST = 'No acknowledged write is missing at the newest primary'
export const OWN_WRITES = 'A session reads its own writes'
export const NEVER_BACK = 'Reads of a session never go back'
export const LINEARIZABLE = 'Reads and writes look like those of one copy'
/** Of a Raft group only. */
export const ONE_LEADER = 'A term has one leader, and it only appends to its log'
export const LOGS_MATCH = 'Logs that share an entry share all before it'
export const LEADER_COMPLETE = 'A leader has everything that was committed before its term'
export const SAME_STATE = 'No two nodes apply different entries at one place'

import type { Micros } from '../../kernel/time'

export interface RaftNodeOptions {
  readonly peers: readonly string[]
  readonly workers: number
  readonly readMicros: Micros
  readonly writeMicros: Micros
  /** Mean time in which a follower stores what it is sent, exponential. */
  readonly applyMicros: Micros
  readonly heartbeatMicros: Micros
  readonly patienceMicros: Micros
  /** The shortest election timeout; by lot up to twice as long. */
  readonly electionMicros: Micros
  readonly waitMicros: Micros
}

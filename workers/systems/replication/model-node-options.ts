import type { Micros } from '../../kernel/time'

export interface NodeOptions {
  readonly peers: readonly string[]
  readonly workers: number
  readonly readMicros: Micros
  readonly writeMicros: Micros
  /** Mean time in which a replica stores what it is sent, exponential. */
  readonly applyMicros: Micros
  readonly heartbeatMicros: Micros
  /** Changes leave the primary only so often; 0 for at once. */
  readonly shipMicros: Micros
  readonly patienceMicros: Micros
  /** Replicas that confirm a write before it is acknowledged; 0 for none. */
  readonly confirmations: number
  /** After this time a write is acknowledged without them; null for never. */
  readonly aloneAfterMicros: Micros | null
  /** Reads at the primary wait for a place in the log. */
  readonly readsThroughLog: boolean
  /** Replicas that have to have been heard within `mostLagMicros` for a write; 0 for none. */
  readonly minReplicas: number
  readonly mostLagMicros: Micros
  /** How long a read waits for a position. */
  readonly waitMicros: Micros
  /** Nobody counts epochs, and who is promoted ships to nobody. */
  readonly isGuide: boolean
}

import type { Outcome, Probes, Tally, TripReason } from './breaker'

/** What the probes of a half-open state say about the service. */
export type ProbeVerdict =
  | { readonly kind: 'wait' }
  | { readonly kind: 'close' }
  | { readonly kind: 'open'; readonly why: TripReason }

export const WAIT: ProbeVerdict = { kind: 'wait' }
export const CLOSE: ProbeVerdict = { kind: 'close' }

/** When a breaker opens: what it counts while it is closed, and how it judges probes. */
export interface TripRule {
  /** A call that takes longer is slow; Infinity when no call is. */
  readonly slowMicros: number
  /** Hears of every question, also of those that are refused. Few rules care. */
  asked?(nowMicros: number): void
  /** Counts a result of the closed state. @returns why to open, or null */
  record(outcome: Outcome, tookMicros: number, nowMicros: number): TripReason | null
  /** A result of a half-open state, for rules that count on in every state. */
  recordProbe?(outcome: Outcome, nowMicros: number): void
  /** @param permits how many probes the half-open state gives */
  judge(probes: Probes, permits: number): ProbeVerdict
  /** A closed state begins. */
  clear(nowMicros: number): void
  tally(nowMicros: number): Tally
}

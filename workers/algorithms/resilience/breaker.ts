/** What became of a call. An answer that blames the caller (4xx) is a success of the service, or is released uncounted. */
export type Outcome = 'success' | 'failure'

/** The three states of Nygard's circuit breaker (Release It!, 2007). A new object is a new stay in the state. */
export type BreakerState =
  | { readonly kind: 'closed'; readonly sinceMicros: number; readonly why: CloseReason }
  | { readonly kind: 'open'; readonly sinceMicros: number; readonly untilMicros: number; readonly why: TripReason }
  /** `permits`: how many calls may go through as probes; null for all of them. */
  | { readonly kind: 'half-open'; readonly sinceMicros: number; readonly permits: number | null }

/** Why it opened. Percentages are from 0 to 100. */
export type TripReason =
  | { readonly kind: 'run'; readonly failures: number; readonly limit: number }
  | { readonly kind: 'failure-rate'; readonly failed: number; readonly of: number; readonly limitPercent: number }
  | {
      readonly kind: 'slow-rate'
      readonly slow: number
      readonly of: number
      readonly limitPercent: number
      readonly slowMicros: number
    }
  | { readonly kind: 'probes'; readonly failed: number; readonly slow: number; readonly of: number }

/** Why it is closed: it just began, its probes went well, or (only in the guide) some success came back. */
export type CloseReason =
  | { readonly kind: 'start' }
  | { readonly kind: 'probes'; readonly succeeded: number }
  | { readonly kind: 'any-success' }

/** The verdict on a call. An admitted one belongs to the state in which it was admitted. */
export type Admission = Admitted | Refused
export interface Admitted {
  readonly kind: 'admitted'
  readonly state: BreakerState
}
/** Refused because it is open until a moment, or because all probes of the half-open state are given away. */
export type Refused =
  | { readonly kind: 'refused'; readonly reason: 'open'; readonly untilMicros: number }
  | { readonly kind: 'refused'; readonly reason: 'no permit'; readonly permits: number }

/** Whether a result counted, or came after the state that it belongs to had ended. */
export type Recorded = 'counted' | 'late'

/** Probes of a half-open state so far. */
export interface Probes {
  readonly given: number
  readonly done: number
  readonly failed: number
  readonly slow: number
}

/** What the closed state counts at a moment. */
export type Tally =
  | { readonly kind: 'run'; readonly failures: number; readonly limit: number }
  | {
      readonly kind: 'rate'
      readonly failed: number
      readonly slow: number
      readonly of: number
      readonly limitPercent: number
      readonly minimumCalls: number
    }

/**
 * A circuit breaker. Every admitted call is either recorded or released, once; a change of state shows as another object
 * in `state`. Moments never go back.
 */
export interface Breaker {
  readonly state: BreakerState
  readonly probes: Probes
  /** May a call go out now? Moves from open to half-open when the time has come. */
  ask(nowMicros: number): Admission
  record(admission: Admitted, outcome: Outcome, tookMicros: number, nowMicros: number): Recorded
  /** The call ended without an outcome that counts (it was cancelled): its permit may be given again. */
  release(admission: Admitted): void
  tally(nowMicros: number): Tally
}

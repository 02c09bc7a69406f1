import type { Backoff } from './backoff'
import type { Lots } from './lots'
import type { RetryBudget } from './retry-budget'

export interface RetryPolicy {
  /** Tries in all, the first included. */
  readonly tries: number
  readonly backoff: Backoff
  /** Null for retries without a bound on all calls together. */
  readonly budget: RetryBudget | null
}

/** A try that failed. */
export interface FailedTry {
  /** 1 for the first try. */
  readonly attempt: number
  /** What was waited before this try; 0 for the first. */
  readonly waitedMicros: number
  readonly nowMicros: number
  /** When the one who asks gives up; Infinity when that is not known. */
  readonly deadlineMicros: number
}

export type RetryVerdict =
  | { readonly kind: 'retry'; readonly afterMicros: number }
  | { readonly kind: 'stop'; readonly why: 'tries' | 'deadline' | 'budget' }

/** Whether to try again, and after what wait. A retry that could only begin after the deadline pays nothing. */
export function decideRetry(policy: RetryPolicy, failed: FailedTry, lots: Lots): RetryVerdict {
  if (failed.attempt >= policy.tries) return { kind: 'stop', why: 'tries' }
  const afterMicros = policy.backoff(failed.attempt, failed.waitedMicros, lots)
  if (failed.nowMicros + afterMicros >= failed.deadlineMicros) return { kind: 'stop', why: 'deadline' }
  if (policy.budget !== null && !policy.budget.withdraw()) return { kind: 'stop', why: 'budget' }
  return { kind: 'retry', afterMicros }
}

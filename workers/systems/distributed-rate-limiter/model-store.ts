import type { RedisOutcome } from '../../components/redis-client'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { MarkDefinition, MarkDetails } from '../../trace/mark-definition'

/** What the store says about one request. */
export type Answer =
  | { readonly kind: 'passes'; readonly remaining: number; readonly why: Why }
  | {
      readonly kind: 'refused'
      readonly remaining: number
      /** How long until one would pass, from now. */
      readonly waitMicros: Micros
      readonly why: Why
    }
  /** Redis did not answer, or not as it should: nobody knows whether the request was counted. */
  | { readonly kind: 'unknown'; readonly cause: string }

/** The mark that tells the decision, and what it tells beside server and key. */
export interface Why {
  readonly mark: MarkDefinition<MarkDetails>
  readonly details: MarkDetails
}

/** Where the count of a key is kept for all servers. */
export interface SharedStore {
  /** @param clock what the clock of the asking server says */
  ask(key: string, clock: Micros): Process<Answer>
}

export function causeOf(outcome: Exclude<RedisOutcome, { kind: 'reply' }>): string {
  return outcome.kind === 'error' ? outcome.text : outcome.failure.cause
}

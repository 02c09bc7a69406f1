import type { RangeFunction } from '../../algorithms/time-series/range-query'
import type { Request } from '../../network/message'

/** One point on its way; times are milliseconds. */
export type Sample = {
  readonly host: string
  /** Empty without a label for users. */
  readonly user: string
  readonly time: number
  readonly value: number
}

/** What is asked of the store; a host of `*` is all of them. Times are milliseconds. */
export type Question = {
  readonly host: string
  readonly from: number
  readonly to: number
  readonly step: number
  readonly fn: RangeFunction
}

export type StoreRequest =
  | { readonly kind: 'write'; readonly samples: readonly Sample[] }
  | { readonly kind: 'query'; readonly question: Question }

export function writeRequest(samples: readonly Sample[]): Request {
  const count = samples.length
  return { label: count === 1 ? 'write 1 point' : `write ${count} points`, body: { kind: 'write', samples } }
}

export function queryRequest(question: Question): Request {
  return { label: `${question.fn} by ${question.step} ms`, body: { kind: 'query', question } }
}

/** Name of the series that a sample belongs to, as people read it. */
export function seriesName({ host, user }: { readonly host: string; readonly user: string }): string {
  return user === '' ? host : `${host}/${user}`
}

/** The labels of the series that a sample belongs to. */
export function labelsOf({ host, user }: Sample): Readonly<Record<string, string>> {
  return user === '' ? { metric: 'cpu', host } : { metric: 'cpu', host, user }
}

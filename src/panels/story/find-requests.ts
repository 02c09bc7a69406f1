import { NO_EVENT } from '../../../workers/protocol'
import { latencyOf } from '../../../workers/trace/measure'
import type { Trace } from '../../../workers/trace/trace'

/** Which requests are listed, and in what order. */
export type RequestOrder = 'latest' | 'slowest' | 'failed'

export interface RequestQuery {
  readonly order: RequestOrder
  /** Only those that failed for this cause; empty for any. */
  readonly cause: string
  /** Only those whose label contains this text, such as a key; any case. */
  readonly text: string
}

/**
 * Ids of at most `most` requests that had started within the first `count` events: the latest first, the slowest first
 * (of those that had ended by then), or the failed ones with the latest first.
 */
export function findRequests(trace: Trace, count: number, query: RequestQuery, most: number): number[] {
  const text = query.text.trim().toLowerCase()
  const fits = (id: number): boolean => {
    if (query.cause !== '' && trace.requestCauseOf(id) !== query.cause) return false
    return text === '' || trace.request(id).label.toLowerCase().includes(text) || String(id) === text
  }
  if (query.order === 'latest' && query.cause === '') return latest(trace.requestsStarted(count), fits, most)
  const ended = endedBy(trace, count).filter((id) => query.order !== 'failed' || trace.requestCauseOf(id) !== '')
  if (query.order !== 'slowest') return ended.reverse().filter(fits).slice(0, most)
  return ended
    .filter(fits)
    .sort((a, b) => latencyOf(trace, b) - latencyOf(trace, a) || a - b)
    .slice(0, most)
}

/** Causes of the failures within the first `count` events, the most frequent first. */
export function causesOf(trace: Trace, count: number): { readonly cause: string; readonly requests: number }[] {
  const causes = new Map<string, number>()
  for (const id of endedBy(trace, count)) {
    const cause = trace.requestCauseOf(id)
    if (cause !== '') causes.set(cause, (causes.get(cause) ?? 0) + 1)
  }
  return [...causes].map(([cause, requests]) => ({ cause, requests })).sort((a, b) => b.requests - a.requests)
}

function latest(started: number, fits: (id: number) => boolean, most: number): number[] {
  const found: number[] = []
  for (let id = started; id >= 1 && found.length < most; id--) if (fits(id)) found.push(id)
  return found
}

function endedBy(trace: Trace, count: number): number[] {
  return Array.from({ length: trace.requestsEnded(count) }, (_, order) => trace.endedRequestAt(order)).filter(
    (id) => trace.request(id).endEvent !== NO_EVENT,
  )
}

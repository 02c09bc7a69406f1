/** What a search looks for, as plain data and as text. */
import { parseDuration } from '../kernel/time'

/** Every figure is taken over `WINDOW_MICROS`, so that a finding has a moment and not only a mean. */
export type Target =
  /** A check fails: the one with this name, or any when it is null. */
  | { readonly kind: 'check'; readonly name: string | null }
  /** A percentile of the latency of requests that ended is above a bound. */
  | { readonly kind: 'latency'; readonly percent: 50 | 90 | 99; readonly aboveMicros: number }
  /** More than a percentage of the requests that ended failed. */
  | { readonly kind: 'failures'; readonly abovePercent: number }
  /** A mark with this name is set. */
  | { readonly kind: 'mark'; readonly name: string }

/** Span over which latencies and failures are looked at, in simulated microseconds, and how many requests it needs. */
export const WINDOW_MICROS = 500_000
export const FEWEST_REQUESTS = 20

export const TARGET_FORMS = 'check, check:<its name>, p50>, p90> or p99><time>, failed><percent>% or mark:<name>'

/**
 * Reads `check`, `check:No request is sent to a server that is out`, `p99>500ms`, `failed>10%` or `mark:node/crashed`.
 * Null when it is none of them.
 */
export function parseTarget(text: string): Target | null {
  if (text === 'check') return { kind: 'check', name: null }
  const [, word, rest = ''] = /^(check|mark):(.+)$/.exec(text) ?? []
  if (word === 'check') return { kind: 'check', name: rest }
  if (word === 'mark') return { kind: 'mark', name: rest }
  const latency = /^p(50|90|99)>(.+)$/.exec(text)
  if (latency !== null) {
    const aboveMicros = parseDuration(latency[2] ?? '')
    return aboveMicros === null ? null : { kind: 'latency', percent: Number(latency[1]) as 50 | 90 | 99, aboveMicros }
  }
  const failed = /^failed>(\d{1,2})%$/.exec(text)
  return failed === null ? null : { kind: 'failures', abovePercent: Number(failed[1]) }
}

import { Zipf } from '../../kernel/zipf'
import type { Values } from '../../scenario/parameters'
import { countMarks, gaugeBefore, marksOf } from '../../trace/marks'
import type { Mark, RequestRecord, Trace } from '../../trace/trace'

/** Marks with which an app answers with a value. */
const ANSWERS = ['level/hit', 'level/stale', 'level/stale-on-error', 'level/loaded', 'level/not-kept'] as const

export function textOf(mark: Mark, key: string): string {
  return String(mark.details[key] ?? '')
}

export function numberOf(mark: Mark, key: string): number {
  return Number(mark.details[key] ?? Number.NaN)
}

/** Names of the apps. */
export function appsOf(trace: Trace): string[] {
  return trace.topology.nodes.filter(({ kind }) => kind === 'app').map(({ name }) => name)
}

/** A number of all apps together, before a moment or at the end. */
export function ofApps(trace: Trace, key: string, micros = Number.POSITIVE_INFINITY): number {
  return appsOf(trace).reduce((sum, app) => sum + gaugeBefore(trace, app, key, micros), 0)
}

export function requestsOf(trace: Trace, method: string): RequestRecord[] {
  const found: RequestRecord[] = []
  for (let id = 1; id <= trace.requestCount; id++) {
    const request = trace.request(id)
    if (request.label.startsWith(`${method} `)) found.push(request)
  }
  return found
}

/** The largest number of loads of one key under way at once, and of which key. */
export function loadsAtOnce(trace: Trace): { readonly count: number; readonly key: string } {
  const open = new Map<string, number>()
  let most = { count: 0, key: 'nothing' }
  for (const mark of marksOf(trace, ['level/loads', 'level/loaded', 'level/not-kept', 'level/not-loaded'])) {
    const key = textOf(mark, 'key')
    const count = (open.get(key) ?? 0) + (mark.name === 'level/loads' ? 1 : -1)
    open.set(key, count)
    if (count > most.count) most = { count, key }
  }
  return most
}

/**
 * How old the oldest answer of an app is: from the moment at which the database took the next value. Answers are taken
 * when they are given, so one that was on its way when the write came counts a little too.
 */
export function oldestAnswer(trace: Trace): { readonly micros: number; readonly mark: Mark | null } {
  const replaced = replacements(trace)
  let oldest: { micros: number; mark: Mark | null } = { micros: 0, mark: null }
  for (const mark of marksOf(trace, ANSWERS)) {
    const end = replaced.get(`${textOf(mark, 'key')} ${textOf(mark, 'value')}`) ?? Number.POSITIVE_INFINITY
    if (mark.atMicros - end > oldest.micros) oldest = { micros: mark.atMicros - end, mark }
  }
  return oldest
}

/** When each value of a key was replaced in the database, by `key value`. */
export function replacements(trace: Trace): ReadonlyMap<string, number> {
  const current = new Map<string, string>()
  const replaced = new Map<string, number>()
  for (const mark of marksOf(trace, 'database/wrote')) {
    const key = textOf(mark, 'key')
    const place = `${key} ${current.get(key) ?? 'v1'}`
    if (!replaced.has(place)) replaced.set(place, mark.atMicros)
    current.set(key, textOf(mark, 'value'))
  }
  return replaced
}

/** Longest time of a request that began within a span. */
export function slowest(requests: readonly RequestRecord[], fromMicros: number): number {
  const times = requests
    .filter(({ startMicros, endMicros }) => startMicros >= fromMicros && endMicros < Number.POSITIVE_INFINITY)
    .map(({ startMicros, endMicros }) => endMicros - startMicros)
  return Math.max(0, ...times)
}

/** Share of the requests that began within a span and failed. */
export function failedShare(trace: Trace, fromMicros: number): number {
  let [all, failed] = [0, 0]
  for (let id = 1; id <= trace.requestCount; id++) {
    if (trace.requestStartMicros(id) < fromMicros || trace.requestEndMicros(id) === Number.POSITIVE_INFINITY) continue
    all++
    if (trace.requestCauseOf(id) !== '') failed++
  }
  return failed / Math.max(1, all)
}

/** Chances of early refresh added up over all lots drawn, their variance, and how many said yes. */
export function earlyLots(trace: Trace): {
  readonly expected: number
  readonly variance: number
  readonly early: number
} {
  let [expected, variance] = [0, 0]
  for (const mark of marksOf(trace, 'level/hit')) {
    const chance = numberOf(mark, 'chance')
    expected += chance
    variance += chance * (1 - chance)
  }
  return { expected, variance, early: countMarks(trace, 'level/early') }
}

/** Σ p · λpT / (1 + λpT): the hit ratio of a cache in which every key lives for T after its load. */
export function ttlHitRatio(values: Values, ttlMicros: number, requestsPerSecond: number): number {
  const zipf = new Zipf(values.number('keys'), values.number('zipf') / 100)
  let ratio = 0
  for (let rank = 0; rank < zipf.n; rank++) {
    const p = zipf.probability(rank)
    const during = (requestsPerSecond * p * ttlMicros) / 1_000_000
    ratio += (p * during) / (1 + during)
  }
  return ratio
}

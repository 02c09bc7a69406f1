import { countMarks, gaugeBefore, marksOf, nodeIndex } from '../../trace/marks'
import { forEachEnded, latencyOf } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Verdict } from '../system'

export const END = Number.POSITIVE_INFINITY

/** Requests of one side that ended within a span, and how many of them failed. */
export function outcomesOf(
  trace: Trace,
  client: string,
  fromMicros = 0,
  toMicros = END,
): { ended: number; failed: number } {
  const node = nodeIndex(trace, client)
  let [ended, failed] = [0, 0]
  forEachEnded(trace, fromMicros, toMicros, 'ended', (request) => {
    if (trace.request(request).node !== node) return
    ended++
    if (trace.requestCauseOf(request) !== '') failed++
  })
  return { ended, failed }
}

/** Reads that were answered. */
export function readsAnswered(trace: Trace, fromMicros = 0, toMicros = END): number {
  return countMarks(trace, ['quorum/read', 'guide/read', 'range/read', 'range/confirmed-read'], fromMicros, toMicros)
}

export function staleReads(trace: Trace, fromMicros = 0, toMicros = END): number {
  return countMarks(trace, 'client/stale', fromMicros, toMicros)
}

/** Mean time of the reads or writes that ended well, of one client and some keys from a moment on, or of all; NaN without any. */
export function meanOf(
  trace: Trace,
  kind: 'read' | 'write',
  only: { readonly client: string; readonly keys: readonly string[]; readonly from: number } | null = null,
): number {
  let [sum, count] = [0, 0]
  const client = only === null ? -1 : nodeIndex(trace, only.client)
  forEachEnded(trace, only?.from ?? 0, END, 'served', (request) => {
    const { label, node } = trace.request(request)
    const [verb, key = ''] = label.split(' ')
    if (verb !== kind || (only !== null && (node !== client || !only.keys.includes(key)))) return
    sum += latencyOf(trace, request)
    count++
  })
  return sum / count
}

/** Reads or writes that ended, and how many of them with success. */
export function servedOf(trace: Trace, kind: 'read' | 'write'): { ended: number; served: number } {
  let [ended, served] = [0, 0]
  forEachEnded(trace, 0, END, 'ended', (request) => {
    if (!trace.request(request).label.startsWith(`${kind} `)) return
    ended++
    if (trace.requestCauseOf(request) === '') served++
  })
  return { ended, served }
}

/** Copies at all nodes that are older than another copy of their key, at a moment. */
export function copiesBehind(trace: Trace, micros = END): number {
  return trace.topology.nodes
    .filter(({ kind }) => kind === 'replica')
    .reduce((sum, { name }) => sum + gaugeBefore(trace, name, 'behind', micros), 0)
}

/** How reads by lot fared: how many met a key that was written, how many missed, and the spread of that share. */
export interface Draws {
  readonly reads: number
  readonly missed: number
  /** Reads of one value are not independent: they all meet the same copies. Their squares count. */
  readonly sumOfSquares: number
}

export function drawsOf(trace: Trace): Draws {
  const newest = new Map<string, number>()
  const readsOf = new Map<number, number>()
  let [reads, missed] = [0, 0]
  for (const { name, details } of marksOf(trace, ['quorum/written', 'quorum/read'])) {
    const key = String(details.key)
    if (name === 'quorum/written') newest.set(key, Number(details.value))
    else {
      const expected = newest.get(key)
      if (expected === undefined) continue
      reads++
      if (details.value !== expected) missed++
      readsOf.set(expected, (readsOf.get(expected) ?? 0) + 1)
    }
  }
  let sumOfSquares = 0
  for (const count of readsOf.values()) sumOfSquares += count * count
  return { reads, missed, sumOfSquares }
}

/** A time in which a node held the lease of a range. */
export interface HeldLease {
  readonly range: string
  readonly node: string
  readonly from: number
  readonly to: number
}

/** All of them, in the order in which they began. */
export function leasesOf(trace: Trace): HeldLease[] {
  const leases: HeldLease[] = []
  const begun = new Map<string, number>()
  // Who is down or paused answers nothing.
  const stops = ['node/crashed', 'node/paused']
  const names = ['range/lease-taken', 'range/lease-ended', 'range/lease-given-up', ...stops]
  for (const { name, details, atMicros: micros } of marksOf(trace, names)) {
    const [range, node] = [String(details.range), String(details.node)]
    if (name === 'range/lease-taken') begun.set(`${range} ${node}`, micros)
    else end(micros, (held) => (stops.includes(name) ? held.endsWith(` ${node}`) : held === `${range} ${node}`))
  }
  end(trace.reachedMicros, () => true)
  return leases.sort((a, b) => a.from - b.from)

  function end(to: number, isOne: (held: string) => boolean): void {
    for (const [held, from] of begun) {
      if (!isOne(held)) continue
      const [range = '', node = ''] = held.split(' ')
      leases.push({ range, node, from, to })
      begun.delete(held)
    }
  }
}

/** Pairs of leases of one range, at two nodes, at one time. */
export function leasesAtOnce(trace: Trace): readonly (readonly [HeldLease, HeldLease])[] {
  const leases = leasesOf(trace)
  return leases.flatMap((one, index) =>
    leases
      .slice(index + 1)
      .filter((other) => other.range === one.range && other.node !== one.node && other.from < one.to)
      .map((other) => [one, other] as const),
  )
}

/** Whether the check is broken, as it should be or not. */
export function breach(trace: Trace, check: string, isExpected: boolean): Verdict {
  const found = trace.breaches.find((each) => each.check === check)
  return { holds: (found !== undefined) === isExpected, measured: found?.sentence ?? 'no breach' }
}

/**
 * What differs inside a span of a run from before it: the reverse of asking why one thing happened. Pure, from the trace
 * alone. Counts are compared as rates, so the two spans need not be equally long; differences that chance alone would
 * often make are left out. Of requests, those that ended within a span belong to it.
 */
import { forEachEnded, gaugeAverage, latencyOf, nearestRank, requestCounts, sortedLatencies } from './measure'
import { type PartKind, requestStory } from './request-story'
import type { Trace } from './trace'

/** From `fromMicros` up to but without `toMicros`. */
export interface Span {
  readonly fromMicros: number
  readonly toMicros: number
}

/** A figure inside the span and in the one it is compared with. */
export interface Pair {
  readonly before: number
  readonly inside: number
}

/** Time that an average request spends in one way at one place, in microseconds. */
export interface TimeDifference extends Pair {
  readonly kind: PartKind
  readonly node: number
  /** Of a message under way, where it comes from; otherwise the same as `node`. */
  readonly sender: number
  /** Of all time that was added anywhere, the part added here: above 0, at most 1. */
  readonly share: number
  /** Where it first lasts longer than on average before. */
  readonly firstMicros: number
}

/** Requests a second that fail for one cause at one node. */
export interface FailureDifference extends Pair {
  readonly cause: string
  readonly node: number
  /** Of all failures that were added, the part added here: above 0, at most 1. */
  readonly share: number
  readonly count: number
  readonly firstMicros: number
}

/** Time average of a number of a node's reading. */
export interface NodeDifference extends Pair {
  readonly node: number
  readonly key: 'queue' | 'busy'
}

/** How often a mark of one name is set on one node; counts, those before scaled to the length of the span. */
export interface MarkDifference extends Pair {
  readonly name: string
  readonly node: number
  /** The first of them inside, or null when there is none any more. */
  readonly firstMark: number | null
}

export interface SpanDifference {
  readonly inside: Span
  readonly before: Span
  /** Requests a second. */
  readonly offered: Pair
  readonly failing: Pair
  /** Latencies in microseconds; null when no request ended in one of the spans. */
  readonly p50: Pair | null
  readonly p99: Pair | null
  /** Each list by how much it explains, the most first. */
  readonly times: readonly TimeDifference[]
  readonly failures: readonly FailureDifference[]
  readonly nodes: readonly NodeDifference[]
  readonly marks: readonly MarkDifference[]
}

/** Requests of each span whose stories are read, evenly spread over all. */
export const SAMPLED_REQUESTS = 300
/** Less than this share of the added time, or of the latency, is not told. */
const LEAST_SHARE = 0.05
/** How many standard deviations of a count are put down to chance. */
const CHANCE = 3

/**
 * What a span is compared with: as much time as it lasts right before it, or what there is of it; at the start of a
 * run, as much right after it.
 *
 * @throws RangeError when the span is empty or fills the whole run
 */
export function spanBefore({ fromMicros, toMicros }: Span, reachedMicros: number): Span {
  const length = toMicros - fromMicros
  if (!(length > 0)) throw new RangeError(`A span ends after it starts, not at ${toMicros} µs from ${fromMicros} µs.`)
  if (fromMicros > 0) return { fromMicros: Math.max(0, fromMicros - length), toMicros: fromMicros }
  if (toMicros >= reachedMicros) throw new RangeError('A span that fills the whole run has nothing to compare it with.')
  return { fromMicros: toMicros, toMicros: Math.min(reachedMicros, toMicros + length) }
}

export function spanDifference(trace: Trace, inside: Span): SpanDifference {
  const before = spanBefore(inside, trace.heldMicros)
  const counts = { before: countsOf(trace, before), inside: countsOf(trace, inside) }
  const failing = { before: counts.before.failed / seconds(before), inside: counts.inside.failed / seconds(inside) }
  return {
    inside,
    before,
    offered: { before: counts.before.offered / seconds(before), inside: counts.inside.offered / seconds(inside) },
    failing,
    p50: percentilePair(trace, before, inside, 50),
    p99: percentilePair(trace, before, inside, 99),
    times: timeDifferences(trace, before, inside),
    failures: failureDifferences(trace, before, inside),
    nodes: nodeDifferences(trace, before, inside),
    marks: markDifferences(trace, before, inside),
  }
}

/** Whether two counts over spans of time differ by more than chance makes likely, `ratio` being inside over before. */
export function differsByMoreThanChance(before: number, inside: number, ratio: number): boolean {
  const gap = inside - before * ratio
  return gap * gap > CHANCE * CHANCE * (inside + before * ratio * ratio)
}

function seconds({ fromMicros, toMicros }: Span): number {
  return (toMicros - fromMicros) / 1_000_000
}

function countsOf(trace: Trace, span: Span) {
  return requestCounts(trace, span.fromMicros, span.toMicros)
}

function percentilePair(trace: Trace, before: Span, inside: Span, percent: number): Pair | null {
  const of = (span: Span) => nearestRank(sortedLatencies(trace, span.fromMicros, span.toMicros), percent)
  const was = of(before)
  const is = of(inside)
  return was === null || is === null ? null : { before: was, inside: is }
}

interface Portion {
  readonly kind: PartKind
  readonly node: number
  readonly sender: number
  /** Summed over the sampled requests. */
  sum: number
  /** Of each sampled request that has it: how long, and from when. */
  readonly spells: { readonly lasts: number; readonly from: number }[]
}

function timeDifferences(trace: Trace, before: Span, inside: Span): TimeDifference[] {
  const was = portions(trace, before)
  const is = portions(trace, inside)
  if (was.requests === 0 || is.requests === 0) return []
  const added = [...is.portions]
    .map(([key, portion]) => {
      const average = (was.portions.get(key)?.sum ?? 0) / was.requests
      return { portion, before: average, inside: portion.sum / is.requests }
    })
    .filter((each) => each.inside > each.before)
  const all = added.reduce((sum, each) => sum + each.inside - each.before, 0)
  if (all < LEAST_SHARE * was.average) return []
  return added
    .map(({ portion, ...pair }): TimeDifference => {
      const first = portion.spells.find(({ lasts }) => lasts > pair.before)
      const { kind, node, sender } = portion
      const share = (pair.inside - pair.before) / all
      return { kind, node, sender, ...pair, share, firstMicros: first?.from ?? inside.fromMicros }
    })
    .filter(({ share }) => share >= LEAST_SHARE)
    .sort((a, b) => b.share - a.share)
}

/** Where the time of the requests that ended within a span went, by kind and place. */
function portions(trace: Trace, span: Span) {
  const ended: number[] = []
  forEachEnded(trace, span.fromMicros, span.toMicros, 'ended', (request) => ended.push(request))
  const requests = Math.min(ended.length, SAMPLED_REQUESTS)
  const found = new Map<string, Portion>()
  let latency = 0
  for (let index = 0; index < requests; index++) {
    const id = ended[Math.floor((index * ended.length) / requests)] as number
    latency += latencyOf(trace, id)
    addStory(found, trace, id)
  }
  return { portions: found, requests, average: requests === 0 ? 0 : latency / requests }
}

function addStory(found: Map<string, Portion>, trace: Trace, id: number): void {
  const own = new Map<string, { lasts: number; from: number }>()
  for (const { kind, node, sender, fromMicros, toMicros } of requestStory(trace, id).parts) {
    const key = `${kind} ${sender} ${node}`
    const portion = found.get(key) ?? { kind, node, sender, sum: 0, spells: [] }
    found.set(key, portion)
    portion.sum += toMicros - fromMicros
    const spell = own.get(key)
    if (spell === undefined) own.set(key, { lasts: toMicros - fromMicros, from: fromMicros })
    else spell.lasts += toMicros - fromMicros
  }
  for (const [key, spell] of own) found.get(key)?.spells.push(spell)
}

function failureDifferences(trace: Trace, before: Span, inside: Span): FailureDifference[] {
  const was = failuresByPlace(trace, before)
  const added = [...failuresByPlace(trace, inside)]
    .map(([key, { cause, node, count, firstMicros }]) => {
      const pair = { before: (was.get(key)?.count ?? 0) / seconds(before), inside: count / seconds(inside) }
      return { cause, node, count, firstMicros, ...pair }
    })
    .filter((each) => each.inside > each.before)
  const all = added.reduce((sum, each) => sum + each.inside - each.before, 0)
  return added.map((each) => ({ ...each, share: (each.inside - each.before) / all })).sort((a, b) => b.share - a.share)
}

function failuresByPlace(trace: Trace, span: Span) {
  const found = new Map<string, { cause: string; node: number; count: number; firstMicros: number }>()
  forEachEnded(trace, span.fromMicros, span.toMicros, 'failed', (id) => {
    const { cause, by, endMicros } = trace.request(id)
    const key = `${by} ${cause}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { cause, node: by, count: 1, firstMicros: endMicros })
    else known.count++
  })
  return found
}

function nodeDifferences(trace: Trace, before: Span, inside: Span): NodeDifference[] {
  const keys = ['queue', 'busy'] as const
  const average = (node: number, key: string, span: Span) =>
    gaugeAverage(trace, node, key, span.fromMicros, span.toMicros) ?? 0
  return [...trace.topology.nodes.keys()]
    .flatMap((node) =>
      keys.map((key) => ({ node, key, before: average(node, key, before), inside: average(node, key, inside) })),
    )
    .filter((pair) => Math.abs(pair.inside - pair.before) >= 0.5)
    .filter((pair) => 4 * Math.abs(pair.inside - pair.before) >= pair.before)
    .sort((a, b) => Math.abs(b.inside - b.before) - Math.abs(a.inside - a.before))
}

function markDifferences(trace: Trace, before: Span, inside: Span): MarkDifference[] {
  const was = marksByPlace(trace, before)
  const is = marksByPlace(trace, inside)
  const ratio = seconds(inside) / seconds(before)
  return [...new Set([...is.keys(), ...was.keys()])]
    .map((key) => {
      const old = was.get(key)
      const now = is.get(key)
      const { name, node } = now ?? (old as MarkCount)
      const difference: MarkDifference = {
        name,
        node,
        before: (old?.count ?? 0) * ratio,
        inside: now?.count ?? 0,
        firstMark: now?.first ?? null,
      }
      return {
        difference,
        isNew: old === undefined,
        told: differsByMoreThanChance(old?.count ?? 0, now?.count ?? 0, ratio),
      }
    })
    .filter(({ isNew, told }) => isNew || told)
    .sort((a, b) => surprise(b.difference) - surprise(a.difference))
    .map(({ difference }) => difference)
}

/** The square of the gap in standard deviations; what never happened before comes ahead of what became more. */
function surprise({ before, inside }: Pair): number {
  const gap = inside - before
  return (before === 0 ? 1_000_000 : 0) + (gap * gap) / (inside + before)
}

interface MarkCount {
  readonly name: string
  readonly node: number
  readonly first: number
  count: number
}

function marksByPlace(trace: Trace, span: Span): Map<string, MarkCount> {
  const found = new Map<string, MarkCount>()
  const last = trace.marksSet(trace.countBefore(span.toMicros))
  for (let mark = trace.marksSet(trace.countBefore(span.fromMicros)); mark < last; mark++) {
    const name = trace.markNameOf(mark)
    const node = trace.markNodeOf(mark)
    const key = `${node} ${name}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { name, node, first: mark, count: 1 })
    else known.count++
  }
  return found
}

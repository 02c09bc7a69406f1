import { firstMark, marksOf, nodeIndex } from '../../trace/marks'
import { countByNode, gaugeAverage } from '../../trace/measure'
import type { Mark, Trace } from '../../trace/trace'
import type { Verdict } from '../system'
import { NOT_OLD } from './meta-checks'

export const SECOND = 1_000_000
/** The key that a share of all requests asks for beside its popularity. */
export const HOT_KEY = 'item:1'
export const END = Number.POSITIVE_INFINITY

/** A question about a key that was put to a node. */
export interface Asked {
  readonly key: string
  readonly node: string
  readonly request: number
}

export function asked(trace: Trace, fromMicros = 0, toMicros = END): Asked[] {
  return marksOf(trace, 'fleet/asked', fromMicros, toMicros).map(({ details, request }) => ({
    key: String(details.key),
    node: String(details.shard),
    request,
  }))
}

/** Share of the questions that each node got, the most first. */
export function shares(questions: readonly Asked[]): (readonly [node: string, share: number])[] {
  const counts = new Map<string, number>()
  for (const { node } of questions) counts.set(node, (counts.get(node) ?? 0) + 1)
  return [...counts].map(([node, count]) => [node, count / questions.length] as const).sort(([, a], [, b]) => b - a)
}

/** When the first node crashed, and which; null when none did. */
export function crashOf(trace: Trace): { readonly node: string; readonly atMicros: number } | null {
  const mark = firstMark(trace, 'node/crashed')
  return mark === null ? null : { node: String(mark.details.node), atMicros: mark.atMicros }
}

/** When the last application had found out that a node is out; null when none did. */
export function foundOutAt(trace: Trace): number | null {
  return marksOf(trace, ['fleet/remapped', 'fleet/covered']).at(-1)?.atMicros ?? null
}

/** Marks about one key. */
export function aboutKey(trace: Trace, name: string, key: string, fromMicros = 0, toMicros = END): Mark[] {
  return marksOf(trace, name, fromMicros, toMicros).filter(({ details }) => details.key === key)
}

export function queries(trace: Trace, fromMicros: number, toMicros: number): number {
  return countByNode(trace, fromMicros, toMicros).get('database') ?? 0
}

/** The most queries to the database in a quarter of a second within a span, as a rate a second. */
export function peakQueries(trace: Trace, fromMicros: number, toMicros: number): number {
  let most = 0
  for (let at = fromMicros; at + SECOND / 4 <= toMicros; at += SECOND / 20)
    most = Math.max(most, 4 * queries(trace, at, at + SECOND / 4))
  return most
}

/** Share of a span for which a node was busy. */
export function busyShare(trace: Trace, node: string, fromMicros: number, toMicros: number): number {
  return gaugeAverage(trace, nodeIndex(trace, node), 'busy', fromMicros, toMicros) ?? 0
}

/**
 * Of the keys that were asked for within a second after the first application has moved them, at a node that is not out,
 * and were not written in the run: the share that was loaded at the first time. Null when no keys move.
 */
export function firstMissShare(trace: Trace): { readonly share: number; readonly keys: number } | null {
  const remap = firstMark(trace, 'fleet/remapped')
  if (remap === null) return null
  const [from, to] = [remap.atMicros, remap.atMicros + SECOND]
  const written = new Set(marksOf(trace, 'fleet/invalidated').map(({ details }) => String(details.key)))
  const missed = new Set(
    marksOf(trace, ['fleet/loads', 'fleet/waits'], from, to + SECOND).map(({ request }) => request),
  )
  const first = new Map<string, number>()
  for (const { key, node, request } of asked(trace, from, to))
    if (!first.has(key) && !written.has(key) && node !== remap.details.node) first.set(key, request)
  const misses = [...first.values()].filter((request) => missed.has(request)).length
  return { share: misses / first.size, keys: first.size }
}

/** A read that found a row which an acknowledged write had replaced. @param counts by its moment and its sentence */
export function oldRead(trace: Trace, counts: (atMicros: number, sentence: string) => boolean): Verdict {
  const breach = trace.breaches.find(({ check }) => check === NOT_OLD)
  if (breach === undefined) return { holds: false, measured: 'no read is old' }
  return { holds: counts(trace.eventMicros(breach.event), breach.sentence), measured: breach.sentence }
}

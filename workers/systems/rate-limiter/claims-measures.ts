import type { Plain } from '../../protocol'
import { marksOf, nodeIndex } from '../../trace/marks'
import type { Mark, Trace } from '../../trace/trace'

/** One decision of a limiter, as its mark tells it. */
export interface Decision {
  readonly atMicros: number
  readonly key: string
  readonly units: number
  readonly request: number
  readonly details: Readonly<Record<string, Plain>>
}

/** What passed a limiter, at the moment of the decision. */
export function passedAt(trace: Trace, node: string | null = null): Decision[] {
  return marksAt(trace, ['limiter/passed'], node).map(decisionOf)
}

export function refusedAt(trace: Trace, node: string | null = null): Decision[] {
  return marksAt(trace, ['limiter/refused'], node).map(decisionOf)
}

/** When what passed a shaper left it: at once, or when its turn had come. */
export function leftAt(trace: Trace, node: string): number[] {
  const atOnce = passedAt(trace, node).filter(({ details }) => details.delay === 0)
  const later = marksAt(trace, ['limiter/left'], node)
  return [...atOnce, ...later].map(({ atMicros }) => atMicros).sort((a, b) => a - b)
}

/** The moment of each unit. */
export function unitTimes(decisions: readonly Decision[]): number[] {
  return decisions.flatMap(({ atMicros, units }) => new Array<number>(units).fill(atMicros))
}

/** The most within an interval [t, t + span). */
export function mostWithin(times: readonly number[], spanMicros: number): number {
  let most = 0
  let from = 0
  for (let to = 0; to < times.length; to++) {
    while ((times[to] as number) - (times[from] as number) >= spanMicros) from++
    most = Math.max(most, to - from + 1)
  }
  return most
}

/**
 * The least room that any closed window leaves below ⌊burst + rate · length⌋: below 0 when one is above it.
 * @param limit units in `perMicros`
 */
export function leastRoom(times: readonly number[], burst: number, limit: number, perMicros: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let from = 0; from < times.length; from++)
    for (let to = from; to < times.length; to++) {
      const span = (times[to] as number) - (times[from] as number)
      least = Math.min(least, burst + Math.floor((limit * span) / perMicros) - (to - from + 1))
    }
  return least
}

/** How many lie within [from, to). */
export function countWithin(times: readonly number[], from: number, to: number): number {
  return times.filter((time) => time >= from && time < to).length
}

export function limiterNames(trace: Trace): readonly string[] {
  return trace.topology.nodes.filter(({ kind }) => kind === 'limiter').map(({ name }) => name)
}

function decisionOf({ atMicros, details, request }: Mark): Decision {
  return { atMicros, key: String(details.key), units: Number(details.cost), request, details }
}

/** All marks with one of these names, on one node or on any. */
export function marksAt(trace: Trace, names: string | readonly string[], node: string | null = null): Mark[] {
  const index = node === null ? -1 : nodeIndex(trace, node)
  return marksOf(trace, names).filter((mark) => index < 0 || mark.node === index)
}

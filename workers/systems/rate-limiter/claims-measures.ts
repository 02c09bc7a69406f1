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

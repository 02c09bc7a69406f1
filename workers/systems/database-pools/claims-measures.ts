import { countMarks, gaugeBefore, marksOf } from '../../trace/marks'
import { forEachEnded } from '../../trace/measure'
import type { Mark, Trace } from '../../trace/trace'
import { SETTLED_MICROS } from './model-load-test'

export const SECOND = 1_000_000

export interface Outcomes {
  readonly ended: number
  readonly failed: number
}

/** Requests with this label, such as `find order`, that ended within a span. */
export function outcomesOf(trace: Trace, label: string, fromMicros = 0, toMicros = Number.POSITIVE_INFINITY): Outcomes {
  let [ended, failed] = [0, 0]
  forEachEnded(trace, fromMicros, toMicros, 'ended', (request) => {
    if (trace.request(request).label !== label) return
    ended++
    if (trace.requestCauseOf(request) !== '') failed++
  })
  return { ended, failed }
}

export function failedShare({ ended, failed }: Outcomes): number {
  return failed / Math.max(1, ended)
}

/** Names of the nodes of a kind, or of one whose kind ends with it, such as `pooler-app`. */
export function namesOf(trace: Trace, kind: string): readonly string[] {
  return trace.topology.nodes.filter((node) => node.kind.endsWith(kind)).map(({ name }) => name)
}

/** The sum of a number of the reading over some nodes, at the end. */
export function sumOf(trace: Trace, nodes: readonly string[], key: string): number {
  return nodes.reduce((sum, name) => sum + gaugeBefore(trace, name, key), 0)
}

export function numberOf(mark: Mark, key: string): number {
  return Number(mark.details[key] ?? Number.NaN)
}

/** How many asked for a connection, and how many of them had to wait or were refused a place in the line. */
export function asked(
  trace: Trace,
  fromMicros = 0,
): { readonly all: number; readonly waited: number; readonly refused: number } {
  const waited = countMarks(trace, 'pool/waits', fromMicros)
  const refused = countMarks(trace, 'pool/line-full', fromMicros)
  return { all: countMarks(trace, 'pool/lent', fromMicros) + waited + refused, waited, refused }
}

/** Moments at which the pool of a sweep was changed, with its sizes; the first begins at 0. */
export function sweepOf(
  trace: Trace,
  first: number,
): readonly { readonly size: number; readonly from: number; readonly to: number }[] {
  const sets = marksOf(trace, 'scenario/set').filter((mark) => mark.details.parameter === 'pool')
  const sizes = [first, ...sets.map((mark) => Number(mark.details.value))]
  const starts = [0, ...sets.map(({ atMicros }) => atMicros)]
  return sizes.map((size, index) => ({
    size,
    from: starts[index] as number,
    to: starts[index + 1] ?? trace.heldMicros,
  }))
}

/** Requests answered a second and how long they took in the mean, for each size of a sweep. */
export function sweepResults(
  trace: Trace,
  first: number,
): readonly { readonly size: number; readonly perSecond: number; readonly mean: number; readonly count: number }[] {
  return sweepOf(trace, first).map(({ size, from, to }) => {
    let [count, sum] = [0, 0]
    forEachEnded(trace, from + SETTLED_MICROS, to, 'served', (request) => {
      count++
      sum += trace.requestEndMicros(request) - trace.requestStartMicros(request)
    })
    return {
      size,
      perSecond: (count * SECOND) / Math.max(1, to - from - SETTLED_MICROS),
      mean: sum / Math.max(1, count),
      count,
    }
  })
}

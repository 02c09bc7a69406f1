import type { Mark, Trace } from '../../trace/trace'
import type { Answered } from './model-marks'

/** All marks with this name from a moment on. */
export function marksFrom(trace: Trace, name: string, fromMicros = 0): Mark[] {
  const found: Mark[] = []
  for (let index = trace.marksSet(trace.countBefore(fromMicros)); index < trace.markCount; index++)
    if (trace.markNameOf(index) === name) found.push(trace.mark(index))
  return found
}

/** Details of the answers from a moment on. */
export function answersFrom(trace: Trace, fromMicros = 0): Answered[] {
  return marksFrom(trace, 'series/answered', fromMicros).map(({ details }) => details as unknown as Answered)
}

/** A number of the store's reading at the end. */
export function atEnd(trace: Trace, key: string): number {
  return trace.gauge(storeIndex(trace), key, trace.events) ?? 0
}

export function storeIndex(trace: Trace): number {
  return trace.topology.nodes.findIndex(({ kind }) => kind === 'store')
}

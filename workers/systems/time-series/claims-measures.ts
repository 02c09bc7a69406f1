import { marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Answered } from './model-marks'

/** Details of the answers from a moment on. */
export function answersFrom(trace: Trace, fromMicros = 0): Answered[] {
  return marksOf(trace, 'series/answered', fromMicros).map(({ details }) => details as unknown as Answered)
}

/** A number of the store's reading at the end. */
export function atEnd(trace: Trace, key: string): number {
  return trace.gauge(storeIndex(trace), key, trace.events) ?? 0
}

export function storeIndex(trace: Trace): number {
  return trace.topology.nodes.findIndex(({ kind }) => kind === 'store')
}

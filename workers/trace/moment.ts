/** Moments of a run that are told by what happens there instead of by the clock, so that they stay true when it changes. */
import type { Mark, Trace } from './trace'

/** A time in simulated microseconds, or the first mark that fits. */
export type Moment =
  | { readonly at: number }
  | {
      /** The name of the mark, for instance `node/crashed`. */
      readonly mark: string
      /** Only marks from this moment on, in simulated microseconds. */
      readonly from?: number
      /** Only marks set by the node of this name. */
      readonly node?: string
      where?(mark: Mark): boolean
    }

export interface FoundMoment {
  readonly micros: number
  /** Index of the mark; null for a time. */
  readonly mark: number | null
  /** The request that the mark belongs to; 0 for none. */
  readonly request: number
}

/** The moment in this run, or null when nothing of the kind happens (or has happened so far). */
export function findMoment(trace: Trace, moment: Moment): FoundMoment | null {
  if ('at' in moment) return moment.at > trace.horizonMicros ? null : { micros: moment.at, mark: null, request: 0 }
  const { mark: name, from = 0, node, where } = moment
  for (let index = trace.marksSet(trace.countBefore(from)); index < trace.markCount; index++) {
    if (trace.markNameOf(index) !== name) continue
    if (node !== undefined && trace.topology.nodes[trace.markNodeOf(index)]?.name !== node) continue
    const mark = trace.mark(index)
    if (where === undefined || where(mark)) return { micros: mark.atMicros, mark: index, request: mark.request }
  }
  return null
}

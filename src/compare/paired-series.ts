import { formatDuration } from '../../workers/kernel/time'
import { RunMetrics } from '../../workers/trace/metrics'
import type { Trace } from '../../workers/trace/trace'
import { niceCeiling, perSecondText } from '../playback/timeline/axis'

/** One figure of two runs over the same buckets of time. */
export interface PairedSeries {
  readonly name: 'Load' | 'p50' | 'p99' | 'Errors'
  /** Requests a second or microseconds; `NaN` where there is none. */
  readonly here: Float64Array
  readonly there: Float64Array
  /** There less here; `NaN` where either has none. */
  readonly difference: Float64Array
  /** What the scale reaches, for both. */
  readonly ceiling: number
  /** What the scale of the difference reaches, to both sides. */
  readonly differenceCeiling: number
  /** The bucket where they lie furthest apart, the first of several; null where they never differ. */
  readonly mostApart: number | null
  /** Whether more is worse, or neither. */
  readonly isMoreWorse: boolean
  text(value: number): string
}

export interface PairedRuns {
  readonly widthMicros: number
  /** Buckets that either run has entered. */
  readonly length: number
  readonly series: readonly PairedSeries[]
}

/** Enough to see when, and few enough that each has its requests. */
const BUCKETS = 60

/** Served load, latency percentiles and errors of two runs, bucket by bucket. */
export function pairedSeries(here: Trace, there: Trace): PairedRuns {
  const horizon = Math.max(here.horizonMicros, there.horizonMicros)
  const own = new RunMetrics(horizon, BUCKETS)
  const other = new RunMetrics(horizon, BUCKETS)
  own.update(here)
  other.update(there)
  const { widthMicros } = own
  const rate = ({ served, failed }: RunMetrics, isFailed: boolean): Float64Array =>
    Float64Array.from(isFailed ? failed : served, (count) => (count * 1_000_000) / widthMicros)
  return {
    widthMicros,
    length: Math.max(own.reached, other.reached),
    series: [
      paired('Load', rate(own, false), rate(other, false), false, perSecondText),
      paired('p50', own.p50, other.p50, true, durationText),
      paired('p99', own.p99, other.p99, true, durationText),
      paired('Errors', rate(own, true), rate(other, true), true, perSecondText),
    ],
  }
}

function paired(
  name: PairedSeries['name'],
  here: Float64Array,
  there: Float64Array,
  isMoreWorse: boolean,
  text: (value: number) => string,
): PairedSeries {
  const difference = there.map((value, bucket) => value - (here[bucket] as number))
  let mostApart: number | null = null
  let most = 0
  for (const [bucket, value] of difference.entries())
    if (Math.abs(value) > most) {
      most = Math.abs(value)
      mostApart = bucket
    }
  const highest = Math.max(0, ...[...here, ...there].filter((value) => !Number.isNaN(value)))
  return {
    name,
    here,
    there,
    difference,
    ceiling: niceCeiling(highest),
    differenceCeiling: niceCeiling(most),
    mostApart,
    isMoreWorse,
    text,
  }
}

function durationText(micros: number): string {
  return Number.isNaN(micros) ? 'none' : formatDuration(Math.round(micros))
}

/**
 * The whole run in buckets of simulated time, kept up while the trace grows: what the timeline draws. Every figure is
 * exact; only whole buckets before the reached moment are final.
 */
import { latencyOf, nearestRank } from './measure'
import type { Trace } from './trace'

export const DEFAULT_BUCKETS = 240

/** One bucket as plain values, for read-outs. */
export interface Bucket {
  readonly fromMicros: number
  readonly toMicros: number
  readonly offered: number
  readonly served: number
  readonly failed: ReadonlyMap<string, number>
  /** Latency in microseconds of the requests that ended here; null when none did. */
  readonly p50: number | null
  readonly p90: number | null
  readonly p99: number | null
}

/** Queue of one node over the buckets. */
export interface QueueSeries {
  readonly node: number
  readonly max: Float64Array
  /** Time average over the part of the bucket that the run has reached. */
  readonly average: Float64Array
}

export class RunMetrics {
  /** Width of a bucket in whole microseconds. The last one may reach beyond the horizon. */
  readonly widthMicros: number
  readonly length: number
  /** Buckets that the run has entered. */
  reached = 0

  offered: Uint32Array
  served: Uint32Array
  failed: Uint32Array
  /** Latency in microseconds; NaN where no request ended. */
  p50: Float64Array
  p90: Float64Array
  p99: Float64Array

  private causes: Map<string, number>[] = []
  private queues = new Map<number, QueueRecorder>()
  private trace: Trace | null = null
  private cuts = 0
  private started = 0
  private ended = 0
  /** Latencies of the bucket that is filling. */
  private latencies: number[] = []
  private filling = 0

  constructor(
    readonly horizonMicros: number,
    buckets = DEFAULT_BUCKETS,
  ) {
    this.widthMicros = Math.max(1, Math.ceil(horizonMicros / buckets))
    this.length = Math.max(1, Math.ceil(horizonMicros / this.widthMicros))
    const { length } = this
    this.offered = new Uint32Array(length)
    this.served = new Uint32Array(length)
    this.failed = new Uint32Array(length)
    this.p50 = new Float64Array(length).fill(Number.NaN)
    this.p90 = new Float64Array(length).fill(Number.NaN)
    this.p99 = new Float64Array(length).fill(Number.NaN)
  }

  /** Index of the bucket of a moment; a run's last moment belongs to its last bucket. */
  bucketAt(micros: number): number {
    return Math.min(this.length - 1, Math.max(0, Math.floor(micros / this.widthMicros)))
  }

  /** Takes in what was added since the last update. A trace that was cut, or another trace, is read anew. */
  update(trace: Trace): void {
    if (trace !== this.trace || trace.cuts !== this.cuts) this.reset(trace)
    this.takeStarts(trace)
    this.takeEnds(trace)
    for (const node of trace.topology.nodes.keys()) this.takeQueue(trace, node)
    this.reached = trace.events === 0 && trace.heldMicros === 0 ? 0 : this.bucketAt(trace.heldMicros) + 1
  }

  bucket(index: number): Bucket {
    const percentile = (values: Float64Array): number | null => {
      const value = values[index] ?? Number.NaN
      return Number.isNaN(value) ? null : value
    }
    return {
      fromMicros: index * this.widthMicros,
      toMicros: Math.min(this.horizonMicros, (index + 1) * this.widthMicros),
      offered: this.offered[index] ?? 0,
      served: this.served[index] ?? 0,
      failed: this.causes[index] ?? new Map(),
      p50: percentile(this.p50),
      p90: percentile(this.p90),
      p99: percentile(this.p99),
    }
  }

  /** The `queue` of a node, or null when its reading has none. */
  queue(node: number): QueueSeries | null {
    return this.queues.get(node)?.series(this.trace?.heldMicros ?? 0) ?? null
  }

  private reset(trace: Trace): void {
    this.trace = trace
    this.cuts = trace.cuts
    for (const counts of [this.offered, this.served, this.failed]) counts.fill(0)
    for (const values of [this.p50, this.p90, this.p99]) values.fill(Number.NaN)
    this.causes = []
    this.queues = new Map()
    this.started = 0
    this.ended = 0
    this.latencies = []
    this.filling = 0
  }

  private takeStarts(trace: Trace): void {
    while (this.started < trace.requestCount) {
      const bucket = this.bucketAt(trace.requestStartMicros(++this.started))
      this.offered[bucket] = (this.offered[bucket] as number) + 1
    }
  }

  private takeEnds(trace: Trace): void {
    const last = trace.requestsEnded(trace.events)
    for (; this.ended < last; this.ended++) {
      const request = trace.endedRequestAt(this.ended)
      const bucket = this.bucketAt(trace.requestEndMicros(request))
      if (bucket !== this.filling) {
        this.rank()
        this.latencies = []
        this.filling = bucket
      }
      this.latencies.push(latencyOf(trace, request))
      this.countOutcome(bucket, trace.requestCauseOf(request))
    }
    this.rank()
  }

  private countOutcome(bucket: number, cause: string): void {
    const counts = cause === '' ? this.served : this.failed
    counts[bucket] = (counts[bucket] as number) + 1
    if (cause === '') return
    this.causes[bucket] ??= new Map()
    const causes = this.causes[bucket]
    causes.set(cause, (causes.get(cause) ?? 0) + 1)
  }

  private rank(): void {
    if (this.latencies.length === 0) return
    const sorted = Float64Array.from(this.latencies).sort()
    this.p50[this.filling] = nearestRank(sorted, 50) as number
    this.p90[this.filling] = nearestRank(sorted, 90) as number
    this.p99[this.filling] = nearestRank(sorted, 99) as number
  }

  private takeQueue(trace: Trace, node: number): void {
    const { events, values, length } = trace.gaugeHistory(node, 'queue')
    if (length === 0) return
    let recorder = this.queues.get(node)
    if (recorder === undefined) {
      recorder = new QueueRecorder(node, this.widthMicros, this.length)
      this.queues.set(node, recorder)
    }
    while (recorder.taken < length) {
      const index = recorder.taken++
      recorder.change(trace.eventMicros(events[index] as number), values[index] as number)
    }
    recorder.hold(trace.heldMicros)
  }
}

/** Integral and maximum of a value that stays until it changes. Before its first change it is 0. */
class QueueRecorder {
  /** Changes taken from the history. */
  taken = 0
  private readonly max: Float64Array
  private readonly integral: Float64Array
  private value = 0
  private since = 0

  constructor(
    private readonly node: number,
    private readonly width: number,
    private readonly length: number,
  ) {
    this.max = new Float64Array(length)
    this.integral = new Float64Array(length)
  }

  change(micros: number, value: number): void {
    this.hold(micros)
    this.value = value
    this.raise(Math.min(this.length - 1, Math.floor(micros / this.width)))
  }

  /** The value stays as it is up to a moment. */
  hold(micros: number): void {
    while (this.since < micros) {
      const bucket = Math.min(this.length - 1, Math.floor(this.since / this.width))
      const end = bucket === this.length - 1 ? micros : Math.min(micros, (bucket + 1) * this.width)
      this.integral[bucket] = (this.integral[bucket] as number) + this.value * (end - this.since)
      this.raise(bucket)
      this.since = end
    }
  }

  series(reachedMicros: number): QueueSeries {
    const average = this.integral.map((integral, bucket) => {
      const span = Math.min(reachedMicros - bucket * this.width, this.width)
      return span > 0 ? integral / span : 0
    })
    return { node: this.node, max: this.max, average }
  }

  private raise(bucket: number): void {
    this.max[bucket] = Math.max(this.max[bucket] as number, this.value)
  }
}

import { useEffect, useMemo, useRef, useState } from 'react'
import { DEFAULT_BUCKETS, RunMetrics } from '../../../workers/trace/metrics'
import type { Trace } from '../../../workers/trace/trace'
import { niceCeiling } from './axis'

/** Shortest time between two drawings while the run grows. */
const REDRAW_MS = 80

/** Tells a growing number a few times a second at most, and its last value always. */
export function useCalm(value: number): number {
  const [calm, setCalm] = useState(value)
  const last = useRef(0)
  useEffect(() => {
    const wait = last.current + REDRAW_MS - performance.now()
    const timer = window.setTimeout(
      () => {
        last.current = performance.now()
        setCalm(value)
      },
      Math.max(0, wait),
    )
    return () => window.clearTimeout(timer)
  }, [value])
  return calm
}

export interface Measured {
  readonly metrics: RunMetrics
  /** Upper ends of the scales: requests a second, and microseconds. */
  readonly rateCeiling: number
  readonly latencyCeiling: number
  /** How many wait in all queues together, on average in each bucket; null when nothing queues in this system. */
  readonly queue: Float64Array | null
  readonly queueCeiling: number
}

/**
 * The figures of the run that is shown. The scales of a system only ever grow while it stays open, so that ten times
 * the load is drawn ten times as high.
 */
export function useMeasured(trace: Trace | null, growth: number, system: string): Measured | null {
  const ceilings = useRef({ system, rate: 0, latency: 0, queue: 0 })
  const buckets = trace === null ? 0 : bucketsFor(trace)
  const metrics = useMemo(
    () => (trace === null ? null : new RunMetrics(trace.horizonMicros, buckets)),
    [trace, buckets],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace grows in place, and growth tells when
  return useMemo(() => {
    if (trace === null || metrics === null) return null
    metrics.update(trace)
    const known = ceilings.current.system === system ? ceilings.current : { system, rate: 0, latency: 0, queue: 0 }
    const rate = (Math.max(largest(metrics.offered), largest(metrics.served)) * 1_000_000) / metrics.widthMicros
    known.rate = Math.max(known.rate, niceCeiling(rate))
    known.latency = Math.max(known.latency, niceCeiling(largest(metrics.p99)))
    const queue = totalQueue(metrics, trace.topology.nodes.length)
    known.queue = Math.max(known.queue, 1, niceCeiling(largest(queue ?? [])))
    ceilings.current = known
    return {
      metrics,
      rateCeiling: known.rate,
      latencyCeiling: known.latency,
      queue,
      queueCeiling: known.queue,
    }
  }, [trace, metrics, growth, system])
}

function totalQueue(metrics: RunMetrics, nodes: number): Float64Array | null {
  let total: Float64Array | null = null
  for (let node = 0; node < nodes; node++) {
    const queue = metrics.queue(node)
    if (queue === null) continue
    const before: Float64Array | null = total
    total = queue.average.map((length, bucket) => length + (before?.[bucket] ?? 0))
  }
  return total
}

function largest(values: Iterable<number>): number {
  let most = 0
  for (const value of values) if (value > most) most = value
  return most
}

/** Requests in a bucket, at least: with fewer the lines show the grid of the buckets and not the load. */
const LEAST_REQUESTS = 20

/** Fine buckets for many requests, coarse ones for few; coarse too while too little of the run is known to tell. */
function bucketsFor({ requestCount, heldMicros, horizonMicros }: Trace): number {
  if (heldMicros * 10 < horizonMicros) return 60
  const expected = (requestCount * horizonMicros) / Math.max(1, heldMicros)
  return [DEFAULT_BUCKETS, DEFAULT_BUCKETS / 2].find((buckets) => expected >= buckets * LEAST_REQUESTS) ?? 60
}

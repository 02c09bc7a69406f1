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

/** Upper ends of the scales: requests a second, microseconds, and how many wait. */
export interface Ceilings {
  readonly rate: number
  readonly latency: number
  readonly queue: number
}

export const NO_CEILINGS: Ceilings = { rate: 0, latency: 0, queue: 0 }

export interface Measured {
  readonly metrics: RunMetrics
  readonly ceilings: Ceilings
  /** How many wait in all queues together, on average in each bucket; null when nothing queues in this system. */
  readonly queue: Float64Array | null
}

/**
 * The figures of the run that is shown. The scales of a system only ever grow while it stays open, so that ten times
 * the load is drawn ten times as high.
 *
 * @param least what the scales reach at least, for another run that is drawn on them too
 */
export function useMeasured(
  trace: Trace | null,
  growth: number,
  system: string,
  least: Ceilings = NO_CEILINGS,
): Measured | null {
  const known = useRef({ system, ...NO_CEILINGS })
  const buckets = trace === null ? 0 : bucketsFor(trace)
  const metrics = useMemo(
    () => (trace === null ? null : new RunMetrics(trace.horizonMicros, buckets)),
    [trace, buckets],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace grows in place, and growth tells when
  return useMemo(() => {
    if (trace === null || metrics === null) return null
    metrics.update(trace)
    const before = known.current.system === system ? known.current : NO_CEILINGS
    const rate = (Math.max(largest(metrics.offered), largest(metrics.served)) * 1_000_000) / metrics.widthMicros
    const queue = totalQueue(metrics, trace.topology.nodes.length)
    const ceilings: Ceilings = {
      rate: Math.max(before.rate, niceCeiling(rate)),
      latency: Math.max(before.latency, niceCeiling(largest(metrics.p99))),
      queue: Math.max(before.queue, 1, niceCeiling(largest(queue ?? []))),
    }
    known.current = { system, ...ceilings }
    return { metrics, queue, ceilings: higher(ceilings, least) }
  }, [trace, metrics, growth, system, least])
}

function higher(a: Ceilings, b: Ceilings): Ceilings {
  return {
    rate: Math.max(a.rate, b.rate),
    latency: Math.max(a.latency, b.latency),
    queue: Math.max(a.queue, b.queue),
  }
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

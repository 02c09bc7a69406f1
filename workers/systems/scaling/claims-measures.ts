import type { Scenario } from '../../scenario/scenario'
import { nodeIndex } from '../../trace/marks'
import { gaugeAverage, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { CurvePoint } from '../glyphs'

export const SECOND = 1_000_000

/** What a live parameter was, from when until when. */
export interface Stage {
  readonly value: number
  readonly from: number
  readonly to: number
}

/** The stages that a script makes of a parameter, each without its first second, in which the change takes hold. */
export function stagesOf(scenario: Scenario, parameter: string): Stage[] {
  const changes = scenario.script.flatMap((entry) =>
    entry.kind === 'set' && entry.parameter === parameter ? [{ at: entry.at, value: Number(entry.value) }] : [],
  )
  const starts = [{ at: 0, value: Number(scenario.values[parameter]) }, ...changes]
  return starts.map(({ at, value }, index) => ({
    value,
    from: at + SECOND,
    to: starts[index + 1]?.at ?? scenario.horizonMicros,
  }))
}

/** Requests served a second. */
export function throughput(trace: Trace, from: number, to: number): number {
  return (requestCounts(trace, from, to).served * SECOND) / (to - from)
}

export function machineIndices(trace: Trace): number[] {
  return trace.topology.nodes.flatMap(({ kind }, index) => (kind === 'machine' ? [index] : []))
}

/** Share of the time of all workers in which they work. */
export function busyShare(trace: Trace, from: number, to: number): number {
  let [busy, all] = [0, 0]
  for (const node of machineIndices(trace)) {
    busy += gaugeAverage(trace, node, 'busy', from, to) ?? 0
    all += gaugeAverage(trace, node, 'workers', from, to) ?? 0
  }
  return all === 0 ? 0 : busy / all
}

/** Share of the time in which a request waits at one machine while a worker of another one idles, by what each machine shows. */
export function waitsBesideIdle(trace: Trace): number {
  const machines = machineIndices(trace).map((node) => ({ node, busy: 0, queue: 0, workers: 0 }))
  const changes = machines.flatMap((machine) =>
    (['busy', 'queue', 'workers'] as const).flatMap((key) => {
      const { events, values, length } = trace.gaugeHistory(machine.node, key)
      return Array.from({ length }, (_, index) => ({
        event: events[index] as number,
        apply: () => {
          machine[key] = values[index] as number
        },
      }))
    }),
  )
  changes.sort((a, b) => a.event - b.event)
  let [beside, since, isBeside] = [0, 0, false]
  for (const { event, apply } of changes) {
    const now = trace.eventMicros(event)
    if (isBeside) beside += now - since
    since = now
    apply()
    isBeside = machines.some(({ queue }) => queue > 0) && machines.some(({ busy, workers }) => busy < workers)
  }
  return beside / Math.max(1, trace.reachedMicros)
}

/** Cents paid for all machines up to a moment, from what each shows. */
export function paidCents(trace: Trace, to: number): number {
  const perHour = machineIndices(trace).reduce(
    (sum, node) => sum + (gaugeAverage(trace, node, 'centsPerHour', 0, to) ?? 0),
    0,
  )
  return (perHour * to) / (3_600 * SECOND)
}

/** The node that watches the fleet. */
export function monitorOf(trace: Trace): number {
  return nodeIndex(trace, 'monitor')
}

/** What the monitor has measured, a point a stage, at the end. */
export function pointsOf(trace: Trace): readonly CurvePoint[] {
  const points = trace.fact(monitorOf(trace), 'points', trace.countBefore(Number.POSITIVE_INFINITY))
  return Array.isArray(points) ? (points as unknown as readonly CurvePoint[]) : []
}

/** Cents as `$3.60`. */
export function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`
}

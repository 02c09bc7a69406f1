import { describe, expect, test } from 'vitest'
import { layOut } from '../../../src/canvas/layout'
import { PacketField } from '../../../src/canvas/packet-field'
import { NO_REQUEST } from '../../../workers/protocol'
import { defaultScenario } from '../../../workers/scenario/preset-scenario'
import { startRun } from '../../../workers/session/run'
import meta from '../../../workers/systems/load-balancer/meta'
import model from '../../../workers/systems/load-balancer/model'
import view from '../../../workers/systems/load-balancer/view'
import { gaugeAverage, requestCounts } from '../../../workers/trace/measure'
import { RunMetrics } from '../../../workers/trace/metrics'
import { Trace } from '../../../workers/trace/trace'

const SECONDS = 3
const MOMENTS = 400

/** A system with room for all of it: regular arrivals, short work, many servers. */
function runAt(rps: number): Trace {
  const base = defaultScenario(meta)
  const values = { ...base.values, rps, arrivals: 'steady', work: 5_000, servers: 8, workers: 16, queue: 2_000 }
  const scenario = { ...base, variant: 'round-robin', values, horizonMicros: SECONDS * 1_000_000 }
  const run = startRun(scenario, model)
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(50_000))
  return trace
}

/** How many packets of requests are drawn, on average over the run. */
function packetsDrawn(trace: Trace): number {
  const { nodes, links } = trace.topology
  const places = view.place(trace.topology, false)
  const centres = nodes.map(({ name }) => places[name] ?? expect.fail(name))
  const size = { width: 120, height: 80 }
  const layout = layOut(
    centres,
    nodes.map(() => size),
    links,
    { width: 1200, height: 700 },
    false,
  )
  const field = new PacketField()
  let drawn = 0
  for (let moment = 1; moment <= MOMENTS; moment++) {
    const micros = Math.floor((moment * SECONDS * 1_000_000) / (MOMENTS + 1))
    field.collect(trace, layout, trace.countAt(micros), micros, NO_REQUEST)
    for (const hop of field.hop.subarray(0, field.length)) if (trace.hopRequest(hop) !== NO_REQUEST) drawn++
  }
  return drawn / MOMENTS
}

describe('100 and 1,000 requests a second are ten times different', () => {
  const few = runAt(100)
  const many = runAt(1_000)
  const within = (ratio: number, tolerance: number) => {
    expect(ratio).toBeGreaterThan(10 * (1 - tolerance))
    expect(ratio).toBeLessThan(10 * (1 + tolerance))
  }

  test('to the eye: packets on their way', () => {
    within(packetsDrawn(many) / packetsDrawn(few), 0.05)
  })

  test('as a measure: requests offered and served, whole and in every second of the timeline', () => {
    expect(requestCounts(many).offered).toBe(10 * requestCounts(few).offered)
    within(requestCounts(many).served / requestCounts(few).served, 0.02)
    const [fewer, more] = [few, many].map((trace) => {
      const metrics = new RunMetrics(trace.horizonMicros, SECONDS)
      metrics.update(trace)
      return metrics
    }) as [RunMetrics, RunMetrics]
    for (let second = 0; second < SECONDS; second++) {
      within((more.offered[second] ?? 0) / (fewer.offered[second] ?? 0), 0.02)
      within((more.served[second] ?? 0) / (fewer.served[second] ?? 0), 0.05)
    }
  })

  test('in the nodes: busy workers', () => {
    const busy = (trace: Trace): number => {
      let sum = 0
      for (const [node, { kind }] of trace.topology.nodes.entries())
        if (kind === 'server') sum += gaugeAverage(trace, node, 'busy', 0, trace.horizonMicros) ?? 0
      return sum
    }
    within(busy(many) / busy(few), 0.15)
  })
})

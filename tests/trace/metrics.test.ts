import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HopKind } from '../../workers/protocol'
import {
  countByNode,
  failuresByCause,
  gaugeAverage,
  latencyPercentile,
  meanLatency,
  nearestRank,
  requestCounts,
} from '../../workers/trace/measure'
import { RunMetrics } from '../../workers/trace/metrics'
import { Trace } from '../../workers/trace/trace'
import { ChunkWriter, traceOf } from '../src/fixtures/chunk-writer'
import { stories } from '../src/fixtures/random-story'
import type { Story } from '../src/fixtures/story'
import { handMadeStory } from '../src/fixtures/trace'

const RUNS = { seed: 7, numRuns: 60 }
const loads = fc
  .record({
    requests: fc.integer({ min: 1, max: 60 }),
    gapMicros: fc.integer({ min: 200, max: 9_000 }),
    failFrom: fc.constantFrom(0, 0.3, 1),
  })
  .map(handMadeStory)
const spans = fc.tuple(fc.nat(100_000), fc.nat(100_000)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)

/** Each request with its start, end and cause, straight from the story. */
function requestsOf({ events }: Story) {
  const starts = events.flatMap(({ at, starts: begun }) => begun.map(() => at))
  const ended = new Map(events.flatMap(({ at, ends }) => ends.map((end) => [end.request, { at, ...end }] as const)))
  return starts.map((start, index) => ({ start, end: ended.get(index + 1) }))
}

/** What a bucket should hold. */
function bruteForce(story: Story, from: number, to: number) {
  const requests = requestsOf(story)
  const ended = requests.flatMap(({ start, end }) =>
    end !== undefined && end.at >= from && end.at < to ? [{ latency: end.at - start, cause: end.cause }] : [],
  )
  const sorted = ended.map(({ latency }) => latency).sort((a, b) => a - b)
  const rank = (percent: number): number | null =>
    sorted.find((value) => sorted.filter((other) => other <= value).length * 100 >= percent * sorted.length) ?? null
  const causes: Record<string, number> = {}
  for (const { cause } of ended) if (cause !== '') causes[cause] = (causes[cause] ?? 0) + 1
  return {
    offered: requests.filter(({ start }) => start >= from && start < to).length,
    served: ended.filter(({ cause }) => cause === '').length,
    failed: causes,
    p50: rank(50),
    p90: rank(90),
    p99: rank(99),
    mean: sorted.length === 0 ? null : sorted.reduce((sum, each) => sum + each, 0) / sorted.length,
  }
}

/** Value of a queue just after every microsecond in a span, and its largest. */
function queueByMicros({ events }: Story, node: number, from: number, to: number) {
  const changes = events.flatMap(({ at, gauges }) =>
    gauges.filter((each) => each.node === node && each.key === 'queue').map(({ value }) => ({ at, value })),
  )
  let sum = 0
  let max = 0
  for (let micros = from; micros < to; micros++) {
    const value = changes.findLast(({ at }) => at <= micros)?.value ?? 0
    sum += value
    max = Math.max(max, value)
  }
  for (const { at, value } of changes) if (at >= from && at < to) max = Math.max(max, value)
  return { average: sum / (to - from), max }
}

describe('the metrics of a run', () => {
  test('hold in every bucket what counting by hand gives', () => {
    fc.assert(
      fc.property(loads, fc.integer({ min: 1, max: 50 }), (story, buckets) => {
        const metrics = new RunMetrics(story.horizon, buckets)
        metrics.update(traceOf(story))
        for (let index = 0; index < metrics.length; index++) {
          const last = index === metrics.length - 1
          const bucket = metrics.bucket(index)
          const { mean: _, ...told } = bruteForce(
            story,
            bucket.fromMicros,
            last ? Number.POSITIVE_INFINITY : bucket.toMicros,
          )
          expect({ ...bucket, failed: Object.fromEntries(bucket.failed) }).toMatchObject(told)
        }
      }),
      RUNS,
    )
  })

  test('are the same when the run grew in parts, or had a part cut off', () => {
    fc.assert(
      fc.property(loads, fc.array(fc.nat(400), { maxLength: 6 }), fc.nat(100), (story, cuts, kept) => {
        const whole = new RunMetrics(story.horizon, 20)
        whole.update(traceOf(story))
        const grown = new RunMetrics(story.horizon, 20)
        const trace = new Trace(story.topology, story.horizon)
        const first = new ChunkWriter(story)
        for (const end of cuts.sort((a, b) => a - b)) {
          trace.append(first.next(end))
          grown.update(trace)
        }
        const again = new ChunkWriter(story)
        again.next(Math.min(kept, trace.events))
        trace.append(again.next(story.events.length))
        grown.update(trace)
        const all = (metrics: RunMetrics) => ({
          reached: metrics.reached,
          buckets: Array.from({ length: metrics.length }, (_, index) => metrics.bucket(index)),
          max: [2, 3].map((node) => metrics.queue(node)?.max),
        })
        expect(all(grown)).toEqual(all(whole))
        for (const node of [2, 3])
          for (const [index, value] of (whole.queue(node)?.average ?? []).entries())
            expect(grown.queue(node)?.average[index]).toBeCloseTo(value, 9)
      }),
      RUNS,
    )
  })

  test('forget what a changed run no longer did', () => {
    const before = handMadeStory({ requests: 40, failFrom: 1 })
    const after = handMadeStory({ requests: 40, failFrom: 0.5 })
    const agreeing = before.events.findIndex((event, index) => !isDeepStrictEqual(event, after.events[index]))
    const trace = traceOf(before)
    const kept = new RunMetrics(before.horizon, 20)
    kept.update(trace)
    const writer = new ChunkWriter(after)
    writer.next(agreeing)
    trace.append(writer.next(after.events.length))
    kept.update(trace)
    const fresh = new RunMetrics(after.horizon, 20)
    fresh.update(traceOf(after))
    for (let index = 0; index < fresh.length; index++) expect(kept.bucket(index)).toEqual(fresh.bucket(index))
    expect(kept.queue(3)).toEqual(fresh.queue(3))
  })

  test('know the largest and the mean queue of a node', () => {
    const story = handMadeStory({ requests: 12, gapMicros: 700 })
    const metrics = new RunMetrics(story.horizon, 16)
    metrics.update(traceOf(story))
    for (const node of [2, 3]) {
      const series = metrics.queue(node)
      for (let index = 0; index < metrics.length; index++) {
        const { fromMicros, toMicros } = metrics.bucket(index)
        const told = queueByMicros(story, node, fromMicros, toMicros)
        expect(series?.max[index]).toBe(told.max)
        expect(series?.average[index]).toBeCloseTo(told.average, 9)
      }
    }
    expect(metrics.queue(0)).toBeNull()
  })

  test('put the last moment of a run into its last bucket', () => {
    const metrics = new RunMetrics(1_000, 240)
    expect(metrics.bucketAt(1_000)).toBe(metrics.length - 1)
    expect(metrics.length * metrics.widthMicros).toBeGreaterThanOrEqual(1_000)
  })
})

describe('measures of a span', () => {
  test('are what counting by hand gives', () => {
    fc.assert(
      fc.property(loads, spans, (story, [from, to]) => {
        const trace = traceOf(story)
        const told = bruteForce(story, from, to)
        const failed = Object.values(told.failed).reduce((sum, each) => sum + each, 0)
        expect(requestCounts(trace, from, to)).toEqual({ offered: told.offered, served: told.served, failed })
        expect(Object.fromEntries(failuresByCause(trace, from, to))).toEqual(told.failed)
        expect(latencyPercentile(trace, 90, from, to)).toBe(told.p90)
        const mean = meanLatency(trace, from, to)
        if (told.mean === null) expect(mean).toBeNull()
        else expect(mean).toBeCloseTo(told.mean, 6)
      }),
      RUNS,
    )
  })

  test('tell served from failed requests', () => {
    const story = handMadeStory({ requests: 40, failFrom: 0.5 })
    const trace = traceOf(story)
    const latencies = (good: boolean) =>
      requestsOf(story)
        .filter(({ end }) => end !== undefined && (end.cause === '') === good)
        .map(({ start, end }) => (end?.at ?? 0) - start)
    expect(latencyPercentile(trace, 100, 0, Number.POSITIVE_INFINITY, 'served')).toBe(Math.max(...latencies(true)))
    expect(latencyPercentile(trace, 100, 0, Number.POSITIVE_INFINITY, 'failed')).toBe(Math.max(...latencies(false)))
  })

  test('count messages by the node they go to, without those that no client asked for', () => {
    fc.assert(
      fc.property(stories(), spans, (story, [from, to]) => {
        const told = new Map(story.topology.nodes.map(({ name }) => [name, 0]))
        for (const { at, sends } of story.events)
          for (const { kind, link, request } of at >= from && at < to ? sends : []) {
            const name = story.topology.nodes[story.topology.links[link]?.to ?? -1]?.name ?? ''
            if (kind === HopKind.request && request !== 0) told.set(name, (told.get(name) ?? 0) + 1)
          }
        expect(countByNode(traceOf(story), from, to)).toEqual(told)
      }),
      RUNS,
    )
  })

  test('average a reading over time', () => {
    const story = handMadeStory({ requests: 12, gapMicros: 700 })
    const trace = traceOf(story)
    for (const [from, to] of [
      [0, 500],
      [1_234, 9_876],
      [3_000, 3_001],
    ] as const)
      expect(gaugeAverage(trace, 2, 'queue', from, to)).toBeCloseTo(queueByMicros(story, 2, from, to).average, 9)
    expect(gaugeAverage(trace, 2, 'queue', 5, 5)).toBeNull()
  })

  test('rank a percentile to a value that occurred', () => {
    expect(nearestRank([], 50)).toBeNull()
    expect(nearestRank([10, 20, 30, 40], 50)).toBe(20)
    expect(nearestRank([10, 20, 30, 40], 51)).toBe(30)
    expect(nearestRank([10, 20, 30, 40], 100)).toBe(40)
    expect(nearestRank([10], 1)).toBe(10)
  })
})

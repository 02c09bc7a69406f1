import { describe, expect, it } from 'vitest'
import {
  departuresKeepDistance,
  neverAboveEnvelope,
  neverAboveLimitInOwnWindow,
  neverAboveLimitWithin,
  neverMoreOpen,
  type Witness,
} from '../../workers/components/limit-witnesses'
import { Values } from '../../workers/scenario/parameters'
import { defaultScenario, findPreset, presetScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import claims from '../../workers/systems/rate-limiter/claims'
import meta from '../../workers/systems/rate-limiter/meta'
import model from '../../workers/systems/rate-limiter/model'
import { Trace } from '../../workers/trace/trace'

const BASE = defaultScenario(meta)

function traceOf(scenario: Scenario): Trace {
  const run = startRun(scenario, model)
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(10_000))
  return trace
}

function with_(values: Scenario['values'], changes: Partial<Scenario> = {}): Scenario {
  return { ...BASE, horizonMicros: 3_000_000, ...changes, values: { ...BASE.values, ...values } }
}

function requestsOf(trace: Trace): string[] {
  return Array.from({ length: trace.requestCount }, (_, index) => {
    const { startMicros, label } = trace.request(index + 1)
    return `${startMicros} ${label}`
  })
}

describe('all limiters get the same traffic', () => {
  it.each(['steady', 'poisson', 'bursts', 'poll', 'herd'])('%s: the same requests in every variant', (traffic) => {
    const all = meta.variants.map(({ id }) => requestsOf(traceOf(with_({ traffic, clients: 2 }, { variant: id }))))
    expect(all[0]?.length).toBeGreaterThan(10)
    for (const own of all) expect(own).toEqual(all[0])
  })

  it.each(['boundary', 'late-burst'])(
    '%s: bursts reach the limiters at the same moment, however far they are',
    (traffic) => {
      const arrivals = (variant: string, node: string): number[] => {
        const trace = traceOf(with_({ traffic, latency: 20_000 }, { variant }))
        const index = trace.topology.nodes.findIndex(({ name }) => name === node)
        return Array.from({ length: trace.markCount }, (_, mark) => trace.mark(mark))
          .filter(({ name, node: own }) => own === index && (name === 'limiter/passed' || name === 'limiter/refused'))
          .map(({ atMicros }) => atMicros)
      }
      const single = arrivals('fixed-window', 'limiter')
      expect(single.length).toBeGreaterThanOrEqual(20)
      expect(arrivals('side-by-side', 'fixed-window')).toEqual(single)
    },
  )
})

describe('side by side is the same as alone', () => {
  it.each(['guide', 'token-bucket', 'gcra', 'fixed-window', 'sliding-log', 'sliding-counter'])(
    '%s decides alike',
    (variant) => {
      const words = (own: string, node: string): string[] => {
        const trace = traceOf(with_({ traffic: 'boundary' }, { variant: own }))
        const index = trace.topology.nodes.findIndex(({ name }) => name === node)
        return Array.from({ length: trace.markCount }, (_, mark) => trace.mark(mark))
          .filter((mark) => mark.node === index)
          .map(({ atMicros, sentence }) => `${atMicros} ${sentence}`)
      }
      const alone = words(variant, 'limiter')
      expect(alone.length).toBeGreaterThan(15)
      expect(words('side-by-side', variant)).toEqual(alone)
    },
  )
})

describe('n processes', () => {
  it.each([1, 2, 3, 4])(
    '%i together let at most n times the limit pass in a window, and that many when asked enough',
    (processes) => {
      const trace = traceOf(with_({ processes, rps: 200 }, { variant: 'sliding-log' }))
      const verdict = claims['quota-multiplied']?.measure(trace, new Values({ ...BASE.values, processes }), BASE)
      expect(verdict, verdict?.measured).toMatchObject({ holds: true })
    },
  )
})

/** Each witness sees what it is there for, and nothing else: told by hand what passed. */
describe('witnesses', () => {
  const rate = { limit: 10, perMicros: 1_000_000 }
  function breachOf(witness: Witness, passed: readonly (readonly [at: number, units: number])[]): string | null {
    const look = witness.watch?.({} as never)
    for (const [at, units] of passed) witness.passed('limiter', 'x', at, units)
    return look?.() ?? null
  }

  it('envelope: the burst and one for each interval are fine, one microsecond early is a breach', () => {
    const make = () => neverAboveEnvelope(3, rate, 'envelope')
    expect(
      breachOf(make(), [
        [0, 3],
        [100_000, 1],
        [200_000, 1],
      ]),
    ).toBeNull()
    expect(
      breachOf(make(), [
        [0, 3],
        [99_999, 1],
      ]),
    ).toContain('number 4')
    expect(
      breachOf(make(), [
        [0, 1],
        [900_000, 3],
        [950_000, 1],
      ]),
    ).toContain('number 5')
  })

  it('limit in any interval: the window is half-open', () => {
    const make = () => neverAboveLimitWithin(2, 1_000, 'interval')
    expect(
      breachOf(make(), [
        [0, 2],
        [1_000, 2],
      ]),
    ).toBeNull()
    expect(
      breachOf(make(), [
        [0, 2],
        [999, 1],
      ]),
    ).toContain('within 999 µs')
  })

  it('limit in its own windows: twice the limit around an edge is fine', () => {
    const make = () => neverAboveLimitInOwnWindow(2, 1_000)
    expect(
      breachOf(make(), [
        [999, 2],
        [1_000, 2],
      ]),
    ).toBeNull()
    expect(
      breachOf(make(), [
        [1_000, 2],
        [1_999, 1],
      ]),
    ).toContain('got 3')
  })

  it('departures: a cost of two keeps the way closed twice as long', () => {
    expect(
      breachOf(departuresKeepDistance(rate), [
        [0, 2],
        [200_000, 1],
        [300_000, 1],
      ]),
    ).toBeNull()
    expect(
      breachOf(departuresKeepDistance(rate), [
        [0, 2],
        [199_999, 1],
      ]),
    ).toContain('199999 µs')
  })

  it('open: counts who is in', () => {
    const witness = neverMoreOpen(2)
    expect(breachOf(witness, [[0, 2]])).toBeNull()
    witness.ended('limiter', 'x', 1)
    expect(breachOf(witness, [[0, 1]])).toBeNull()
    expect(breachOf(witness, [[0, 1]])).toContain('3 requests')
  })

  it('a crash that refills a bucket is seen as a breach of the envelope', () => {
    const trace = traceOf(
      with_({ rps: 100 }, { variant: 'token-bucket', script: [{ at: 500_000, kind: 'restart', node: 'limiter' }] }),
    )
    expect(trace.breaches.map(({ check }) => check)).toEqual(['Never more than b + r·t in any window of time t'])
  })
})

/** A claim that holds for everything shows nothing: each is measured where it must fail. */
describe('claims fail where they should', () => {
  const elsewhere: readonly (readonly [claim: string, preset: string, variant: string])[] = [
    ['within-envelope', 'boundary-fixed', 'fixed-window'],
    ['burst-at-once', 'too-large', 'token-bucket'],
    ['slope-is-rate', 'guide-drifts', 'guide'],
    ['guide-law', 'guide-drifts', 'token-bucket'],
    ['far-below-envelope', 'exact-keeps-rate', 'token-bucket'],
    ['at-least-rate', 'guide-drifts', 'guide'],
    ['exactly-twice', 'boundary-fixed', 'sliding-log'],
    ['exactly-limit', 'boundary-fixed', 'fixed-window'],
    ['counter-bound', 'counter-worst', 'sliding-log'],
    ['herd-returns', 'herd-jitter', 'fixed-window'],
    ['herd-spread', 'herd', 'fixed-window'],
    ['others-served', 'abuser-shared', 'token-bucket'],
    ['others-starve', 'abuser', 'token-bucket'],
    ['quota-multiplied', 'guide-drifts', 'guide'],
    ['keys-grow', 'memory-forgets', 'token-bucket'],
    ['keys-bounded', 'memory-guide', 'guide'],
    ['log-keeps-all', 'abuser', 'sliding-counter'],
    ['exactly-limit-each', 'log-memory', 'token-bucket'],
    ['shaper-smooth', 'shaper', 'token-bucket'],
    ['nobody-refused', 'abuser', 'token-bucket'],
    ['both-envelopes', 'two-rates', 'fixed-window'],
    ['long-rate-rules', 'two-rates', 'token-bucket'],
    ['queue-grows', 'concurrency', 'concurrency'],
    ['queue-short', 'slow-service', 'token-bucket'],
    ['stops-after-step', 'clock-back-guide', 'token-bucket'],
    ['goes-on-after-step', 'clock-back-guide', 'guide'],
    ['never-passes', 'burst-then-slope', 'token-bucket'],
    ['never-told', 'too-large', 'token-bucket'],
    ['told-never', 'too-large-guide', 'guide'],
    ['fixed-twice', 'side-by-side-poll', 'side-by-side'],
    ['log-exact', 'too-large', 'side-by-side'],
    ['counter-between', 'too-large', 'side-by-side'],
    ['buckets-alike', 'too-large', 'side-by-side'],
    ['shaper-spaces', 'too-large', 'side-by-side'],
    ['open-bounded', 'too-large', 'concurrency'],
    ['guide-least', 'side-by-side', 'side-by-side'],
  ]
  it.each(elsewhere)('%s does not hold for %s with %s', (claim, preset, variant) => {
    const found = findPreset(meta, preset)
    if (found === undefined) throw new Error(`no preset ${preset}`)
    const own = { ...presetScenario(meta, found), variant }
    const verdict = claims[claim]?.measure(traceOf(own), new Values(own.values), own)
    expect(verdict?.holds, verdict?.measured).toBe(false)
  })
})

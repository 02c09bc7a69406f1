import { describe, expect, it } from 'vitest'
import { fixedBackoff } from '../../workers/algorithms/resilience/fixed-backoff'
import { CallingService } from '../../workers/components/calling-service'
import type { Check } from '../../workers/network/check'
import type { Component } from '../../workers/network/component'
import type { Node } from '../../workers/network/node'
import { Values } from '../../workers/scenario/parameters'
import { defaultScenario, findPreset } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import claims from '../../workers/systems/circuit-breaker/claims'
import meta from '../../workers/systems/circuit-breaker/meta'
import model from '../../workers/systems/circuit-breaker/model'
import {
  halfOpenLetsFewThrough,
  nothingLeavesWhileOpen,
  retriesStayWithinBudget,
} from '../../workers/systems/circuit-breaker/model-checks'
import type { Trace } from '../../workers/trace/trace'
import { Asker, Echo, runOf, traceOf } from '../network/hand-built'
import { systemUnderTest } from './system-under-test'

const { preset: scenarioOf } = systemUnderTest(meta, model)

/** A scenario in which the phenomenon of a preset must not show, and the claims that have to notice. */
const COUNTEREXAMPLES: readonly [preset: string, change: Partial<Scenario>, failing: readonly string[]][] = [
  ['trips', { script: [] }, ['opens-at-the-limit', 'probes-only', 'closes-after-recovery']],
  ['trips', { variant: 'guide', values: { failures: 20 } }, ['opens-at-the-limit']],
  ['no-breaker', { variant: 'window' }, ['all-calls-go-out']],
  ['herd-guide', { variant: 'consecutive' }, ['herd']],
  ['herd-permits', { variant: 'guide' }, ['few-probes']],
  ['four-of-five-guide', { variant: 'window' }, ['never-opens', 'most-fail']],
  ['four-of-five-window', { variant: 'guide' }, ['opens-soon']],
  ['late-success-guide', { variant: 'consecutive' }, ['closed-by-late']],
  ['late-success-ignored', { variant: 'guide' }, ['late-ignored']],
  ['flapping', { variant: 'window', values: { window: 40, minimum: 40, 'failure-rate': 60 } }, ['flaps']],
  ['flapping-window', { variant: 'consecutive', values: { failures: 3 } }, ['never-opens']],
  ['flapping-window', { values: { 'fail-share': 90 } }, ['most-succeed']],
  ['opossum-diluted', { variant: 'window' }, ['diluted']],
  ['hangs-guide', { variant: 'consecutive' }, ['nothing-counted']],
  ['hangs-counted', { variant: 'guide' }, ['timeouts-open']],
  ['not-found-guide', { variant: 'window' }, ['opens-on-404']],
  ['retry-storm', { values: { budget: 10 } }, ['amplifies-exactly']],
  ['storm-budget', { values: { budget: 0 } }, ['within-budget']],
  ['storm-breaker', { variant: 'none' }, ['storm-stopped']],
  ['metastable', { values: { tries: 1 } }, ['stays-down']],
  ['metastable-budget', { values: { budget: 0 } }, ['recovers']],
  ['metastable-breaker', { variant: 'none' }, ['recovers']],
  ['slow-service', { values: { 'slow-rate': 50 } }, ['own-pages-fail', 'stays-closed-while-slow']],
  ['slow-rate', { values: { 'slow-rate': 0 } }, ['opens-by-slowness', 'own-pages-served']],
  ['slow-bulkhead', { values: { bulkhead: 0 } }, ['own-pages-served']],
  ['waves', { values: { backoff: 'full-jitter' } }, ['waves-collide']],
  ['waves-jitter', { values: { backoff: 'fixed' } }, ['waves-spread']],
  ['tail', { values: { hedge: '95' } }, ['tail-long']],
  ['hedging', { values: { hedge: 'off' } }, ['tail-cut', 'few-copies']],
  ['throttle', { values: { throttle: false } }, ['sends-twice-what-is-accepted']],
]

describe('a claim', () => {
  it.each(COUNTEREXAMPLES)('of %s does not hold with %j', (id, change, failing) => {
    const scenario = scenarioOf(id, change)
    const trace = traceOf(startRun(scenario, model), 50_000)
    const verdicts = failing.map((claim) => [
      claim,
      claims[claim]?.measure(trace, new Values(scenario.values), scenario).holds,
    ])
    expect(verdicts).toEqual(failing.map((claim) => [claim, false]))
  })

  it('is made by some preset and can be broken', () => {
    const made = [...new Set(meta.presets.flatMap((preset) => preset.claims))].sort()
    expect(made).toEqual(Object.keys(claims).sort())
    expect([...new Set(COUNTEREXAMPLES.flatMap(([, , failing]) => failing))].sort()).toEqual(made)
  })
})

describe('a preset opens at the moment that it tells of', () => {
  it.each([
    ['trips', 'breaker/opened'],
    ['four-of-five-window', 'breaker/opened'],
    ['late-success-guide', 'breaker/closed-late'],
    ['late-success-ignored', 'breaker/late'],
    ['flapping', 'breaker/opened'],
    ['opossum-diluted', 'breaker/opened'],
    ['hangs-guide', 'call/timer-threw'],
    ['hangs-counted', 'breaker/opened'],
    ['not-found-guide', 'breaker/opened'],
    ['storm-breaker', 'breaker/opened'],
    ['metastable-breaker', 'breaker/closed'],
    ['slow-rate', 'breaker/opened'],
    ['hedging', 'hedge/won'],
    ['herd-guide', 'breaker/probe'],
    ['herd-permits', 'breaker/refused'],
    ['retry-storm', 'retry/again'],
    ['storm-budget', 'retry/stopped'],
    ['metastable', 'retry/stopped'],
    ['slow-service', 'caller/no-thread'],
    ['slow-bulkhead', 'bulkhead/full'],
    ['waves', 'retry/stopped'],
    ['waves-jitter', 'retry/again'],
    ['throttle', 'throttle/refused'],
  ])('%s: %s', (id, name) => {
    const preset = findPreset(meta, id)
    const trace = traceOf(startRun(scenarioOf(id, { horizonMicros: (preset?.openAt ?? 0) + 1 }), model), 50_000)
    const names = Array.from({ length: trace.markCount }, (_, index) => trace.mark(index))
      .filter(({ atMicros }) => atMicros === preset?.openAt)
      .map((mark) => mark.name)
    expect(names).toContain(name)
  })
})

describe('every variant is asked the same', () => {
  it('requests of one seed begin at the same moments, whatever the variant and whatever fails', () => {
    const requestsOf = (scenario: Scenario): string[] => {
      const trace = traceOf(startRun({ ...scenario, horizonMicros: 3_000_000 }, model), 50_000)
      return Array.from({ length: trace.requestCount }, (_, index) => {
        const { startMicros, node, label } = trace.request(index + 1)
        return `${startMicros} ${node} ${label}`
      })
    }
    const base = defaultScenario(meta)
    const first = requestsOf(base)
    expect(first.length).toBeGreaterThan(100)
    for (const { id } of meta.variants) {
      const script: Scenario['script'] = [{ at: 500_000, kind: 'act', action: 'fail', target: 'service' }]
      expect(requestsOf({ ...base, variant: id, script }), id).toEqual(first)
    }
  })
})

/** Shows the state that a test says and sends whatever it is asked, as a broken breaker would. */
class Leaky implements Component {
  constructor(
    private readonly node: Node,
    state: string,
  ) {
    node.fact('breaker').set(state)
  }
  *handle() {
    yield* this.node.request('service', { label: 'leak' })
    return { status: 200 }
  }
}

describe('a witness', () => {
  function breachesOf(check: Check, build: (node: Node) => Component): readonly string[] {
    const run = runOf((world) => {
      const questions = [10_000, 20_000, 30_000].map((at) => ({ at, to: 'gateway', label: `q${at}` }))
      world.node('a', 'asker', (node) => new Asker(node, questions, []))
      world.node('gateway', 'leaky', build)
      world.node('service', 'echo', (node) => new Echo(node, 1_000, { status: 500 }))
      world.link('a', 'gateway', { latency: { kind: 'fixed', micros: 1_000 } })
      world.link('gateway', 'service', { latency: { kind: 'fixed', micros: 1_000 } })
      world.check(check)
    })
    const trace: Trace = traceOf(run, 7)
    return trace.breaches.map(({ sentence }) => sentence)
  }

  it('sees a call that leaves an open breaker, and none that leaves a closed one', () => {
    const check = nothingLeavesWhileOpen('gateway', 'service')
    expect(breachesOf(check, (node) => new Leaky(node, 'open'))).toEqual([
      'A call to service leaves gateway, whose breaker is open.',
    ])
    expect(breachesOf(check, (node) => new Leaky(node, 'closed'))).toEqual([])
  })
  it('counts what leaves half-open', () => {
    const leak = (node: Node) => new Leaky(node, 'half-open')
    expect(breachesOf(halfOpenLetsFewThrough('gateway', 'service', 2), leak)).toEqual([
      '3 calls leave gateway half-open, and 2 may.',
    ])
    expect(breachesOf(halfOpenLetsFewThrough('gateway', 'service', 3), leak)).toEqual([])
  })
  it('adds up what retries send', () => {
    const retrying = (node: Node) =>
      new CallingService(node, {
        threads: 10,
        isOwn: () => false,
        ownMicros: 0,
        resilience: {
          target: 'service',
          timeoutMicros: 50_000,
          unheardTimerMicros: null,
          countsClientErrors: false,
          breaker: null,
          bulkheadPlaces: null,
          throttle: null,
          hedgePercent: null,
          tries: 3,
          backoff: fixedBackoff(0),
          budget: null,
          keepsDeadlines: false,
        },
      })
    expect(breachesOf(retriesStayWithinBudget(['a'], 'gateway', 'service', 10, 2), retrying)).toEqual([
      '9 calls leave gateway, which was asked for 3.',
    ])
    expect(breachesOf(retriesStayWithinBudget(['a'], 'gateway', 'service', 100, 3), retrying)).toEqual([])
  })
})

describe('tiers', () => {
  it.each([
    [1, 4],
    [2, 16],
    [3, 64],
  ])('%i tiers of four tries bring exactly %i calls for one request', (tiers, calls) => {
    const trace = traceOf(
      startRun(scenarioOf('retry-storm', { values: { tiers }, horizonMicros: 4_000_000 }), model),
      50_000,
    )
    const service = trace.topology.nodes.findIndex(({ name }) => name === 'service')
    const ended = Array.from({ length: trace.requestCount }, (_, index) => index + 1).filter(
      (id) => trace.requestEndMicros(id) !== Number.POSITIVE_INFINITY,
    )
    expect(ended.length).toBeGreaterThan(5)
    for (const id of ended) expect(trace.hopsOfRequest(id).filter(({ to }) => to === service)).toHaveLength(calls)
  })
  it('with deadlines that travel nobody tries again after the client has given up', () => {
    const values = {
      deadlines: true,
      timeout: 100_000,
      'call-timeout': 60_000,
      tiers: 2,
      tries: 4,
      backoff: 'none',
      own: 0,
    }
    const scenario: Scenario = {
      ...defaultScenario(meta),
      variant: 'none',
      horizonMicros: 2_000_000,
      script: [{ at: 0, kind: 'slow', node: 'service', factor: 100 }],
    }
    const latest = (deadlines: boolean): number => {
      const own = { ...scenario, values: { ...scenario.values, ...values, deadlines } }
      const trace = traceOf(startRun(own, model), 50_000)
      let longest = 0
      for (let hop = 0; hop < trace.hopCount; hop++) {
        const { request, sentMicros, to } = trace.hop(hop)
        if (request === 0 || trace.topology.nodes[to]?.name !== 'service') continue
        longest = Math.max(longest, sentMicros - trace.requestStartMicros(request))
      }
      return longest
    }
    expect(latest(true)).toBeLessThan(100_000)
    expect(latest(false)).toBeGreaterThan(150_000)
  })
})

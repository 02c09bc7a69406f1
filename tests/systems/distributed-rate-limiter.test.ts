import { describe, expect, it } from 'vitest'
import { HeaderFields } from '../../workers/network/http/header-fields'
import { parseRateLimitPolicies, parseRateLimits } from '../../workers/network/http/rate-limit-fields'
import { HopKind } from '../../workers/protocol'
import { Values } from '../../workers/scenario/parameters'
import type { Scenario } from '../../workers/scenario/scenario'
import claims from '../../workers/systems/distributed-rate-limiter/claims'
import { commandsPerDecision, passedByKey } from '../../workers/systems/distributed-rate-limiter/claims-measures'
import meta from '../../workers/systems/distributed-rate-limiter/meta'
import model from '../../workers/systems/distributed-rate-limiter/model'
import { countMarks, gaugePeak, marksOf } from '../../workers/trace/marks'
import type { Trace } from '../../workers/trace/trace'
import { systemUnderTest } from './system-under-test'

const { preset, traceOf } = systemUnderTest(meta, model)

/** A run in which what a preset shows must not be seen, and the claims that have to notice. */
const COUNTEREXAMPLES: readonly [preset: string, change: Partial<Scenario>, failing: readonly string[]][] = [
  ['shared', { variant: 'guide' }, ['exactly-limit-each']],
  ['shared', { values: { rps: 4 } }, ['exactly-limit-each', 'all-servers-work']],
  ['boundary-guide', { variant: 'sliding-log' }, ['exactly-twice', 'two-full-keys']],
  ['boundary-log', { variant: 'guide' }, ['exactly-limit']],
  ['boundary-gcra', { variant: 'guide' }, ['within-envelope', 'one-small-key']],
  ['counter-worst', { variant: 'sliding-log' }, ['counter-bound']],
  ['counter-worst', { variant: 'guide' }, ['counter-bound']],
  ['skew-guide', { values: { skew: 0 } }, ['quota-a-clock', 'keys-apart']],
  ['skew-log', { variant: 'guide' }, ['exactly-limit']],
  ['hammer-guide', { values: { rps: 12 } }, ['refused-counted', 'four-commands']],
  ['hammer-guide', { variant: 'window' }, ['four-commands']],
  ['log-memory', { variant: 'sliding-counter' }, ['log-grows']],
  ['counter-memory', { variant: 'sliding-log' }, ['counter-small']],
  ['nat-guide', { values: { nat: false } }, ['neighbours-refused']],
  ['herd', { values: { jitter: 2_000_000 } }, ['herd-returns']],
  ['herd-jitter', { values: { jitter: 0 } }, ['herd-spread']],
  ['herd-guide', { variant: 'window' }, ['nobody-returns']],
  ['crash-guide', { script: [] }, ['all-fail-without-redis']],
  ['crash-open', { values: { away: 'closed' } }, ['all-pass-without-redis']],
  ['crash-closed', { values: { away: 'open' } }, ['none-pass-without-redis']],
  ['crash-local', { values: { away: 'open' } }, ['rate-kept-without-redis']],
  ['far-redis', { values: { 'redis-latency': 1_000 } }, ['pays-the-way']],
  ['slow-redis', { script: [] }, ['redis-saturated', 'answers-for-nobody']],
  ['hot-key', { values: { remember: true } }, ['a-command-each']],
  ['hot-key-remembered', { values: { remember: false } }, ['few-commands']],
]

/** Past the moment that each claim speaks of. */
const LONG_ENOUGH = 3_200_000

describe('a claim', () => {
  it.each(COUNTEREXAMPLES)('of %s fails where its phenomenon is not (%#)', (id, change, failing) => {
    const whole = preset(id, change)
    const scenario = { ...whole, horizonMicros: Math.min(whole.horizonMicros, LONG_ENOUGH) }
    const trace = traceOf(scenario)
    const holds = failing.filter((claim) => claims[claim]?.measure(trace, new Values(scenario.values), scenario).holds)
    expect(holds).toEqual([])
  })
})

/** The headers of all answers that reach c1. */
function answersOf(trace: Trace): { readonly status: string; readonly headers: HeaderFields }[] {
  return Array.from({ length: trace.hopCount }, (_, index) => trace.hop(index))
    .filter((hop) => hop.kind !== HopKind.request && trace.topology.nodes[hop.to]?.name === 'c1')
    .map(({ label, headers }) => ({
      status: label,
      headers: HeaderFields.of(headers.map((line) => line.split(': ') as [string, string])),
    }))
}

describe('what a client is told', () => {
  it('is its quota in structured fields, and with 429 when to come back', () => {
    const answers = answersOf(traceOf(preset('boundary-log')))
    expect(answers.length).toBeGreaterThan(20)
    for (const { status, headers } of answers) {
      expect(parseRateLimitPolicies(headers)).toEqual([{ name: 'default', quota: 10, windowMicros: 1_000_000 }])
      const [limit] = parseRateLimits(headers)
      const isRefused = status.includes('429')
      expect(headers.get('Retry-After')).toBe(isRefused ? '1' : null)
      expect(limit?.resetMicros ?? null).toBe(isRefused ? 1_000_000 : null)
      if (isRefused) expect(headers.get('Content-Type')).toBe('application/problem+json')
    }
    const remaining = answers.slice(0, 12).map(({ headers }) => parseRateLimits(headers)[0]?.remaining)
    expect(remaining).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0])
  })

  it('by the guide is fields of its own with a date, and never Retry-After', () => {
    const answers = answersOf(traceOf(preset('herd-guide')))
    const refused = answers.filter(({ status }) => status.includes('429'))
    expect(refused.length).toBe(20)
    for (const { headers } of refused) {
      expect(headers.get('X-RateLimit-Reset')).toBe('2025-01-01T00:00:01.000Z')
      expect(headers.has('Retry-After')).toBe(false)
    }
  })
})

describe('skew', () => {
  it.each([1, 2, 3])('gives as many quotas as there are clocks: %i servers', (servers) => {
    const trace = traceOf(preset('skew-guide', { values: { servers }, horizonMicros: 3_100_000 }))
    const times = [...passedByKey(trace).values()].flat()
    const inThirdSecond = times.filter((time) => time >= 2_000_000 && time < 3_000_000).length
    expect(inThirdSecond).toBe(10 * servers)
  })

  it('changes no decision of a script', () => {
    for (const variant of ['window', 'sliding-log', 'sliding-counter', 'gcra']) {
      const decisions = (skew: number) =>
        marksOf(traceOf(preset('skew-guide', { variant, values: { skew }, horizonMicros: 1_500_000 })), [
          'quota/passed',
          'quota/refused',
        ]).map(({ atMicros, name }) => `${atMicros} ${name}`)
      const own = decisions(0)
      expect(own.length).toBeGreaterThan(100)
      expect(decisions(2_500_000)).toEqual(own)
    }
  })
})

describe('remembered refusals', () => {
  it.each(['sliding-log', 'sliding-counter', 'gcra'])('let as much pass by %s as without', (variant) => {
    const passed = (remember: boolean) =>
      passedByKey(traceOf(preset('hot-key', { variant, values: { remember }, horizonMicros: 2_500_000 }))).get('c1')
        ?.length ?? 0
    expect(passed(true)).toBeGreaterThanOrEqual(0.9 * passed(false))
    expect(passed(true)).toBeLessThanOrEqual(passed(false))
  })
})

describe('Redis', () => {
  it('hears a script text once in all, and again after a restart', () => {
    const unknown = (trace: Trace) =>
      marksOf(trace, 'redis/ran').filter(({ details }) => String(details.reply).includes('NOSCRIPT')).length
    expect(unknown(traceOf(preset('boundary-gcra')))).toBe(1)
    const restarted = unknown(traceOf(preset('crash-closed')))
    expect(restarted).toBeGreaterThanOrEqual(2)
    expect(restarted).toBeLessThanOrEqual(7)
  })

  it('keeps as many entries as the limit, however many ask', () => {
    const bytes = (limit: number) => gaugePeak(traceOf(preset('log-memory', { values: { limit } })), 'redis', 'bytes')
    expect(bytes(100) / bytes(50)).toBeGreaterThan(1.8)
    expect(bytes(100) / bytes(50)).toBeLessThan(2.1)
  })

  it('is asked four commands a decision by the guide and one by a script, also when it refuses', () => {
    for (const [variant, each] of [
      ['guide', 4],
      ['gcra', 1],
    ] as const) {
      const trace = traceOf(preset('hammer-guide', { variant, horizonMicros: 1_500_000 }))
      const { commands, decisions } = commandsPerDecision(trace)
      expect(countMarks(trace, 'quota/refused')).toBeGreaterThan(200)
      expect(commands).toBe(each * decisions)
    }
  })
})

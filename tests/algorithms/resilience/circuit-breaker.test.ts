import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Admission, Admitted, Breaker, Outcome } from '../../../workers/algorithms/resilience/breaker'
import { CircuitBreaker } from '../../../workers/algorithms/resilience/circuit-breaker'
import { ConsecutiveFailures } from '../../../workers/algorithms/resilience/consecutive-failures'
import { CountWindow } from '../../../workers/algorithms/resilience/count-window'
import type { RateLimits } from '../../../workers/algorithms/resilience/rate-limits'
import { TimeWindow } from '../../../workers/algorithms/resilience/time-window'
import type { TripRule } from '../../../workers/algorithms/resilience/trip-rule'

const LIMITS: RateLimits = { failurePercent: 50, slowPercent: 100, slowMicros: 1_000, minimumCalls: 4 }
const OPEN = 100

/** Makes the calls one after the other: s and f are fast, S and F slow; what is refused is skipped. */
function play(breaker: Breaker, calls: string, fromMicros = 0, stepMicros = 1): string {
  let now = fromMicros
  for (const call of calls) {
    const admission = breaker.ask(now)
    if (admission.kind === 'admitted')
      breaker.record(admission, /s/i.test(call) ? 'success' : 'failure', /[SF]/.test(call) ? 1_001 : 1_000, now)
    now += stepMicros
  }
  return breaker.state.kind
}

function admitted(admission: Admission): Admitted {
  if (admission.kind !== 'admitted') throw new Error(`refused: ${admission.reason}`)
  return admission
}

describe('a count window, as resilience4j decides', () => {
  const table: readonly [string, Partial<RateLimits> & { size?: number }, string, string][] = [
    ['nothing is decided below the least number of calls', {}, 'fff', 'closed'],
    ['the least number of calls decides', {}, 'ffff', 'open'],
    ['a rate at its limit opens', {}, 'ssff', 'open'],
    ['a rate below it does not', {}, 'sssf', 'closed'],
    ['the order does not matter', {}, 'ffss', 'open'],
    ['a success decides too, when it makes the window full', { minimumCalls: 3 }, 'ffs', 'open'],
    ['what leaves the window no longer counts', { size: 4 }, 'fsssf', 'closed'],
    ['a window smaller than the least number of calls decides when it is full', { size: 2 }, 'ff', 'open'],
    ['slow calls open it though they succeed', { slowPercent: 50 }, 'ssSS', 'open'],
    ['slow calls below their limit do not', { slowPercent: 75 }, 'ssSS', 'closed'],
    ['a call is slow when it takes longer, not when it takes as long', { slowPercent: 1 }, 'ssss', 'closed'],
    ['a slow failure counts for both rates', { failurePercent: 100, slowPercent: 25 }, 'sssF', 'open'],
    ['four failures of five in a fixed order open it', { size: 10, minimumCalls: 5 }, 'ffffs', 'open'],
    [
      'one failure in a hundred does',
      { failurePercent: 1, size: 100, minimumCalls: 100 },
      `${'s'.repeat(99)}f`,
      'open',
    ],
  ]
  it.each(table)('%s', (_, { size = 10, ...limits }, calls, state) => {
    const rule = new CountWindow(size, { ...LIMITS, ...limits })
    expect(play(new CircuitBreaker({ rule, openMicros: OPEN, permits: 1 }), calls)).toBe(state)
  })

  it('says why it opened, failures first', () => {
    const rule = new CountWindow(10, { ...LIMITS, slowPercent: 50 })
    const breaker = new CircuitBreaker({ rule, openMicros: OPEN, permits: 1 })
    play(breaker, 'sSFF')
    expect(breaker.state).toEqual({
      kind: 'open',
      sinceMicros: 3,
      untilMicros: 103,
      why: { kind: 'failure-rate', failed: 2, of: 4, limitPercent: 50 },
    })
    const slow = new CircuitBreaker({ rule: new CountWindow(10, LIMITS), openMicros: OPEN, permits: 1 })
    play(slow, 'SSSS')
    expect(slow.state).toMatchObject({
      why: { kind: 'slow-rate', slow: 4, of: 4, limitPercent: 100, slowMicros: 1_000 },
    })
  })
})

describe('half-open', () => {
  const probing: readonly [string, number, string, string][] = [
    ['waits until enough probes have come back', 5, 'sss', 'half-open'],
    ['closes when enough went well', 5, 'ssss', 'closed'],
    ['opens again at the limit of failures', 5, 'ssff', 'open'],
    ['needs no more than it gives', 3, 'sss', 'closed'],
    ['one permit, one failure', 1, 'f', 'open'],
  ]
  it.each(probing)('by rate: %s', (_, permits, calls, state) => {
    const breaker = new CircuitBreaker({ rule: new CountWindow(10, LIMITS), openMicros: OPEN, permits })
    play(breaker, 'ffff')
    expect(play(breaker, calls, 103)).toBe(state)
  })

  it.each([
    ['f', 'open'],
    ['sf', 'open'],
    ['ss', 'half-open'],
    ['sss', 'closed'],
  ])('after a run of failures: %s of 3 permits gives %s', (calls, state) => {
    const breaker = new CircuitBreaker({ rule: new ConsecutiveFailures(2), openMicros: OPEN, permits: 3 })
    play(breaker, 'ff')
    expect(play(breaker, calls, 101)).toBe(state)
  })

  it('begins exactly when the time is over, and begins the window anew when it closes', () => {
    const breaker = new CircuitBreaker({ rule: new CountWindow(10, LIMITS), openMicros: OPEN, permits: 1 })
    play(breaker, 'ffff', 0, 0)
    expect(breaker.ask(99)).toEqual({ kind: 'refused', reason: 'open', untilMicros: 100 })
    expect(play(breaker, 's', 100)).toBe('closed')
    expect(breaker.tally(101)).toMatchObject({ failed: 0, of: 0 })
    expect(play(breaker, 'fff', 102)).toBe('closed')
  })

  it('gives a permit again when its call was released', () => {
    const breaker = new CircuitBreaker({ rule: new ConsecutiveFailures(1), openMicros: OPEN, permits: 1 })
    play(breaker, 'f')
    const probe = admitted(breaker.ask(100))
    expect(breaker.ask(100)).toEqual({ kind: 'refused', reason: 'no permit', permits: 1 })
    breaker.release(probe)
    expect(breaker.ask(101).kind).toBe('admitted')
  })
})

describe('a time window', () => {
  const minute = (): TripRule => new TimeWindow(60, 6, { ...LIMITS, minimumCalls: 5 })
  it('opens on five failures in a minute, and not on five in five hours', () => {
    const now = new CircuitBreaker({ rule: minute(), openMicros: OPEN, permits: 1 })
    expect(play(now, 'fffff', 0, 10)).toBe('open')
    const hourly = new CircuitBreaker({ rule: minute(), openMicros: OPEN, permits: 1 })
    expect(play(hourly, 'fffff', 0, 3_600)).toBe('closed')
  })

  it('counts like a list of all calls that is searched for those of the last buckets', () => {
    const call = fc.record({ gap: fc.integer({ min: 0, max: 40 }), failed: fc.boolean(), slow: fc.boolean() })
    fc.assert(
      fc.property(fc.array(call, { maxLength: 60, size: 'max' }), fc.integer({ min: 1, max: 7 }), (calls, buckets) => {
        const never = { ...LIMITS, minimumCalls: 1_000 }
        const rule = new TimeWindow(buckets * 10, buckets, never)
        const seen: { bucket: number; failed: boolean; slow: boolean }[] = []
        let now = 0
        for (const { gap, failed, slow } of calls) {
          now += gap
          rule.record(failed ? 'failure' : 'success', slow ? 1_001 : 0, now)
          seen.push({ bucket: Math.floor(now / 10), failed, slow })
          const recent = seen.filter(({ bucket }) => bucket > Math.floor(now / 10) - buckets)
          expect(rule.tally(now)).toMatchObject({
            of: recent.length,
            failed: recent.filter((own) => own.failed).length,
            slow: recent.filter((own) => own.slow).length,
          })
        }
      }),
      { seed: 27, numRuns: 200 },
    )
  })
})

describe('a count window', () => {
  it('counts like a list whose last entries are looked at', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 80, size: 'max' }),
        fc.integer({ min: 1, max: 9 }),
        (calls, size) => {
          const rule = new CountWindow(size, { ...LIMITS, failurePercent: 60, slowPercent: 80, minimumCalls: 3 })
          const seen: number[] = []
          for (const call of calls) {
            const why = rule.record((call & 1) === 1 ? 'failure' : 'success', (call & 2) === 2 ? 1_001 : 0)
            seen.push(call)
            const recent = seen.slice(-size)
            const failed = recent.filter((own) => (own & 1) === 1).length
            const slow = recent.filter((own) => (own & 2) === 2).length
            expect(rule.tally()).toMatchObject({ of: recent.length, failed, slow })
            const enough = recent.length >= Math.min(3, size)
            const kind =
              failed / recent.length >= 0.6 ? 'failure-rate' : slow / recent.length >= 0.8 ? 'slow-rate' : null
            expect(why?.kind ?? null).toBe(enough ? kind : null)
          }
        },
      ),
      { seed: 27, numRuns: 300 },
    )
  })
})

/** A random history: calls start and end in any order, at any time. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'ask' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: fc.nat(20),
      outcome: fc.constantFrom<Outcome>('success', 'failure', 'failure'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), micros: fc.nat(150) }) },
)
const rules: readonly [string, () => TripRule][] = [
  ['consecutive', () => new ConsecutiveFailures(3)],
  ['count window', () => new CountWindow(6, LIMITS)],
  ['time window', () => new TimeWindow(60, 6, LIMITS)],
]

describe.each(rules)('whatever happens, a breaker with a %s', (_, rule) => {
  it('lets at most its permits through half-open, nothing while it is open, and is not moved by late results', () => {
    let [probes, lateResults] = [0, 0]
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), fc.integer({ min: 1, max: 4 }), (steps, permits) => {
        const breaker = new CircuitBreaker({ rule: rule(), openMicros: OPEN, permits })
        const underWay: Admitted[] = []
        const given = new Map<object, number>()
        let now = 0
        for (const own of steps) {
          if (own.kind === 'wait') now += own.micros
          else if (own.kind === 'ask') {
            const before = breaker.state
            const admission = breaker.ask(now)
            if (before.kind === 'open' && now < before.untilMicros) expect(admission.kind).toBe('refused')
            if (before.kind === 'closed') expect(admission.kind).toBe('admitted')
            if (admission.kind !== 'admitted') continue
            underWay.push(admission)
            expect(admission.state).toBe(breaker.state)
            given.set(admission.state, (given.get(admission.state) ?? 0) + 1)
            if (admission.state.kind === 'half-open') probes++
            if (admission.state.kind === 'half-open') expect(given.get(admission.state)).toBeLessThanOrEqual(permits)
          } else {
            const [call] = underWay.splice(own.which % Math.max(1, underWay.length), 1)
            if (call === undefined) continue
            const isLate = call.state !== breaker.state
            if (isLate) lateResults++
            const before = [breaker.state, breaker.probes, breaker.tally(now)]
            if (own.kind === 'release') {
              breaker.release(call)
              given.set(call.state, (given.get(call.state) ?? 0) - 1)
            } else expect(breaker.record(call, own.outcome, 0, now)).toBe(isLate ? 'late' : 'counted')
            if (isLate) expect([breaker.state, breaker.probes, breaker.tally(now)]).toEqual(before)
          }
        }
      }),
      { seed: 27, numRuns: 400 },
    )
    // The histories do get there.
    expect(probes).toBeGreaterThan(200)
    expect(lateResults).toBeGreaterThan(200)
  })
})

describe('what cannot be is said', () => {
  it.each([
    () => new CircuitBreaker({ rule: new ConsecutiveFailures(1), openMicros: 1, permits: 0 }),
    () => new CircuitBreaker({ rule: new ConsecutiveFailures(1), openMicros: -1, permits: 1 }),
    () => new ConsecutiveFailures(0),
    () => new CountWindow(0, LIMITS),
    () => new CountWindow(1, { ...LIMITS, failurePercent: 0 }),
    () => new CountWindow(1, { ...LIMITS, slowPercent: 101 }),
    () => new CountWindow(1, { ...LIMITS, minimumCalls: 1.5 }),
    () => new TimeWindow(0, 1, LIMITS),
    () => new TimeWindow(10, 0, LIMITS),
  ])('%s', (make) => {
    expect(make).toThrow(RangeError)
  })
})

import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel'
import fc from 'fast-check'
import Opossum from 'opossum'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BreakerState } from '../../../workers/algorithms/resilience/breaker'
import { CircuitBreaker } from '../../../workers/algorithms/resilience/circuit-breaker'
import { ConsecutiveFailures } from '../../../workers/algorithms/resilience/consecutive-failures'
import { OpossumWindow } from '../../../workers/algorithms/resilience/opossum-window'

/** One call at a time: it begins some milliseconds after the one before has ended. */
interface Call {
  readonly gapMs: number
  readonly tookMs: number
  readonly isGood: boolean
}

/** What a caller sees of a breaker, with moments in milliseconds. */
type Event = readonly [what: 'refused' | 'opens' | 'closes', atMs: number]

const START = 1_000_000
beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

function serve({ tookMs, isGood }: Call): Promise<string> {
  return new Promise((resolve, reject) => {
    setTimeout(() => (isGood ? resolve('good') : reject(new Error('bad'))), tookMs)
  })
}

function calls(longestGapMs: number): fc.Arbitrary<Call[]> {
  const call = fc.record({
    gapMs: fc.integer({ min: 0, max: longestGapMs }),
    tookMs: fc.integer({ min: 1, max: 130 }),
    isGood: fc.boolean(),
  })
  // Some stretches are all bad, so that breakers stay busy.
  const bad = fc.array(
    call.map((own) => ({ ...own, isGood: false })),
    { maxLength: 12, size: 'max' },
  )
  return fc
    .array(fc.oneof(fc.array(call, { maxLength: 8, size: 'max' }), bad), { maxLength: 12, size: 'max' })
    .map((parts) => parts.flat())
}

interface OpossumSettings {
  readonly resetMs: number
  readonly percent: number
  readonly volume: number
  readonly windowMs: number
  readonly buckets: number
}
const TIMEOUT = 100

async function playOpossum(schedule: readonly Call[], settings: OpossumSettings): Promise<Event[]> {
  vi.setSystemTime(START)
  const events: Event[] = []
  const breaker = new Opossum(serve, {
    timeout: TIMEOUT,
    resetTimeout: settings.resetMs,
    errorThresholdPercentage: settings.percent,
    volumeThreshold: settings.volume,
    rollingCountTimeout: settings.windowMs,
    rollingCountBuckets: settings.buckets,
    enableSnapshots: false,
  })
  const note = (what: Event[0]) => () => events.push([what, Date.now() - START])
  breaker.on('open', note('opens'))
  breaker.on('close', note('closes'))
  breaker.on('reject', note('refused'))
  for (const call of schedule) {
    await vi.advanceTimersByTimeAsync(call.gapMs)
    let isOver = false
    const end = () => {
      isOver = true
    }
    breaker.fire(call).then(end, end)
    await vi.advanceTimersByTimeAsync(0)
    if (!isOver) await vi.advanceTimersByTimeAsync(Math.min(call.tookMs, TIMEOUT))
  }
  breaker.shutdown()
  return events
}

/** The same calls through ours; a call that takes longer than the timeout fails at the timeout. */
function playOurs(schedule: readonly Call[], breaker: CircuitBreaker, timeoutMs: number): Event[] {
  const events: Event[] = []
  let now = 0
  for (const call of schedule) {
    now += call.gapMs
    const admission = breaker.ask(now)
    if (admission.kind === 'refused') {
      events.push(['refused', now])
      continue
    }
    const before = breaker.state
    const tookMs = Math.min(call.tookMs, timeoutMs)
    now += tookMs
    breaker.record(admission, call.isGood && call.tookMs < timeoutMs ? 'success' : 'failure', tookMs, now)
    if (breaker.state !== before) events.push([opensOrCloses(breaker.state), now])
  }
  return events
}

function opensOrCloses({ kind }: BreakerState): 'opens' | 'closes' {
  return kind === 'open' ? 'opens' : 'closes'
}

describe('the same calls, the same settings', () => {
  it('opossum and ours refuse the same calls and open and close at the same moments', async () => {
    const settings = fc.record({
      resetMs: fc.integer({ min: 1, max: 600 }),
      percent: fc.constantFrom(20, 50, 75),
      volume: fc.integer({ min: 0, max: 8 }),
      windowMs: fc.constantFrom(400, 1_000, 3_000),
      buckets: fc.constantFrom(1, 4, 10),
    })
    let opened = 0
    let closed = 0
    await fc.assert(
      fc.asyncProperty(calls(150), settings, async (schedule, own) => {
        const theirs = await playOpossum(schedule, own)
        const rule = new OpossumWindow({
          windowMicros: own.windowMs,
          buckets: own.buckets,
          failurePercent: own.percent,
          minimumCalls: own.volume,
        })
        const ours = new CircuitBreaker({ rule, openMicros: own.resetMs, permits: 1 })
        expect(playOurs(schedule, ours, TIMEOUT)).toEqual(theirs)
        opened += theirs.filter(([what]) => what === 'opens').length
        closed += theirs.filter(([what]) => what === 'closes').length
      }),
      { seed: 27, numRuns: 120 },
    )
    // The schedules do make them open and close.
    expect(opened).toBeGreaterThan(100)
    expect(closed).toBeGreaterThan(30)
  })

  it('cockatiel’s ConsecutiveBreaker and ours go through the same states at the same moments', async () => {
    let changes = 0
    await fc.assert(
      fc.asyncProperty(
        calls(150),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 600 }),
        async (schedule, limit, openMs) => {
          const theirs = await playCockatiel(schedule, limit, openMs)
          const ours = new CircuitBreaker({ rule: new ConsecutiveFailures(limit), openMicros: openMs, permits: 1 })
          expect(playOurs(schedule, ours, Number.POSITIVE_INFINITY)).toEqual(theirs)
          changes += theirs.length
        },
      ),
      { seed: 27, numRuns: 120 },
    )
    expect(changes).toBeGreaterThan(500)
  })
})

async function playCockatiel(schedule: readonly Call[], limit: number, openMs: number): Promise<Event[]> {
  vi.setSystemTime(START)
  const events: Event[] = []
  const breaker = circuitBreaker(handleAll, { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(limit) })
  breaker.onStateChange((state) => {
    if (state === CircuitState.Open) events.push(['opens', Date.now() - START])
    if (state === CircuitState.Closed) events.push(['closes', Date.now() - START])
  })
  for (const call of schedule) {
    await vi.advanceTimersByTimeAsync(call.gapMs)
    let wasCalled = false
    const begin = () => {
      wasCalled = true
      return serve(call)
    }
    breaker.execute(begin).catch(() => undefined)
    await vi.advanceTimersByTimeAsync(0)
    if (wasCalled) await vi.advanceTimersByTimeAsync(call.tookMs)
    else events.push(['refused', Date.now() - START])
  }
  return events
}

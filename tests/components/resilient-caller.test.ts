import { describe, expect, it } from 'vitest'
import { CircuitBreaker } from '../../workers/algorithms/resilience/circuit-breaker'
import { ConsecutiveFailures } from '../../workers/algorithms/resilience/consecutive-failures'
import { fixedBackoff } from '../../workers/algorithms/resilience/fixed-backoff'
import { CallingService } from '../../workers/components/calling-service'
import type { ResilienceOptions } from '../../workers/components/resilient-caller'
import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import type { Request, Response } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'
import { HopKind } from '../../workers/protocol'
import type { Scenario } from '../../workers/scenario/scenario'
import { type Asked, Asker, hopsOf, runOf, sentencesOf, traceOf } from '../network/hand-built'

/** What the service answers to its first call, its second and so on; the last repeats. */
interface Answer {
  readonly status: number
  readonly micros: number
}
const WELL: Answer = { status: 200, micros: 1_000 }
const BAD: Answer = { status: 500, micros: 1_000 }

class Scripted implements Component {
  private calls = 0
  constructor(
    private readonly node: Node,
    private readonly answers: readonly Answer[],
  ) {}
  *handle(_: Request): Process<Response> {
    const { status, micros } = this.answers[Math.min(this.calls++, this.answers.length - 1)] as Answer
    yield* this.node.sleep(micros)
    return { status }
  }
}

const PLAIN: ResilienceOptions = {
  target: 'service',
  timeoutMicros: 20_000,
  unheardTimerMicros: null,
  countsClientErrors: false,
  breaker: null,
  bulkheadPlaces: null,
  throttle: null,
  hedgePercent: null,
  tries: 1,
  backoff: fixedBackoff(5_000),
  budget: null,
  keepsDeadlines: false,
}
const breaker = (limit: number, openMicros: number, permits = 1): ResilienceOptions['breaker'] => ({
  make: (now) => new CircuitBreaker({ rule: new ConsecutiveFailures(limit), openMicros, permits }, now),
  look: {
    rule: `${limit} failures in a row`,
    slowMicros: Number.POSITIVE_INFINITY,
    windowCalls: Number.POSITIVE_INFINITY,
    windowMicros: Number.POSITIVE_INFINITY,
    clearsWhenClosed: false,
  },
})

/** Asks at these moments, without latency between asker and gateway and 1 ms to the service. */
function play(
  asked: readonly number[],
  answers: readonly Answer[],
  options: Partial<ResilienceOptions> = {},
  { threads = 10, script = [], label = '' }: { threads?: number; script?: Scenario['script']; label?: string } = {},
) {
  const replies: Asked[] = []
  const run = runOf(
    (world) => {
      const questions = asked.map((at, index) => ({ at, to: 'gateway', label: label || `q${index + 1}` }))
      world.node('a', 'asker', (node) => new Asker(node, questions, replies))
      const resilience = { ...PLAIN, ...options }
      const isOwn = (request: Request) => request.label.startsWith('own')
      world.node(
        'gateway',
        'caller',
        (node) => new CallingService(node, { threads, isOwn, ownMicros: 500, resilience }),
      )
      world.node('service', 'scripted', (node) => new Scripted(node, answers))
      world.link('a', 'gateway', { latency: { kind: 'fixed', micros: 0 } })
      world.link('gateway', 'service', { latency: { kind: 'fixed', micros: 1_000 } })
    },
    { script },
  )
  const trace = traceOf(run)
  const outcomes = replies.map(({ label: name, endedAt, reply }) => {
    const said = reply.kind === 'answered' ? reply.response.status : reply.failure.cause
    const cause = reply.kind === 'answered' ? (reply.response.failure?.cause ?? '') : ''
    return [name, endedAt, said, cause].join(' ').trim()
  })
  const calls = hopsOf(trace).filter((hop) => hop.to === 2 && hop.kind === HopKind.request)
  return { trace, outcomes, sentAt: calls.map(({ sentMicros }) => sentMicros), reading: trace.reading(1, trace.events) }
}

describe('retries', () => {
  it('come after the wait, up to the number of tries, and every step is told', () => {
    const { outcomes, sentAt, trace } = play([0], [BAD, BAD, WELL], { tries: 3 })
    // 1 ms there, 1 ms work, 1 ms back, 5 ms wait.
    expect(sentAt).toEqual([0, 8_000, 16_000])
    expect(outcomes).toEqual(['q1 19000 200'])
    expect(sentencesOf(trace)).toEqual([
      'q1 is tried again after 5 ms, try 2 of 3: status 500.',
      'q1 is tried again after 5 ms, try 3 of 3: status 500.',
    ])
  })
  it('end with the cause of the last try', () => {
    const { outcomes, trace, reading } = play([0], [BAD], { tries: 2 })
    expect(outcomes).toEqual(['q1 11000 500 status 500'])
    expect(sentencesOf(trace).at(-1)).toBe('q1 is given up: all 2 tries failed.')
    expect(reading).toMatchObject({ calls: 2, callsFailed: 2, retries: 1, sent: 2 })
  })
  it('are not made for an answer that blames the caller', () => {
    const { sentAt, reading } = play([0], [{ status: 404, micros: 0 }], { tries: 5 })
    expect(sentAt).toHaveLength(1)
    expect(reading).toMatchObject({ callsOk: 1, callsFailed: 0 })
  })
  it('follow a timeout, and the late answer is for nobody', () => {
    const { outcomes, sentAt } = play([0], [{ status: 200, micros: 100_000 }, WELL], { tries: 2 })
    expect(sentAt).toEqual([0, 25_000])
    expect(outcomes).toEqual(['q1 28000 200'])
  })
  it('stay within the budget', () => {
    const asked = Array.from({ length: 20 }, (_, index) => index * 50_000)
    const { sentAt, trace } = play(asked, [BAD], { tries: 4, budget: { percent: 10, burst: 1 } })
    // One saved up, and one for each ten calls; the first deposit finds the balance full.
    expect(sentAt.length).toBe(20 + 2)
    expect(sentencesOf(trace)).toContain('q5 is not tried again: the retry budget of 10 % of the calls is used up.')
  })
})

describe('a breaker', () => {
  const asked = [0, 10_000, 20_000, 30_000, 40_000, 90_000, 91_000, 100_000]
  it('refuses while it is open, lets one probe out and closes, and nothing leaves meanwhile', () => {
    const { outcomes, sentAt, trace, reading } = play(asked, [BAD, BAD, WELL], { breaker: breaker(2, 60_000) })
    expect(sentAt).toEqual([0, 10_000, 90_000, 100_000])
    expect(outcomes).toEqual([
      'q1 3000 500 status 500',
      'q2 13000 500 status 500',
      'q3 20000 502 breaker open',
      'q4 30000 502 breaker open',
      'q5 40000 502 breaker open',
      'q7 91000 502 breaker open',
      'q6 93000 200',
      'q8 103000 200',
    ])
    expect(sentencesOf(trace)).toEqual([
      'q1 is answered with 500: 1 of 2 failures in a row.',
      'q2 is answered with 500: 2 of 2 failures in a row.',
      'The breaker opens: 2 failures in a row, limit 2. It refuses calls for 60 ms.',
      'q3 is refused here: the breaker is open for another 53 ms.',
      'q4 is refused here: the breaker is open for another 43 ms.',
      'q5 is refused here: the breaker is open for another 33 ms.',
      'The open time is over: half-open, 1 probe may go out.',
      'q6 goes through as probe 1 of 1.',
      'q7 is refused here: half-open, and 1 probe may go out, no more.',
      'q6 is answered with 200: 1 of 1 probe back, 0 failed.',
      'The breaker closes: 1 probe succeeded.',
      'q8 is answered with 200: 0 of 2 failures in a row.',
    ])
    expect(reading).toMatchObject({ breaker: 'closed', callsRefused: 4, callsFailed: 2, callsOk: 2 })
  })
  it('is not asked again for a call that it refused', () => {
    const { sentAt, trace } = play([0, 50_000], [BAD], { breaker: breaker(1, 500_000), tries: 4 })
    expect(sentAt).toEqual([0])
    expect(sentencesOf(trace)).toContain('q1 is refused here: the breaker is open for another 495 ms.')
  })
  it('counts a timeout as a failure', () => {
    const { trace } = play([0], [{ status: 200, micros: 100_000 }], { breaker: breaker(1, 60_000) })
    expect(sentencesOf(trace)[0]).toBe('q1 fails (timeout): 1 of 1 failures in a row.')
  })
  it('does not count what comes back after its state has ended', () => {
    const { trace } = play([0, 1_000], [{ status: 200, micros: 10_000 }, BAD], { breaker: breaker(1, 60_000) })
    expect(sentencesOf(trace).at(-1)).toBe(
      'q1 is answered with 200, late: it was sent before the breaker became open, so it changes nothing.',
    )
  })
  it('is forgotten by a crash', () => {
    const script: Scenario['script'] = [
      { at: 20_000, kind: 'crash', node: 'gateway' },
      { at: 21_000, kind: 'restart', node: 'gateway' },
    ]
    const { sentAt } = play([0, 10_000, 30_000], [BAD], { breaker: breaker(1, 500_000) }, { script })
    expect(sentAt).toEqual([0, 30_000])
  })
})

describe('a second copy', () => {
  const known = Array.from({ length: 60 }, (_, index) => index * 10_000)
  const hiccup = (at: number, first: Answer, second: Answer) => [
    ...known.slice(0, at).map(() => WELL),
    first,
    second,
    WELL,
  ]

  it('is sent after the time that most calls need, and the first success wins', () => {
    const { outcomes, sentAt, reading } = play(known, hiccup(55, { status: 200, micros: 15_000 }, WELL), {
      hedgePercent: 95,
    })
    // Call 56 begins at 550 ms; after 3 ms its copy leaves, which is back 3 ms later.
    expect(sentAt.filter((at) => at >= 550_000 && at < 560_000)).toEqual([550_000, 553_001])
    expect(outcomes).toContain('q56 556001 200')
    expect(reading).toMatchObject({ hedges: 1, sent: 61, calls: 60 })
  })
  it('does not decide by failing while the first is under way', () => {
    const { outcomes } = play(known, hiccup(55, { status: 200, micros: 8_000 }, { status: 500, micros: 0 }), {
      hedgePercent: 95,
    })
    expect(outcomes).toContain('q56 560000 200')
  })
  it('is not sent when the first fails in time', () => {
    const { reading, outcomes } = play(known, hiccup(55, { status: 500, micros: 500 }, WELL), { hedgePercent: 95 })
    expect(reading.hedges).toBe(0)
    expect(outcomes).toContain('q56 552500 500 status 500')
  })
})

describe('a caller', () => {
  const SLOW: Answer = { status: 200, micros: 15_000 }
  it('with all threads taken refuses every request, its own pages too', () => {
    const { outcomes } = play([0, 0, 5_000], [SLOW], {}, { threads: 2 })
    expect(outcomes[0]).toBe('q3 5000 503 no free thread')
  })
  it('answers its own pages without the service', () => {
    const { outcomes, sentAt } = play([0], [BAD], {}, { label: 'own page' })
    expect(outcomes).toEqual(['own page 500 200'])
    expect(sentAt).toEqual([])
  })
  it('with a bulkhead has only so many calls under way, and gives the permit of a probe back', () => {
    const { outcomes } = play([0, 1_000, 30_000], [SLOW], { bulkheadPlaces: 1, breaker: breaker(3, 1_000) })
    expect(outcomes).toEqual(['q2 1000 502 bulkhead full', 'q1 17000 200', 'q3 47000 200'])
  })
  it('of the guide waits for ever, counts nothing, and says so', () => {
    const options = { timeoutMicros: null, unheardTimerMicros: 5_000, breaker: breaker(1, 60_000) }
    const { outcomes, trace } = play([0], [{ status: 200, micros: 900_000 }], options)
    expect(sentencesOf(trace)[0]).toBe(
      'The timer of 5 ms for q1 throws in its own callback, where nobody catches it: the call waits on and nothing is counted.',
    )
    expect(outcomes).toEqual(['q1 902000 200'])
  })
  it('that throttles itself refuses by lot once little is accepted', () => {
    const asked = Array.from({ length: 200 }, (_, index) => index * 4_000)
    const throttle = { multiplier: 2, windowMicros: 120_000_000 }
    const { reading } = play(asked, [{ status: 503, micros: 0 }], { throttle })
    // Nothing is accepted, so the chance is n / (n + 1): about ln 200 ≈ 5.9 calls go out.
    expect(reading.sent).toBeLessThan(20)
    expect(reading.callsRefused).toBeGreaterThan(180)
  })
})

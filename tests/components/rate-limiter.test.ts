import { describe, expect, it } from 'vitest'
import { ConcurrencyLimit } from '../../workers/algorithms/rate-limit/concurrency-limit'
import { KeyedLimiters } from '../../workers/algorithms/rate-limit/keyed-limiters'
import { LeakyShaper } from '../../workers/algorithms/rate-limit/leaky-shaper'
import type { Limiter } from '../../workers/algorithms/rate-limit/limiter'
import { TokenBucket } from '../../workers/algorithms/rate-limit/token-bucket'
import { PoliteClient } from '../../workers/components/polite-client'
import { RateLimiter, type RateLimiterOptions } from '../../workers/components/rate-limiter'
import type { Trace } from '../../workers/trace/trace'
import { type Asked, Asker, Echo, hopsOf, type Question, runOf, sentencesOf, traceOf } from '../network/hand-built'

const RATE = { limit: 10, perMicros: 1_000_000 }

function options(make: () => Limiter, changes: Partial<RateLimiterOptions> = {}): RateLimiterOptions {
  return {
    algorithm: 'token bucket',
    makeStore: () => new KeyedLimiters(make),
    policy: { name: 'default', quota: 10, windowMicros: 1_000_000 },
    target: 'b',
    keyOf: ({ label }) => label,
    costOf: () => 1,
    ...changes,
  }
}

/** An asker `a`, a limiter `l` and an answerer `b`, 1 ms between them. */
function asked(
  questions: readonly Omit<Question, 'to'>[],
  own: RateLimiterOptions,
  workMicros = 1_000,
): { trace: Trace; answers: Asked[] } {
  const answers: Asked[] = []
  const run = runOf((world) => {
    world.node(
      'a',
      'asker',
      (node) =>
        new Asker(
          node,
          questions.map((question) => ({ ...question, to: 'l' })),
          answers,
        ),
    )
    world.node('l', 'limiter', (node) => new RateLimiter(node, own, { behindMicros: 0 }, 1_000_000))
    world.node('b', 'echo', (node) => new Echo(node, workMicros))
    for (const [one, two] of [
      ['a', 'l'],
      ['l', 'b'],
    ] as const)
      world.link(one, two, { latency: { kind: 'fixed', micros: 1_000 } })
  })
  return { trace: traceOf(run), answers }
}

function statuses(answers: readonly Asked[]): (number | string)[] {
  return answers.map(({ reply }) => (reply.kind === 'answered' ? reply.response.status : reply.failure.cause))
}

describe('a rate limiter', () => {
  it('lets pass what its bucket has tokens for and answers 429 with Retry-After to the rest', () => {
    const { answers, trace } = asked(
      [0, 10, 20].map((at) => ({ at, label: 'x' })),
      options(() => new TokenBucket(2, RATE)),
    )
    expect(statuses(answers).sort()).toEqual([200, 200, 429])
    const refusal = answers.find(({ reply }) => reply.kind === 'answered' && reply.response.status === 429)?.reply
    expect(refusal?.kind === 'answered' && refusal.response).toMatchObject({
      headers: { 'Retry-After': '1', 'RateLimit-Policy': '"default";q=10;w=1', RateLimit: '"default";r=0;t=1' },
      failure: { cause: 'rate limited', by: 'l' },
    })
    expect(sentencesOf(trace)).toContain('x is refused: it needs 1 and has 0 tokens; enough in 99.98 ms.')
  })

  it('its fields travel on the wire: the first line is the label, the fields are lines of their own', () => {
    const { trace } = asked(
      [{ at: 0, label: 'x' }],
      options(() => new TokenBucket(2, RATE)),
    )
    const answer = hopsOf(trace).at(-1)
    expect(answer?.label).toBe('200')
    expect(answer?.headers).toEqual(['RateLimit-Policy: "default";q=10;w=1', 'RateLimit: "default";r=1;t=1'])
  })

  it('says how time refills the bucket before it says what it decided', () => {
    const { trace } = asked(
      [
        { at: 0, label: 'x' },
        { at: 50_000, label: 'x' },
      ],
      options(() => new TokenBucket(2, RATE)),
    )
    expect(sentencesOf(trace)).toEqual([
      'x passes: it takes 1 and leaves 1 of 2 tokens.',
      'Time brings x 0.5 tokens: 1.5 of 2.',
      'x passes: it takes 1 and leaves 0.5 of 2 tokens.',
    ])
  })

  it('keeps a limit for each key and shows how many it remembers', () => {
    const { answers, trace } = asked(
      ['x', 'y', 'x'].map((label, index) => ({ at: index, label })),
      options(() => new TokenBucket(1, RATE)),
    )
    expect(statuses(answers).sort()).toEqual([200, 200, 429])
    expect(trace.reading(1, trace.events)).toMatchObject({ passed: 2, refused: 1, keys: 2 })
  })

  it('says nothing of quotas when it has no policy', () => {
    const { answers } = asked(
      [0, 1].map((at) => ({ at, label: 'x' })),
      options(() => new TokenBucket(1, RATE), { policy: null }),
    )
    for (const { reply } of answers) expect(reply.kind === 'answered' && reply.response.headers).toBeUndefined()
  })

  it('tells what can never pass, without Retry-After', () => {
    const { answers } = asked(
      [{ at: 0, label: 'x' }],
      options(() => new TokenBucket(2, RATE), { costOf: () => 3 }),
    )
    const reply = answers[0]?.reply
    expect(reply?.kind === 'answered' && reply.response).toMatchObject({
      status: 429,
      failure: { cause: 'can never pass' },
    })
    expect(reply?.kind === 'answered' && Object.keys(reply.response.headers ?? {})).not.toContain('Retry-After')
  })

  it('a shaper holds a request back until its turn', () => {
    const { answers } = asked(
      [0, 0, 0].map((at) => ({ at, label: 'x' })),
      options(() => new LeakyShaper(5, RATE)),
    )
    expect(answers.map(({ endedAt }) => endedAt)).toEqual([5_000, 105_000, 205_000])
  })

  it('a concurrency limit lets the next in when one is done, and no sooner', () => {
    const { answers, trace } = asked(
      [0, 1_000, 60_000].map((at) => ({ at, label: 'x' })),
      options(() => new ConcurrencyLimit(1)),
      50_000,
    )
    expect(statuses(answers)).toEqual([429, 200, 200])
    expect(sentencesOf(trace)).toContain('A request of x is done: 0 of 1 are open.')
  })

  it('answers itself when it has no target', () => {
    expect(
      statuses(
        asked(
          [{ at: 0, label: 'x' }],
          options(() => new TokenBucket(1, RATE), { target: null }),
        ).answers,
      ),
    ).toEqual([204])
  })

  it('forgets everything in a crash', () => {
    const run = runOf(
      (world) => {
        const questions = [100_000, 100_001, 150_000].map((at) => ({ at, label: 'x', to: 'l' }))
        world.node('a', 'asker', (node) => new Asker(node, questions, []))
        world.node('l', 'limiter', (node) => {
          return new RateLimiter(
            node,
            options(() => new TokenBucket(1, RATE), { target: null }),
            { behindMicros: 0 },
            1_000_000,
          )
        })
        world.link('a', 'l', { latency: { kind: 'fixed', micros: 0 } })
      },
      { script: [{ at: 120_000, kind: 'restart', node: 'l' }] },
    )
    const trace = traceOf(run)
    expect(sentencesOf(trace).filter((sentence) => sentence.startsWith('x passes'))).toHaveLength(2)
  })
})

describe('a client that honours Retry-After', () => {
  function returning(attempts: number, jitterMicros: number): Trace {
    const run = runOf(
      (world) => {
        let left = 2
        const arrivals = { nextGap: () => (left-- > 0 ? 10_000 : Number.POSITIVE_INFINITY) }
        const next = () => ({ label: 'x' })
        const own = { targets: ['l'], arrivals, next, timeoutMicros: 5_000_000, attempts, jitterMicros }
        world.node('a', 'client', (node) => new PoliteClient(node, own))
        world.node('l', 'limiter', (node) => {
          return new RateLimiter(
            node,
            options(() => new TokenBucket(1, RATE), { target: null }),
            { behindMicros: 0 },
            1_000_000,
          )
        })
        world.link('a', 'l', { latency: { kind: 'fixed', micros: 1_000 } })
      },
      { horizonMicros: 4_000_000 },
    )
    return traceOf(run)
  }

  it('comes back after exactly the seconds it was told', () => {
    const trace = returning(2, 0)
    const sent = hopsOf(trace).filter(({ label }) => label === 'x')
    expect(sent.map(({ sentMicros }) => sentMicros)).toEqual([10_000, 20_000, 1_022_000])
    expect(trace.reading(0, trace.events)).toMatchObject({ offered: 2, ok: 2, failed: 0, retries: 1, waiting: 0 })
  })

  it('adds up to its jitter and never comes early', () => {
    const third = hopsOf(returning(2, 500_000)).filter(({ label }) => label === 'x')[2]
    expect(third?.sentMicros).toBeGreaterThan(1_022_000)
    expect(third?.sentMicros).toBeLessThanOrEqual(1_522_000)
  })

  it('gives up after its attempts with the one stated cause', () => {
    const trace = returning(1, 0)
    expect(trace.request(2)).toMatchObject({ cause: 'rate limited' })
    expect(trace.reading(0, trace.events)).toMatchObject({ ok: 1, failed: 1, retries: 0 })
  })
})

import { describe, expect, it } from 'vitest'
import { Cache } from '../../workers/components/cache'
import { CacheAside } from '../../workers/components/cache-aside'
import { Server } from '../../workers/components/server'
import type { Reply } from '../../workers/network/message'
import type { Scenario } from '../../workers/scenario/scenario'
import type { Trace } from '../../workers/trace/trace'
import { runOf, sentencesOf, traceOf } from '../network/hand-built'
import { KeyAsker } from './key-asker'

const APP = 1
const DATABASE = 4

interface World {
  /** Moments and keys that are asked for. */
  readonly asked: readonly (readonly [at: number, key: string])[]
  readonly script?: Scenario['script']
  /** The cache node of every key at a moment; `one` unless given. */
  owner?(micros: number): string | null
  readonly queueCapacity?: number
}

/** An application before the cache nodes `one` and `two` and a database that takes 10 ms; links take 100 µs. */
function play({ asked, script = [], owner = () => 'one', queueCapacity = 10 }: World) {
  const replies: (Reply | undefined)[] = []
  const questions: string[] = []
  const requests = asked.map(([at, key]) => [at, { label: `GET ${key}`, key }] as const)
  const cache = { capacity: 10, workers: 1, queueCapacity: 10, serviceMicros: 100 }
  const run = runOf(
    (world) => {
      world.node('asker', 'client', (node) => new KeyAsker(node, 'app', requests, replies))
      world.node('app', 'app', (node) => {
        const locate = (): string | null => owner(node.now)
        const asks = (key: string, name: string): void => void questions.push(`${key} at ${name}`)
        return new CacheAside(node, { database: 'database', cacheTimeoutMicros: 5_000, locate, owner: locate, asks })
      })
      world.node('one', 'cache', (node) => new Cache(node, cache))
      world.node('two', 'cache', (node) => new Cache(node, cache))
      world.node('database', 'database', (node) => new Server(node, { workers: 1, queueCapacity, workMicros: 10_000 }))
      const latency = { kind: 'fixed', micros: 100 } as const
      for (const name of ['asker', 'one', 'two', 'database']) world.link('app', name, { latency })
    },
    { script },
  )
  return { trace: traceOf(run), replies, questions }
}

function counts(trace: Trace): Record<string, unknown> {
  const { hits, misses, fallbacks } = trace.reading(APP, trace.events)
  return { hits, misses, fallbacks, queries: trace.gauge(DATABASE, 'served', trace.events) }
}

describe('cache-aside', () => {
  it('asks the database once and the cache from then on', () => {
    const { trace, replies, questions } = play({
      asked: [
        [0, 'k'],
        [50_000, 'k'],
      ],
    })
    expect(counts(trace)).toEqual({ hits: 1, misses: 1, fallbacks: 0, queries: 1 })
    expect(replies.map((reply) => reply?.tookMicros)).toEqual([10_700, 500])
    expect(questions).toEqual(['k at one', 'k at one', 'k at one'])
    expect(sentencesOf(trace)).toEqual([
      'k is not in one, it was never asked for: the database is asked.',
      'k is in one.',
    ])
  })

  it('does not let the client wait for the set', () => {
    const { replies } = play({
      asked: [[0, 'k']],
      script: [{ at: 5_000, kind: 'pause', node: 'one', forMicros: 100_000 }],
    })
    expect(replies[0]).toMatchObject({ kind: 'answered', tookMicros: 10_700, response: { status: 200 } })
  })

  it('asks the database when the cache is down, says why, and does not try to store there', () => {
    const { trace, replies, questions } = play({
      asked: [[1_000, 'k']],
      script: [{ at: 0, kind: 'crash', node: 'one' }],
    })
    expect(counts(trace)).toEqual({ hits: 0, misses: 0, fallbacks: 1, queries: 1 })
    expect(replies[0]).toMatchObject({ response: { status: 200 } })
    expect(questions).toEqual(['k at one'])
    expect(sentencesOf(trace)).toContain('one does not answer for k (refused): the database is asked.')
  })

  it('asks the database when the cache does not answer in time', () => {
    const script = [{ at: 0, kind: 'pause', node: 'one', forMicros: 500_000 }] as const
    const { trace, replies } = play({ asked: [[1_000, 'k']], script })
    expect(replies[0]?.tookMicros).toBe(5_000 + 10_400)
    expect(sentencesOf(trace)).toContain('one does not answer for k (timeout): the database is asked.')
  })

  it('passes on the one cause when the database refuses', () => {
    const { replies, trace } = play({
      asked: [
        [0, 'a'],
        [0, 'b'],
        [0, 'c'],
      ],
      queueCapacity: 1,
    })
    expect(replies.map((reply) => (reply?.kind === 'answered' ? reply.response : reply))).toEqual([
      { status: 200 },
      { status: 200 },
      { status: 502, failure: { cause: 'queue full', by: 'database' } },
    ])
    expect(trace.request(3)).toMatchObject({ cause: 'queue full', by: DATABASE })
  })

  it('says that a missed key has its copy elsewhere after it moved, and stores it where it belongs now', () => {
    const owner = (micros: number): string => (micros < 40_000 ? 'one' : 'two')
    const { trace } = play({
      asked: [
        [0, 'k'],
        [50_000, 'k'],
        [100_000, 'k'],
      ],
      owner,
    })
    expect(sentencesOf(trace).slice(1)).toEqual([
      'k is not in two, its copy is at one: the database is asked.',
      'k is in two.',
    ])
  })

  it('stores at the node that holds the key by then, not at the one that missed it', () => {
    const owner = (micros: number): string => (micros < 5_000 ? 'one' : 'two')
    const { trace, questions } = play({
      asked: [
        [0, 'k'],
        [50_000, 'k'],
      ],
      owner,
    })
    expect(questions).toEqual(['k at one', 'k at two', 'k at two'])
    expect(counts(trace)).toMatchObject({ hits: 1, misses: 1 })
  })

  it('asks the database for everything when no cache node is left', () => {
    const { trace, questions } = play({ asked: [[0, 'k']], owner: () => null })
    expect(questions).toEqual([])
    expect(counts(trace)).toEqual({ hits: 0, misses: 0, fallbacks: 1, queries: 1 })
  })

  it('asks the database again for a key whose copy was lost in a crash', () => {
    const script = [
      { at: 20_000, kind: 'crash', node: 'one' },
      { at: 21_000, kind: 'restart', node: 'one' },
    ] as const
    const { trace } = play({
      asked: [
        [0, 'k'],
        [50_000, 'k'],
      ],
      script,
    })
    expect(sentencesOf(trace)).toContain('k is no longer in one: the database is asked.')
  })
})

import { describe, expect, it } from 'vitest'
import { cheHitRatio } from '../../workers/algorithms/eviction/che-approximation'
import { Cache, type CacheOptions, getRequest, setRequest } from '../../workers/components/cache'
import { RandomStream } from '../../workers/kernel/random'
import { Zipf } from '../../workers/kernel/zipf'
import type { Reply, Request } from '../../workers/network/message'
import type { Scenario } from '../../workers/scenario/scenario'
import type { Trace } from '../../workers/trace/trace'
import { runOf, sentencesOf, traceOf } from '../network/hand-built'
import { KeyAsker } from './key-asker'

const OPTIONS: CacheOptions = { capacity: 2, workers: 1, queueCapacity: 10, serviceMicros: 100 }
const CACHE = 1

/** What a cache answers to requests at given moments, over links that take no time. */
function ask(
  requests: readonly (readonly [at: number, request: Request])[],
  options: Partial<CacheOptions> = {},
  changes: Partial<Scenario> = {},
): { replies: (Reply | undefined)[]; trace: Trace } {
  const replies: (Reply | undefined)[] = []
  const run = runOf((world) => {
    world.node('asker', 'client', (node) => new KeyAsker(node, 'cache', requests, replies))
    world.node('cache', 'cache', (node) => new Cache(node, { ...OPTIONS, ...options }))
    world.link('asker', 'cache', { latency: { kind: 'fixed', micros: 0 } })
  }, changes)
  return { trace: traceOf(run), replies }
}

function bodies(replies: readonly (Reply | undefined)[]): unknown[] {
  return replies.map((reply) => (reply?.kind === 'answered' ? (reply.response.body ?? reply.response.status) : reply))
}

describe('a cache node', () => {
  it('answers what was set, and a key that is not there is no failure', () => {
    const { replies, trace } = ask([
      [0, getRequest('a')],
      [1_000, setRequest('a', 5)],
      [2_000, getRequest('a')],
    ])
    expect(bodies(replies)).toEqual([{ found: false }, 204, { found: true, value: 5 }])
    expect(trace.reading(CACHE, trace.events)).toMatchObject({ entries: 1, capacity: 2, hits: 1, misses: 1, busy: 0 })
  })

  it('forgets the least recently used entry and says so', () => {
    const { replies, trace } = ask([
      [0, setRequest('a', 1)],
      [1_000, setRequest('b', 2)],
      [2_000, getRequest('a')],
      [3_000, setRequest('c', 3)],
      [4_000, getRequest('b')],
      [5_000, getRequest('a')],
    ])
    expect(bodies(replies).slice(4)).toEqual([{ found: false }, { found: true, value: 1 }])
    expect(sentencesOf(trace)).toEqual(['b leaves for c: all 2 entries are taken and its last use lies furthest back.'])
  })

  it('starts with what it is given', () => {
    const initial = [['a', 1]] as const
    expect(bodies(ask([[0, getRequest('a')]], { initial }).replies)).toEqual([{ found: true, value: 1 }])
  })

  it('loses its memory in a crash', () => {
    const requests = [
      [0, setRequest('a', 1)],
      [5_000, getRequest('a')],
    ] as const
    const { replies, trace } = ask(
      requests,
      {},
      {
        script: [
          { at: 2_000, kind: 'crash', node: 'cache' },
          { at: 3_000, kind: 'restart', node: 'cache' },
        ],
      },
    )
    expect(bodies(replies)).toEqual([204, { found: false }])
    expect(trace.gauge(CACHE, 'entries', trace.countAt(1_000))).toBe(1)
    expect(trace.gauge(CACHE, 'entries', trace.countAt(2_500))).toBe(0)
  })

  it('serves one after another, refuses beyond its queue and takes longer when slow', () => {
    const requests = Array.from({ length: 4 }, () => [1_000, getRequest('a')] as const)
    const { replies } = ask(
      requests,
      { queueCapacity: 2 },
      { script: [{ at: 0, kind: 'slow', node: 'cache', factor: 3 }] },
    )
    expect(replies.map((reply) => reply?.tookMicros)).toEqual([300, 600, 900, 0])
    expect(replies[3]).toMatchObject({ response: { status: 503, failure: { cause: 'queue full', by: 'cache' } } })
  })

  it('under Zipf and refilled after every miss hits as Che’s approximation says, within 0.02', () => {
    const zipf = new Zipf(200, 0.8)
    const lots = RandomStream.named(7, 'keys')
    const requests = Array.from({ length: 12_000 }, (_, index) => {
      const key = `k${zipf.rank(lots)}`
      return [
        [index * 1_000, getRequest(key)],
        [index * 1_000 + 500, setRequest(key, 0)],
      ] as const
    }).flat()
    const horizonMicros = 12_000_000
    const { trace } = ask(requests, { capacity: 50 }, { horizonMicros })
    const counted = (key: string): number =>
      (trace.gauge(CACHE, key, trace.events) ?? 0) - (trace.gauge(CACHE, key, trace.countAt(2_000_000)) ?? 0)
    const measured = counted('hits') / (counted('hits') + counted('misses'))
    const probabilities = Array.from({ length: 200 }, (_, rank) => zipf.probability(rank))
    expect(Math.abs(measured - cheHitRatio(probabilities, 50))).toBeLessThan(0.02)
  })
})

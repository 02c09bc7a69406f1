import { describe, expect, it } from 'vitest'
import type { CachingProxyOptions } from '../../workers/components/caching-proxy-options'
import { HeaderFields } from '../../workers/network/http/header-fields'
import { toRequest } from '../../workers/network/http/http-message'
import type { Reply } from '../../workers/network/message'
import { countByNode } from '../../workers/trace/measure'
import { runOf, traceOf } from '../network/hand-built'
import { buildShop, Shop } from '../network/http/shop'
import { KeyAsker } from './key-asker'

type Ask = readonly [at: number, line: string, headers?: Record<string, string>]

/** client → edge (a cache) → shop, with a second shop that the edge may ask. A way takes 1 ms, then 5 ms; work 20 ms. */
function play(asks: readonly Ask[], options: Partial<CachingProxyOptions>, crashed: readonly string[] = []) {
  const replies: (Reply | undefined)[] = []
  const requests = asks.map(([at, line, headers]) => {
    const [method = '', target = ''] = line.split(' ')
    return [at, toRequest({ method, target, headers: HeaderFields.of({ Host: 'shop', ...headers }) })] as const
  })
  const run = runOf(
    (world) => {
      world.node('client', 'client', (node) => new KeyAsker(node, 'edge', requests, replies))
      buildShop(world, 'max-age=60', options)
      world.node('other', 'shop', (node) => new Shop(node, 'max-age=60'))
      world.link('client', 'edge', { latency: { kind: 'fixed', micros: 1_000 } })
      world.link('edge', 'other', { latency: { kind: 'fixed', micros: 5_000 } })
    },
    { horizonMicros: 10_000_000, script: crashed.map((node) => ({ at: 0, kind: 'crash', node }) as const) },
  )
  const trace = traceOf(run)
  const status = (reply: Reply | undefined): unknown =>
    reply?.kind === 'answered' ? reply.response.status : reply?.failure.cause
  return {
    replies,
    statuses: replies.map(status),
    asked: (node: string) => countByNode(trace).get(node),
    marks: Array.from({ length: trace.markCount }, (_, index) => trace.mark(index)),
  }
}

describe('a purge of a caching proxy', () => {
  const purges = { purges: true }

  it('makes the next request go to the origin', () => {
    const { asked } = play(
      [
        [0, 'GET /items/1'],
        [100_000, 'PURGE /items/1'],
        [200_000, 'GET /items/1'],
      ],
      purges,
    )
    expect(asked('shop')).toBe(2)
  })

  it('that overtakes an answer keeps it from being stored, and those who ask later ask together', () => {
    const { asked, statuses } = play(
      [
        [0, 'GET /items/1'],
        [2_000, 'GET /items/1'],
        [28_000, 'PURGE /items/1'],
        [32_000, 'GET /items/1'],
        [33_000, 'GET /items/1'],
        [200_000, 'GET /items/1'],
      ],
      purges,
    )
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200])
    expect(asked('shop')).toBe(2)
  })

  it('that is soft has what is stored validated', () => {
    const { replies } = play(
      [
        [0, 'GET /items/1'],
        [100_000, 'PURGE /items/1', { 'Soft-Purge': '1' }],
        [200_000, 'GET /items/1'],
      ],
      purges,
    )
    const [, , last] = replies
    expect(last?.kind === 'answered' && last.response.headers?.['Cache-Status']).toBe(
      'edge;fwd=stale;fwd-status=304;stored',
    )
  })

  it('is a method like others where it is not obeyed', () => {
    expect(play([[0, 'PURGE /items/1']], {}).statuses).toEqual([501])
  })
})

describe('several upstreams', () => {
  const upstreams = { upstreams: () => ['shop', 'other'] }

  it('are asked in order, the next one only when one cannot be reached', () => {
    expect(play([[0, 'GET /items/1']], upstreams).asked('other')).toBe(0)
    const fallen = play([[0, 'GET /items/1']], upstreams, ['shop'])
    expect([fallen.asked('shop'), fallen.asked('other'), fallen.statuses]).toEqual([1, 1, [200]])
    expect(fallen.marks.map(({ sentence }) => sentence)).toContain(
      'GET /items/1 goes to other instead of shop: refused.',
    )
  })

  it('that are all gone give 502', () => {
    expect(play([[0, 'GET /items/1']], upstreams, ['shop', 'other']).statuses).toEqual([502])
  })
})

it('work at a proxy takes time and is bounded', () => {
  const asks = Array.from({ length: 4 }, (): Ask => [0, 'GET /items/1'])
  const { statuses, replies } = play(asks, { work: { workers: 1, queueCapacity: 2, workMicros: 10_000 } })
  expect(statuses.filter((status) => status === 503)).toHaveLength(1)
  expect(replies.filter((reply) => reply?.kind === 'answered' && reply.tookMicros >= 12_000)).toHaveLength(3)
})

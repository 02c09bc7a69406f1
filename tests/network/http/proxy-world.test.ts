import { describe, expect, it } from 'vitest'
import type { CachingProxyOptions } from '../../../workers/components/caching-proxy-options'
import { ConnectionPool } from '../../../workers/network/http/connection-pool'
import { HeaderFields } from '../../../workers/network/http/header-fields'
import { toRequest } from '../../../workers/network/http/http-message'
import { type Reply, wireText } from '../../../workers/network/message'
import type { Scenario } from '../../../workers/scenario/scenario'
import type { Trace } from '../../../workers/trace/trace'
import { KeyAsker } from '../../components/key-asker'
import { hopsOf, runOf, traceOf } from '../hand-built'
import { buildShop } from './shop'

type Ask = readonly [at: number, line: string, headers?: Record<string, string>]

/** client → edge (a cache) → shop. */
function play(
  asks: readonly Ask[],
  control?: string,
  options: Partial<CachingProxyOptions> = {},
  script: Scenario['script'] = [],
): { replies: (Reply | undefined)[]; trace: Trace; marks: string[] } {
  const replies: (Reply | undefined)[] = []
  const requests = asks.map(([at, line, headers]) => {
    const [method = '', target = ''] = line.split(' ')
    return [at, toRequest({ method, target, headers: HeaderFields.of({ Host: 'shop', ...headers }) })] as const
  })
  const run = runOf(
    (world) => {
      world.node('client', 'client', (node) => new KeyAsker(node, 'edge', requests, replies))
      buildShop(world, control, options)
      world.link('client', 'edge', { latency: { kind: 'fixed', micros: 1_000 } })
    },
    { horizonMicros: 10_000_000, script },
  )
  const trace = traceOf(run)
  expect(trace.status).toMatchObject({ kind: 'finished' })
  return { replies, trace, marks: Array.from({ length: trace.markCount }, (_, index) => trace.mark(index).sentence) }
}

function statuses(replies: readonly (Reply | undefined)[]): unknown[] {
  return replies.map((reply) => (reply?.kind === 'answered' ? reply.response.status : reply?.failure.cause))
}

/** The lines of the access log. */
function log(marks: readonly string[]): string[] {
  return marks.filter((sentence) => sentence.includes(' → '))
}

function worked(trace: Trace): number | undefined {
  return trace.gauge(2, 'worked', trace.events)
}

describe('a client, a caching proxy and an origin', () => {
  it('write an access log that says why', () => {
    const { marks, replies, trace } = play(
      [
        [0, 'GET /items/1'],
        [500_000, 'GET /items/1'],
        [1_500_000, 'GET /items/1'],
        [1_600_000, 'PUT /items/1'],
        [1_700_000, 'GET /items/1'],
      ],
      'max-age=1',
    )
    expect(marks).toEqual([
      'GET /items/1 goes on to shop: nothing is stored for it.',
      'The answer to GET /items/1 is kept: stored, good for 1 s by max-age. Targets remembered: 1.',
      'GET /items/1 → 200, 233 bytes in 30 ms; edge;fwd=uri-miss;fwd-status=200;stored.',
      'GET /items/1 is answered from memory: 0.5 s old, good for 1 s by max-age.',
      'GET /items/1 → 200, 216 bytes in 0 µs; edge;hit;ttl=0.',
      'GET /items/1 goes on to shop: stale by 0.5 s (max-age).',
      'The answer to GET /items/1 is kept: the origin says that what is stored is still good. Targets remembered: 1.',
      'GET /items/1 → 200, 238 bytes in 30 ms; edge;fwd=stale;fwd-status=304;stored.',
      'PUT /items/1 goes on to shop: PUT is not cached.',
      'PUT /items/1 has changed something: /items/1 must be asked for anew.',
      'The answer 204 to PUT /items/1 is not kept: answers to PUT are not kept (RFC 9111 §3).',
      'PUT /items/1 → 204, 129 bytes in 30 ms; edge;fwd=method;fwd-status=204.',
      'GET /items/1 goes on to shop: nothing is stored for it.',
      'The answer to GET /items/1 is kept: stored, good for 1 s by max-age. Targets remembered: 1.',
      'GET /items/1 → 200, 222 bytes in 30 ms; edge;fwd=uri-miss;fwd-status=200;stored.',
    ])
    expect(statuses(replies)).toEqual([200, 200, 200, 204, 200])
    const [, hit] = replies
    if (hit?.kind !== 'answered') throw new Error('not answered')
    const lines = wireText('HTTP/1.1 200 OK', hit.response).split('\n')
    expect(hit.response.bytes).toBe(`${lines.join('\r\n')}\r\n\r\n{"name":"lamp"}`.length)
    expect(trace.gauge(1, 'hits', trace.events)).toBe(1)
    expect(worked(trace)).toBe(4)
    // What travels is to be read in the story of a request.
    const validation = hopsOf(trace).find(({ headers }) => headers.some((line) => line.startsWith('If-None-Match')))
    expect(validation?.headers).toEqual(['Host: shop', 'If-None-Match: "v1"', 'Via: 1.1 edge'])
  })

  it('ask once for many who come at once, and each asks alone without collapsing', () => {
    const crowd = Array.from({ length: 50 }, (_, index) => [index * 100, 'GET /items/1'] as const)
    const collapsed = play(crowd)
    expect(statuses(collapsed.replies)).toEqual(crowd.map(() => 200))
    expect(worked(collapsed.trace)).toBe(1)
    expect(collapsed.trace.gauge(1, 'collapsed', collapsed.trace.events)).toBe(49)
    expect(log(collapsed.marks)[1]).toMatch(/edge;fwd=uri-miss;ttl=0;collapsed\.$/)
    expect(collapsed.marks).toContain('GET /items/1 is on its way already: 49 more wait for that one answer.')
    expect(worked(play(crowd, 'max-age=1', { collapse: false }).trace)).toBe(50)
    // What may not be kept is asked for by each, after having waited for the first.
    expect(worked(play(crowd, 'no-store').trace)).toBe(50)
  })

  it('keep nothing of what was asked for before a change, and let nobody new wait for it', () => {
    // The shop has read v1 when the change comes, and its answer takes a detour of 60 ms.
    const detour = [
      { at: 25_500, kind: 'delay', link: ['edge', 'shop'], extraMicros: 60_000 },
      { at: 26_500, kind: 'delay', link: ['edge', 'shop'], extraMicros: 0 },
    ] as const
    const { replies, marks } = play(
      [
        [0, 'GET /items/1'],
        [10_000, 'PUT /items/1'],
        [50_000, 'GET /items/1'],
        [200_000, 'GET /items/1'],
      ],
      'max-age=9',
      {},
      detour,
    )
    expect(
      replies.map((reply) => (reply?.kind === 'answered' ? [reply.tookMicros, reply.response.headers?.ETag] : reply)),
    ).toEqual([
      [92_000, '"v1"'],
      [32_000, '"v2"'],
      [32_000, '"v2"'],
      [2_000, '"v2"'],
    ])
    expect(marks.filter((sentence) => sentence.includes('earlier') || sentence.includes('before a purge'))).toEqual([
      'PUT /items/1 comes to edge before what was asked for earlier: answers that will not be kept: 1.',
      'The answer 200 to GET /items/1 is not kept: it was asked for before a purge or a change.',
    ])
  })

  it('serve stale while one request renews it', () => {
    const asks = [0, 1_100_000, 1_101_000, 1_200_000].map((at) => [at, 'GET /items/1'] as const)
    const { replies, trace, marks } = play(asks, 'max-age=1, stale-while-revalidate=1')
    expect(replies.map((reply) => reply?.tookMicros)).toEqual([32_000, 2_000, 2_000, 2_000])
    expect(worked(trace)).toBe(2)
    expect(marks).toContain('GET /items/1 is renewed at shop while what is stale has been served.')
    expect(log(marks)[3]).toMatch(/edge;hit;ttl=0/)
  })

  it('stand in for an origin that is down, as long as stale-if-error allows', () => {
    const crash = [{ at: 500_000, kind: 'crash', node: 'shop' } as const]
    const asks = [0, 1_500_000, 4_000_000].map((at) => [at, 'GET /items/1'] as const)
    const { replies, marks } = play(asks, 'max-age=1, stale-if-error=2', {}, crash)
    expect(statuses(replies)).toEqual([200, 200, 502])
    expect(marks).toContain(
      'GET /items/1 is answered with what is stale: the origin fails with 502 (refused), and stale-if-error allows what is stored.',
    )
    expect(replies[2]).toMatchObject({ response: { failure: { cause: 'refused', by: 'shop' } } })
  })

  it('take the time that they use off a deadline, and stop working when it has passed', () => {
    const { replies, trace } = play([
      [0, 'GET /items/1', { 'grpc-timeout': '80m' }],
      [100_000, 'GET /items/9', { 'grpc-timeout': '20m' }],
      [200_000, 'GET /items/8', { 'grpc-timeout': '0m' }],
      [300_000, 'GET /items/7', { 'grpc-timeout': '4m' }],
    ])
    expect(statuses(replies)).toEqual([200, 504, 504, 504])
    const timeouts = hopsOf(trace).flatMap(({ headers }) => headers.filter((line) => line.startsWith('grpc-timeout')))
    expect(timeouts).toContain('grpc-timeout: 80000u')
    // The third is refused at the edge. Nobody takes the time on the wire off, so the shop works on the fourth in vain.
    expect(worked(trace)).toBe(3)
    expect(replies.map((reply) => reply?.tookMicros)).toEqual([32_000, 22_000, 2_000, 6_000])
  })

  it('pay for connections to the origin, and share them', () => {
    const pool: CachingProxyOptions['pool'] = (node) =>
      new ConnectionPool(node, {
        target: 'shop',
        maxConnections: 1,
        streams: 1,
        tls: true,
        idleMicros: 1_000_000,
        maxWaiting: 10,
      })
    const asks = ['1', '8', '9'].map((id) => [0, `GET /items/${id}`] as const)
    const { replies, marks } = play(asks, 'max-age=1', { pool: pool as NonNullable<typeof pool> })
    expect(replies.map((reply) => reply?.tookMicros)).toEqual([52_000, 82_000, 112_000])
    expect(marks).toContain('GET /items/8 waits at place 1 for shop: the one connection is busy.')
  })

  it('lose everything in a crash and nothing else', () => {
    const script = [
      { at: 300_000, kind: 'crash', node: 'edge' },
      { at: 310_000, kind: 'restart', node: 'edge' },
    ] as const
    const { replies, marks } = play(
      [
        [0, 'GET /items/1'],
        [400_000, 'GET /items/1'],
      ],
      'max-age=9',
      {},
      script,
    )
    expect(statuses(replies)).toEqual([200, 200])
    expect(marks.at(-3)).toBe('GET /items/1 goes on to shop: nothing is stored for it.')
  })
})

import { describe, expect, it } from 'vitest'
import { AppendOnlyFile, type FsyncPolicy } from '../../workers/components/append-only-file'
import { commandRequest, RedisServer, type RedisServerOptions } from '../../workers/components/redis-server'
import type { Reply } from '../../workers/network/message'
import type { World } from '../../workers/network/world'
import type { Scenario } from '../../workers/scenario/scenario'
import { runOf, sentencesOf, traceOf } from '../network/hand-built'
import { KeyAsker } from './key-asker'

type Asked = readonly [at: number, ...argv: string[]]

/** A client before one Redis; links take 100 µs. */
function play(
  asked: readonly Asked[],
  options: Partial<RedisServerOptions> = {},
  changes: Partial<Scenario> = {},
  more: (world: World) => void = () => {},
) {
  const replies: (Reply | undefined)[] = []
  const requests = asked.map(([at, ...argv]) => [at, commandRequest(argv)] as const)
  const run = runOf(
    (world) => {
      world.node('asker', 'client', (node) => new KeyAsker(node, 'redis', requests, replies))
      world.node('redis', 'redis', (node) => new RedisServer(node, { queueCapacity: 10, ...options }))
      world.link('asker', 'redis', { latency: { kind: 'fixed', micros: 100 } })
      more(world)
    },
    { horizonMicros: 5_000_000, ...changes },
  )
  const trace = traceOf(run)
  const bodies = replies.map((reply) => (reply?.kind === 'answered' ? reply.response.body : reply?.failure.cause))
  return { trace, bodies, replies }
}

describe('one thread', () => {
  it('answers commands, and keys go at their deadline', () => {
    const { bodies, trace } = play([
      [0, 'SET', 'a', '1', 'PX', '500'],
      [1000, 'INCR', 'a'],
      [2000, 'LPUSH', 'a', 'x'],
      [600_000, 'GET', 'a'],
    ])
    expect(bodies).toEqual([
      { ok: 'OK' },
      2,
      { err: 'WRONGTYPE Operation against a key holding the wrong kind of value' },
      false,
    ])
    expect(sentencesOf(trace)).toContain('redis runs INCR a: (integer) 2.')
  })

  it('a slow command delays all behind it', () => {
    const fill: Asked[] = [[0, 'RPUSH', 'long', ...Array.from({ length: 20_000 }, String)]]
    const { replies } = play([
      ...fill,
      [10_000, 'GET', 'a'],
      [20_000, 'LRANGE', 'long', '0', '-1'],
      [20_001, 'GET', 'a'],
    ])
    const took = replies.map((reply) => reply?.tookMicros ?? 0)
    expect(took[1]).toBe(201)
    // 20,000 elements at 50 ns.
    expect(took[3]).toBeGreaterThan(1100)
  })

  it('refuses what finds the queue full', () => {
    const long: Asked = [0, 'RPUSH', 'long', ...Array.from({ length: 50_000 }, String)]
    const { bodies, replies } = play(
      [long, ...Array.from({ length: 5 }, (_, index): Asked => [10 + index, 'GET', 'a'])],
      {
        queueCapacity: 3,
      },
    )
    expect(bodies.slice(1)).toEqual([false, false, false, undefined, undefined])
    expect(replies.slice(-2).map((reply) => reply?.kind === 'answered' && reply.response.failure?.cause)).toEqual([
      'queue full',
      'queue full',
    ])
  })

  it('a client waits without the thread, until something comes or its time is over', () => {
    const { bodies, replies } = play([
      [0, 'BLPOP', 'queue', '0'],
      [1000, 'BLPOP', 'other', '0.25'],
      [50_000, 'RPUSH', 'queue', 'item'],
    ])
    expect(bodies).toEqual([['queue', 'item'], false, 1])
    expect(replies[0]?.tookMicros).toBeGreaterThan(50_000)
    expect(replies[1]?.tookMicros).toBeGreaterThan(250_000)
    expect(replies[1]?.tookMicros).toBeLessThan(252_000)
  })
})

describe('append-only file', () => {
  const crash = (at: number, policy: FsyncPolicy) =>
    play(
      [
        [200_000, 'SET', 'early', '1'],
        [1_200_000, 'SET', 'late', '1'],
        [2_500_000, 'MGET', 'early', 'late'],
      ],
      { file: new AppendOnlyFile(policy) },
      {
        script: [
          { at, kind: 'crash', node: 'redis' },
          { at: 2_000_000, kind: 'restart', node: 'redis' },
        ],
      },
    )

  it('everysec loses at most the last second', () => {
    const { bodies, trace } = crash(1_500_000, 'everysec')
    expect(bodies[2]).toEqual(['1', false])
    expect(sentencesOf(trace)).toContain(
      'redis reads 1 changes back from its append-only file; 1 were not on the disk yet (everysec) and are lost.',
    )
  })

  it('always loses nothing, and no file loses all', () => {
    expect(crash(1_500_000, 'always').bodies[2]).toEqual(['1', '1'])
    expect(crash(1_500_000, 'no').bodies[2]).toEqual([false, false])
  })
})

describe('replication', () => {
  /** A replica behind a link of 10 ms, which is promoted at two seconds. */
  function failover(asked: readonly Asked[], crashAt: number, cutAt = crashAt) {
    const late: (Reply | undefined)[] = []
    const played = play(
      asked,
      { replicas: ['replica'] },
      {
        script: [
          { at: cutAt, kind: 'cut', link: ['redis', 'replica'] },
          { at: crashAt, kind: 'crash', node: 'redis' },
          { at: 2_000_000, kind: 'act', action: 'promote', target: 'replica' },
        ],
      },
      (world) => {
        let replica: RedisServer | null = null
        world.node('replica', 'redis', (node) => {
          replica = new RedisServer(node, { queueCapacity: 10, isReplica: true })
          return replica
        })
        const requests = [
          [1_900_000, commandRequest(['SET', 'new', '1'])],
          [2_100_000, commandRequest(['SET', 'new', '1'])],
          [2_200_000, commandRequest(['MGET', 'a', 'b', 'new'])],
        ] as const
        world.node('later', 'client', (node) => new KeyAsker(node, 'replica', requests, late))
        world.link('redis', 'replica', { latency: { kind: 'fixed', micros: 10_000 } })
        world.link('later', 'replica', { latency: { kind: 'fixed', micros: 100 } })
        world.onAction('promote', () => replica?.promote())
      },
    )
    const answers = late.map((reply) => (reply?.kind === 'answered' ? reply.response.body : null))
    return { ...played, answers }
  }

  it('answers before the replica has it, so a failover loses the last writes', () => {
    const { bodies, answers } = failover(
      [
        [0, 'SET', 'a', '1'],
        [1_000_000, 'SET', 'b', '1'],
      ],
      1_002_000,
      999_000,
    )
    expect(bodies).toEqual([{ ok: 'OK' }, { ok: 'OK' }])
    expect(answers).toEqual([
      { err: "READONLY You can't write against a read only replica." },
      { ok: 'OK' },
      ['1', false, '1'],
    ])
  })

  it('WAIT answers when the replica has confirmed, and what it covers survives', () => {
    const { bodies, replies, answers } = failover(
      [
        [0, 'SET', 'a', '1'],
        [1_000_000, 'SET', 'b', '1'],
        [1_000_500, 'WAIT', '1', '0'],
      ],
      1_030_000,
    )
    expect(bodies[2]).toBe(1)
    expect(replies[2]?.tookMicros).toBeGreaterThan(19_000)
    expect(answers[2]).toEqual(['1', '1', '1'])
  })

  it('a replica that restarts empty is sent everything', () => {
    const late: (Reply | undefined)[] = []
    const { trace } = play(
      [
        [0, 'RPUSH', 'list', 'a', 'b'],
        [10_000, 'SET', 'key', '1', 'PX', '60000'],
        [1_000_000, 'SET', 'after', '1'],
      ],
      { replicas: ['replica'] },
      {
        script: [
          { at: 500_000, kind: 'crash', node: 'replica' },
          { at: 600_000, kind: 'restart', node: 'replica' },
        ],
      },
      (world) => {
        world.node('replica', 'redis', (node) => new RedisServer(node, { queueCapacity: 10, isReplica: true }))
        const requests = [
          [900_000, commandRequest(['DBSIZE'])],
          [2_000_000, commandRequest(['LRANGE', 'list', '0', '-1'])],
          [2_000_000, commandRequest(['MGET', 'key', 'after'])],
        ] as const
        world.node('reader', 'client', (node) => new KeyAsker(node, 'replica', requests, late))
        world.link('redis', 'replica', { latency: { kind: 'fixed', micros: 1000 } })
        world.link('reader', 'replica', { latency: { kind: 'fixed', micros: 100 } })
      },
    )
    const answers = late.map((reply) => (reply?.kind === 'answered' ? reply.response.body : null))
    expect(answers).toEqual([0, ['a', 'b'], ['1', '1']])
    expect(sentencesOf(trace)).toContain(
      'replica cannot go on where it stopped: redis sends it all it holds, 5 commands.',
    )
  })
})

describe('what it shows and how it is asked', () => {
  it('counts what its keys take, with no limit too', () => {
    const { trace } = play([
      [0, 'SET', 'a', '12345'],
      [1000, 'SET', 'b', '1', 'PX', '500'],
      [2000, 'DEL', 'a'],
      [900_000, 'FLUSHALL'],
    ])
    const bytesAt = (micros: number) => trace.gauge(1, 'bytes', trace.countBefore(micros))
    // The header of a key and its name, the header of a value and its text; a deadline for b.
    expect([900, 1900, 2900, 800_000, 1_000_000].map(bytesAt)).toEqual([56 + 1 + 16 + 5, 78 + 98, 98, 0, 0])
  })

  it('shows its first keys with the time they live still, and keeps deadlines by its own clock', () => {
    const clock = { offsetMicros: 0 }
    const asked: Asked[] = [
      [0, 'SET', 'lock', 'me', 'NX', 'PX', '500'],
      [200_000, 'PTTL', 'lock'],
      [300_000, 'TIME'],
      [400_000, 'GET', 'lock'],
      [500_000, 'SET', 'for-ever', '1'],
    ]
    const { bodies, trace } = play(asked, { shownKeys: 1 })
    expect(bodies.slice(0, 2)).toEqual([{ ok: 'OK' }, 300])
    const jumped = play(
      asked,
      { clock, shownKeys: 1 },
      { script: [{ at: 350_000, kind: 'act', action: 'jump', target: 'redis' }] },
      (world) =>
        world.onAction('jump', () => {
          clock.offsetMicros += 1_000_000
        }),
    )
    expect(bodies[3]).toBe('me')
    expect(jumped.bodies[3]).toBe(false)
    const keyspaceAt = (micros: number) => trace.reading(1, trace.countBefore(micros)).keyspace
    expect(keyspaceAt(190_000)).toEqual([{ key: 'lock', value: 'me', leftMs: 400, fullMs: 500 }])
    expect(keyspaceAt(5_000_000)).toEqual([{ key: 'for-ever', value: '1', leftMs: null, fullMs: null }])
  })
})

describe('a subscriber', () => {
  it('is sent each message of its channel once, after a restart too, and none while the link is cut', () => {
    const heard: string[] = []
    const { bodies } = play(
      [
        [0, 'PUBLISH', 'news', 'a'],
        [10_000, 'PUBLISH', 'other', 'b'],
        [20_000, 'PUBLISH', 'news', 'c'],
        [200_000, 'PUBLISH', 'news', 'd'],
      ],
      { subscribers: [{ node: 'listener', channel: 'news' }] },
      {
        script: [
          { at: 15_000, kind: 'cut', link: ['redis', 'listener'] },
          { at: 30_000, kind: 'heal', link: ['redis', 'listener'] },
          { at: 100_000, kind: 'restart', node: 'redis' },
        ],
      },
      (world) => {
        world.node('listener', 'server', () => ({
          *handle({ label }) {
            heard.push(label)
            return { status: 200 }
          },
        }))
        world.link('redis', 'listener', { latency: { kind: 'fixed', micros: 100 } })
      },
    )
    expect(bodies).toEqual([1, 0, 1, 1])
    expect(heard).toEqual(['message a', 'message d'])
  })
})

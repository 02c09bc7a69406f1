import { describe, expect, it } from 'vitest'
import { LeastRecentlyUsed } from '../../workers/algorithms/eviction/least-recently-used'
import { Sieve } from '../../workers/algorithms/eviction/sieve'
import { PolicyCache, type PolicyCacheOptions } from '../../workers/components/policy-cache'
import { rowText } from '../../workers/components/row-text'
import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import type { Reply, Request, Response } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'
import type { Scenario } from '../../workers/scenario/scenario'
import type { Trace } from '../../workers/trace/trace'
import { runOf, sentencesOf, traceOf } from '../network/hand-built'
import { KeyAsker } from './key-asker'

const CACHE = 1
const DATABASE = 2

/** Answers after 1 ms and counts the queries; keys that begin with `x` fail. */
class Database implements Component {
  constructor(private readonly node: Node) {}

  *handle({ key }: Request): Process<Response> {
    this.node.gauge('queries').add(1)
    yield* this.node.sleep(1_000)
    if (key?.startsWith('x')) return { status: 500, failure: { cause: 'no such row', by: this.node.name } }
    return { status: 200 }
  }
}

function ask(
  requests: readonly (readonly [at: number, key: string])[],
  options: Partial<PolicyCacheOptions> = {},
  changes: Partial<Scenario> = {},
): { replies: (Reply | undefined)[]; trace: Trace } {
  const replies: (Reply | undefined)[] = []
  const asked = requests.map(([at, key]) => [at, { label: `GET ${key}`, key }] as const)
  const run = runOf((world) => {
    world.node('asker', 'client', (node) => new KeyAsker(node, 'cache', asked, replies))
    world.node(
      'cache',
      'policy-cache',
      (node) =>
        new PolicyCache(node, {
          createPolicy: (tell) => new LeastRecentlyUsed(2, tell),
          database: 'database',
          timeoutMicros: 50_000,
          workers: 1,
          queueCapacity: 10,
          serviceMicros: 100,
          ...options,
        }),
    )
    world.node('database', 'database', (node) => new Database(node))
    for (const [from, to] of [
      ['asker', 'cache'],
      ['cache', 'database'],
    ] as const)
      world.link(from, to, { latency: { kind: 'fixed', micros: 0 } })
  }, changes)
  return { trace: traceOf(run), replies }
}

function hitsOf(replies: readonly (Reply | undefined)[]): unknown[] {
  return replies.map((reply) => (reply?.kind === 'answered' ? (reply.response.body ?? reply.response.status) : reply))
}

describe('a read-through cache', () => {
  it('loads what it misses, has it then, and says who leaves and why', () => {
    const { replies, trace } = ask([
      [0, 'a'],
      [10_000, 'b'],
      [20_000, 'a'],
      [30_000, 'c'],
    ])
    expect(hitsOf(replies)).toEqual([{ isHit: false }, { isHit: false }, { isHit: true }, { isHit: false }])
    expect(replies.map((reply) => reply?.tookMicros)).toEqual([1_100, 1_100, 100, 1_100])
    expect(sentencesOf(trace)).toEqual([
      'a is a miss: it enters the list.',
      'b is a miss: it enters the list.',
      'a is a hit: it moves to the head of the list.',
      'b leaves: its last use lies furthest back.',
      'c is a miss: it enters the list.',
    ])
    expect(trace.reading(CACHE, trace.events)).toMatchObject({
      entries: 2,
      hits: 1,
      misses: 3,
      'row:list': 'c a',
      'length:list': 2,
      'room:list': 2,
    })
  })

  it('tells the rows after every step but the last of an access, and who has left so far', () => {
    const { trace } = ask([
      [0, 'a'],
      [10_000, 'b'],
      [20_000, 'c'],
    ])
    const steps = [2, 3].map((index) => trace.mark(index).details)
    expect(steps).toMatchObject([
      { key: 'a', rows: ['b'], out: ['a'] },
      { key: 'c', rows: [], out: ['a'] },
    ])
  })

  it('loads a key once for all who ask for it meanwhile', () => {
    const { replies, trace } = ask([
      [0, 'a'],
      [200, 'a'],
      [400, 'a'],
    ])
    expect(trace.gauge(DATABASE, 'queries', trace.events)).toBe(1)
    expect(replies.map((reply) => reply?.tookMicros)).toEqual([1_100, 900, 700])
    expect(hitsOf(replies)).toEqual([{ isHit: false }, { isHit: true }, { isHit: true }])
  })

  it('gives the place back when a load fails, and tells all who waited the same cause', () => {
    const { replies, trace } = ask([
      [0, 'x1'],
      [200, 'x1'],
    ])
    for (const reply of replies)
      expect(reply).toMatchObject({ response: { status: 502, failure: { cause: 'no such row', by: 'database' } } })
    expect(sentencesOf(trace).at(-1)).toBe('x1 cannot be loaded (no such row): its place is given back.')
    expect(trace.gauge(CACHE, 'entries', trace.events)).toBe(0)
  })

  it('forgets everything in a crash, also what it was loading', () => {
    const { replies, trace } = ask(
      [
        [0, 'a'],
        [10_000, 'b'],
        [20_000, 'a'],
      ],
      {},
      {
        script: [
          { at: 10_500, kind: 'crash', node: 'cache' },
          { at: 11_000, kind: 'restart', node: 'cache' },
        ],
      },
    )
    expect(replies[1]).toMatchObject({ kind: 'failed' })
    expect(hitsOf(replies)[2]).toEqual({ isHit: false })
    expect(trace.reading(CACHE, trace.events)).toMatchObject({ entries: 1, 'row:list': 'a' })
  })

  it('without a policy says why and passes every request on', () => {
    const { replies, trace } = ask(
      [
        [0, 'a'],
        [10_000, 'a'],
      ],
      { createPolicy: () => 'No capacity.' },
    )
    expect(hitsOf(replies)).toEqual([{ isHit: false }, { isHit: false }])
    expect(sentencesOf(trace)).toEqual(['No capacity. Nothing is cached: every request goes to the database.'])
  })
})

describe('the text of a row', () => {
  it('has counts and the hand, and of a long row its first five and last four keys', () => {
    const sieve = new Sieve(12)
    for (let key = 1; key <= 12; key++) sieve.set(`k${key}`, 0)
    sieve.get('k1', 0)
    expect(sieve.rows().map(rowText)).toEqual(['k12:0 k11:0 k10:0 k9:0 k8:0 … k4:0 k3:0 k2:0 ^k1:1'])
    const short = new LeastRecentlyUsed(10)
    expect(short.rows().map(rowText)).toEqual([''])
    for (let key = 1; key <= 10; key++) short.set(`k${key}`, 0)
    expect(short.rows().map(rowText)).toEqual(['k10 k9 k8 k7 k6 k5 k4 k3 k2 k1'])
  })
})

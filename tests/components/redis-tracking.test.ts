import { describe, expect, it } from 'vitest'
import { RedisClient } from '../../workers/components/redis-client'
import { RedisServer } from '../../workers/components/redis-server'
import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import type { Request, Response } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'
import { runOf, traceOf } from '../network/hand-built'

type Step = readonly [at: number, ...command: string[]]

/** Sends commands at given moments over a connection of its own name, and notes what it is told. */
class Reader implements Component {
  private readonly redis: RedisClient

  constructor(
    private readonly node: Node,
    private readonly steps: readonly Step[],
    private readonly told: string[],
  ) {
    this.redis = new RedisClient(node, () => 'redis', 1_000_000, node.name)
  }

  *start(): Process {
    for (const [at, ...command] of this.steps) {
      yield* this.node.sleep(at - this.node.now)
      yield* this.redis.command(...command)
    }
  }

  *handle({ label }: Request): Process<Response> {
    this.told.push(`${Math.round(this.node.now / 1_000)} ms ${this.node.name} ${label}`)
    return { status: 204 }
  }
}

function toldBy(a: readonly Step[], b: readonly Step[], script: Parameters<typeof runOf>[1] = {}): string[] {
  const told: string[] = []
  const run = runOf(
    (world) => {
      world.node('a', 'app', (node) => new Reader(node, a, told))
      world.node('b', 'app', (node) => new Reader(node, b, told))
      const options = { queueCapacity: 10, tracking: { clients: ['a', 'b'], prefixes: ['k'] } }
      world.node('redis', 'redis', (node) => new RedisServer(node, options))
      for (const name of ['a', 'b']) world.link(name, 'redis', { latency: { kind: 'fixed', micros: 100 } })
    },
    { horizonMicros: 2_000_000, ...script },
  )
  traceOf(run)
  return told
}

describe('tracking', () => {
  it('tells who has read a key that it has changed, once, until it is read again', () => {
    const a: Step[] = [
      [10_000, 'GET', 'k1'],
      [50_000, 'GET', 'k1'],
    ]
    const b: Step[] = [
      [20_000, 'SET', 'k1', 'x'],
      [30_000, 'SET', 'k1', 'y'],
      [40_000, 'SET', 'k2', 'y'],
      [60_000, 'DEL', 'k1'],
      [70_000, 'DEL', 'k1'],
    ]
    expect(toldBy(a, b)).toEqual(['20 ms a message k1', '60 ms a message k1'])
  })
  it('tells all who have read it, but not who has changed it, nor of other names', () => {
    const a: Step[] = [
      [10_000, 'MGET', 'k1', 'other'],
      [30_000, 'SET', 'k1', 'x'],
    ]
    const b: Step[] = [
      [20_000, 'GET', 'k1'],
      [40_000, 'SET', 'other', 'x'],
    ]
    expect(toldBy(a, b)).toEqual(['30 ms b message k1'])
  })
  it('tells when it ends', () => {
    const a: Step[] = [
      [10_000, 'SET', 'k1', 'x', 'PX', '50'],
      [20_000, 'GET', 'k1'],
    ]
    expect(toldBy(a, [])).toHaveLength(1)
  })
  it('says it again when the line was cut, and not to who has crashed', () => {
    const a: Step[] = [[10_000, 'GET', 'k1']]
    const b: Step[] = [[50_000, 'SET', 'k1', 'x']]
    const cut = (until: number) =>
      [
        { at: 40_000, kind: 'cut', link: ['a', 'redis'] },
        { at: until, kind: 'heal', link: ['a', 'redis'] },
      ] as const
    expect(toldBy(a, b, { script: cut(180_000) })).toEqual(['200 ms a message k1'])
    expect(toldBy(a, b, { script: [{ at: 40_000, kind: 'crash', node: 'a' }] })).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { RowTable } from '../../workers/algorithms/storage/row-table'
import { appendChanges, operationOf } from '../../workers/components/database-requests'
import { LogShipping, type LogShippingOptions } from '../../workers/components/log-shipping'
import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import type { Request, Response } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'
import type { Scenario } from '../../workers/scenario/scenario'
import { runOf, traceOf } from '../network/hand-built'

const WAY = 1_000

interface Arrival {
  readonly at: number
  readonly after: number
  readonly count: number
}

/** Puts a change into its log at each of some moments; whatever else it does is a process of the test. */
class Primary implements Component {
  readonly table = new RowTable()
  readonly shipping: LogShipping

  constructor(
    private readonly node: Node,
    options: Omit<LogShippingOptions, 'followers'>,
    private readonly writesAt: readonly number[],
    private readonly also: (node: Node, primary: Primary) => Process,
  ) {
    this.shipping = new LogShipping(node, this.table, { followers: ['r1', 'r2'], ...options })
  }

  *start(): Process {
    this.node.spawnFresh('what the test does', this.also(this.node, this))
    for (const at of this.writesAt) {
      yield* this.node.sleep(at - this.node.now)
      this.table.put('k', at)
      this.shipping.changed()
    }
  }
}

/** Takes what it is sent, unless it is told to answer something else. */
class Replica implements Component {
  private readonly table = new RowTable()

  constructor(
    private readonly node: Node,
    private readonly arrivals: Arrival[],
    private readonly instead: Response | null,
  ) {}

  *handle(request: Request): Process<Response> {
    const operation = operationOf(request)
    if (operation?.kind !== 'append') throw new Error(`no append: ${request.label}`)
    this.arrivals.push({ at: this.node.now, after: operation.after, count: operation.changes.length })
    if (this.instead !== null) return this.instead
    const isGap = operation.after > this.table.position
    for (const change of operation.changes) this.table.apply(change)
    return { status: isGap ? 409 : 200, body: { position: this.table.position } }
  }
}

interface Play {
  readonly options?: Partial<LogShippingOptions>
  readonly writesAt?: readonly number[]
  readonly also?: (node: Node, primary: Primary) => Process
  readonly instead?: Response
  readonly script?: Scenario['script']
}

function* nothing(): Process {}

/** A primary and two replicas, 1 ms apart. @returns what reached each of them */
function play({ options = {}, writesAt = [], also = nothing, instead, script = [] }: Play) {
  const arrivals: Record<'r1' | 'r2', Arrival[]> = { r1: [], r2: [] }
  const run = runOf(
    (world) => {
      const all = { batch: 10, patienceMicros: 20_000, ...options }
      world.node('db', 'database', (node) => new Primary(node, all, writesAt, also))
      for (const name of ['r1', 'r2'] as const) {
        world.node(
          name,
          'database',
          (node) => new Replica(node, arrivals[name], name === 'r1' ? (instead ?? null) : null),
        )
        world.link('db', name, { latency: { kind: 'fixed', micros: WAY } })
      }
    },
    { script },
  )
  traceOf(run)
  return arrivals
}

describe('a log that is shipped', () => {
  it('tells every replica at each heartbeat how far it goes, also when there is nothing to send', () => {
    const { r1, r2 } = play({ options: { heartbeatMicros: 50_000 } })
    const beats = r1.filter(({ at }) => at < 250_000)
    expect(beats).toEqual([0, 1, 2, 3, 4].map((beat) => ({ at: beat * 50_000 + WAY, after: 0, count: 0 })))
    expect(r2).toEqual(r1)
  })
  it('says nothing without a heartbeat and without a change', () => {
    expect(play({}).r1).toEqual([])
  })
  it('sends a change at once, and only at the next heartbeat when it is periodic', () => {
    const writesAt = [60_000, 70_000]
    const sent = (isPeriodic: boolean) =>
      play({ options: { heartbeatMicros: 50_000, isPeriodic }, writesAt })
        .r1.filter(({ count }) => count > 0)
        .map(({ at, count }) => [at, count])
    expect(sent(false)).toEqual([
      [60_000 + WAY, 1],
      [70_000 + WAY, 1],
    ])
    expect(sent(true)).toEqual([[100_000 + WAY, 2]])
    // What comes while a beat is under way waits for the next one too.
    writesAt.push(100_500)
    expect(sent(true)).toEqual([
      [100_000 + WAY, 2],
      [150_000 + WAY, 1],
    ])
  })
  it('has as many messages under way as its window allows, each behind what the one before carries', () => {
    const writesAt = [10_000, 10_100, 10_200, 10_300]
    const sent = (window: number | null) =>
      play({ options: window === null ? {} : { window }, writesAt }).r1.map(({ at, after, count }) => [
        at - WAY,
        after,
        count,
      ])
    // One by one: what came meanwhile goes with the next message, a way there and back later.
    expect(sent(1)).toEqual([
      [10_000, 0, 1],
      [12_000, 1, 3],
    ])
    expect(sent(2)).toEqual([
      [10_000, 0, 1],
      [10_100, 1, 1],
      [12_000, 2, 2],
    ])
    expect(sent(4)).toEqual(writesAt.map((at, index) => [at, index, 1]))
    // As a stream, if nothing else is said: a change is on its way at once, and one way behind at the replica.
    expect(sent(null)).toEqual(sent(4))
  })
  it('tries one message after the other with a replica that it has lost, and streams again when one arrives', () => {
    const sent: (readonly [at: number, after: number, count: number])[] = []
    let now = () => 0
    const writesAt = [10_000, 60_000, 61_000, 62_000, 63_000, 300_000, 300_100, 300_200]
    const { r1 } = play({
      writesAt,
      options: {
        message: (after, changes) => {
          sent.push([now(), after, changes.length])
          return appendChanges(after, changes)
        },
      },
      script: [
        { at: 50_000, kind: 'cut', link: ['db', 'r1'] },
        { at: 50_000, kind: 'cut', link: ['db', 'r2'] },
        { at: 150_000, kind: 'heal', link: ['db', 'r1'] },
      ],
      *also(node) {
        now = () => node.now
      },
    })
    // What was under way when it was lost, once for each replica; then one message every 40 ms for each.
    const whileLost = sent.filter(([at]) => at > 63_000 && at < 150_000)
    expect(whileLost.map(([at, after, count]) => [at, after, count])).toEqual(
      [100_000, 140_000].flatMap((at) => [
        [at, 1, 4],
        [at, 1, 4],
      ]),
    )
    expect(r1.filter(({ at }) => at > 150_000)).toEqual([
      { at: 181_000, after: 1, count: 4 },
      ...[300_000, 300_100, 300_200].map((at, index) => ({ at: at + WAY, after: 5 + index, count: 1 })),
    ])
  })
  it('counts who has confirmed anything lately', () => {
    const heard: number[] = []
    play({
      options: { heartbeatMicros: 50_000 },
      script: [{ at: 120_000, kind: 'cut', link: ['db', 'r2'] }],
      *also(node, { shipping }) {
        for (const at of [110_000, 140_000, 210_000]) {
          yield* node.sleep(at - node.now)
          heard.push(shipping.heardWithin(60_000))
        }
      },
    })
    // r2 confirms its last heartbeat at 102 ms: 38 ms ago at 140 ms, 108 ms ago at 210 ms.
    expect(heard).toEqual([2, 2, 1])
  })
  it('hands a strange answer to its owner, and asks that replica again after its patience only', () => {
    const refusals: [string, number | null][] = []
    const { r1, r2 } = play({
      writesAt: [10_000],
      instead: { status: 410, failure: { cause: 'fenced', by: 'r1' } },
      options: {
        refused: (name, reply) => refusals.push([name, reply.kind === 'answered' ? reply.response.status : null]),
      },
    })
    expect(refusals.slice(0, 2)).toEqual([
      ['r1', 410],
      ['r1', 410],
    ])
    expect(r1.slice(0, 3).map(({ at }) => at)).toEqual([11_000, 11_000 + 22_000, 11_000 + 44_000])
    expect(r2).toHaveLength(1)
  })
  it('ships no more once it is stopped, and lets nobody wait for a confirmation', () => {
    const answers: [boolean, number][] = []
    const { r1 } = play({
      options: { heartbeatMicros: 50_000 },
      writesAt: [60_000, 200_000],
      script: [
        { at: 55_000, kind: 'cut', link: ['db', 'r1'] },
        { at: 55_000, kind: 'cut', link: ['db', 'r2'] },
        { at: 90_000, kind: 'heal', link: ['db', 'r1'] },
      ],
      *also(node, { shipping }) {
        yield* node.sleep(65_000)
        node.spawnFresh(
          'wait',
          (function* (): Process {
            const isHeld = yield* shipping.waitFor(1, 1)
            answers.push([isHeld, node.now])
          })(),
        )
        yield* node.sleep(5_000)
        shipping.stop()
      },
    })
    expect(answers).toEqual([[false, 70_000]])
    expect(r1.filter(({ at }) => at > 70_000)).toEqual([])
  })
})

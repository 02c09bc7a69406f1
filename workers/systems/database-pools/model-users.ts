import { Client } from '../../components/client'
import { type ArrivalProcess, drawWork, type WorkDistribution } from '../../components/workload'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { isSuccess, type Reply } from '../../network/message'
import type { Node } from '../../network/node'
import type { LoadTest } from './model-load-test'
import * as marks from './model-marks'
import { toldOf, type Wish, wishRequest } from './model-messages'
import type { PoolWitness } from './model-witness'

export interface UsersOptions {
  /** They are asked in turns. */
  readonly apps: readonly string[]
  readonly arrivals: ArrivalProcess
  /** So many users ask, wait for the answer, think and ask again; 0: requests come at their own rate. */
  readonly closedUsers: number
  readonly thinkMicros: Micros
  /** Whether a session looks at what it has saved, after a time of this mean; null for not. */
  readonly lookMicros: Micros | null
  readonly timeoutMicros: Micros
  readonly writePercent: number
  readonly reportPercent: number
  readonly pagePercent: number
  readonly sizes: WorkDistribution
  readonly workMicros: Micros
  readonly reportMicros: Micros
  readonly keys: number
}

/**
 * People who use the application. Each write is a session of its own, which may look at what it has saved. Reading: that
 * of a client, and `looks` and `stale`.
 */
export class Users implements Component {
  private readonly client: Client
  private readonly lots: RandomStream
  private readonly pauses: RandomStream
  private turn = 0
  private sessions = 0

  constructor(
    private readonly node: Node,
    private readonly options: UsersOptions,
    private readonly witness: PoolWitness,
    /** Told of every answer; null where nobody measures. */
    private readonly test: LoadTest | null = null,
  ) {
    const { arrivals, timeoutMicros } = options
    const { apps } = options
    const target = (): string => apps[this.turn++ % apps.length] as string
    this.client = new Client(node, { target, arrivals, timeoutMicros, next: () => wishRequest(this.draw(), 0) })
    this.lots = node.random('requests')
    this.pauses = node.random('pauses')
    node.gauge('looks').set(0)
    node.gauge('stale').set(0)
  }

  *start(): Process {
    const { node, options } = this
    for (let user = 0; user < options.closedUsers; user++) node.spawnFresh('user', this.visitAgainAndAgain())
    if (options.closedUsers > 0) {
      if (this.test !== null) yield* this.test.run()
      return
    }
    for (;;) {
      yield* node.sleep(options.arrivals.nextGap())
      node.spawnFresh('ask', this.visit())
    }
  }

  private *visitAgainAndAgain(): Process {
    const { thinkMicros } = this.options
    for (;;) {
      if (thinkMicros > 0) yield* this.node.sleep(this.pauses.exponential(thinkMicros))
      yield* this.visit()
    }
  }

  private *visit(): Process {
    const wish = this.draw()
    const began = this.node.now
    const reply = yield* this.ask(wish)
    if (reply.kind === 'answered' && isSuccess(reply)) this.test?.answered(began)
    const { lookMicros } = this.options
    if (wish.kind !== 'write' || lookMicros === null || reply.kind !== 'answered' || !isSuccess(reply)) return
    yield* this.look(++this.sessions, wish.key, toldOf(reply.response).version, lookMicros)
  }

  private *look(session: number, key: string, saved: number, lookMicros: Micros): Process {
    const { node } = this
    const began = node.now
    yield* node.sleep(this.pauses.exponential(lookMicros))
    const after = node.now - began
    const reply = yield* this.ask({ kind: 'read', key, needed: saved })
    if (reply.kind !== 'answered' || !isSuccess(reply)) return
    const { version, by } = toldOf(reply.response)
    node.gauge('looks').add(1)
    this.witness.read(session, key, saved, version)
    if (version >= saved) return node.mark(marks.fresh, { session, key, saved, after, by })
    node.gauge('stale').add(1)
    node.mark(marks.stale, { session, key, saved, read: version, after, by })
  }

  private *ask(wish: Wish): Process<Reply> {
    return yield* this.client.ask(wishRequest(wish, this.drawWork(wish)))
  }

  private draw(): Wish {
    const { writePercent, reportPercent, pagePercent, keys } = this.options
    const lot = this.lots.integer(100)
    const key = `order-${1 + this.lots.integer(keys)}`
    const needed = null
    if (lot < writePercent) return { kind: 'write', key, needed }
    if (lot < writePercent + reportPercent) return { kind: 'report', key, needed }
    return { kind: lot < writePercent + reportPercent + pagePercent ? 'page' : 'read', key, needed }
  }

  private drawWork({ kind }: Wish): Micros {
    const { sizes, workMicros, reportMicros } = this.options
    const work = drawWork(sizes, workMicros, this.lots)
    return kind === 'report' ? reportMicros : Math.max(1, work)
  }
}

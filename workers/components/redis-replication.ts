import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Gauge, Node } from '../network/node'
import type { Effect, Redis } from '../network/redis/redis'
import { encodeCommand } from '../network/redis/resp-encoder'
import { snapshotEffects } from '../network/redis/snapshot'
import type { Plain } from '../protocol'
import * as marks from './redis-marks'

/** Begins the label of what a primary sends its replicas. */
export const REPLICATION_LABEL = 'replicate'
/** A replica that does not answer is asked again after this time. */
const PATIENCE_MICROS: Micros = 1_000_000

/**
 * A part of the replication stream: changes, the offset before them (null: everything from the beginning, whatever the
 * replica holds) and the offset behind them.
 */
export type StreamPart = { readonly effects: readonly Effect[]; readonly from: number | null; readonly offset: number }

interface Follower {
  readonly name: string
  waiting: Effect[]
  isSending: boolean
  /** What it has confirmed. */
  offset: number
}

/** The primary's end of replication: every change in order to every replica, and how far each has confirmed. */
export class Replication {
  offset = 0
  readonly #node: Node
  readonly #redis: Redis
  readonly #followers: readonly Follower[]
  readonly #gauge: Gauge

  constructor(node: Node, redis: Redis, replicas: readonly string[]) {
    this.#node = node
    this.#redis = redis
    this.#followers = replicas.map((name) => ({ name, waiting: [], isSending: false, offset: 0 }))
    this.#gauge = node.gauge('offset')
    this.#gauge.set(0)
    redis.acknowledgedReplicas = (mark) => this.#followers.filter(({ offset }) => offset >= mark).length
  }

  /** Asynchronous: the client that made the change has its answer before a replica has the change. */
  send(effects: readonly Effect[]): void {
    this.moveTo(this.offset + sizeOf(effects))
    for (const follower of this.#followers) {
      follower.waiting.push(...effects)
      if (follower.isSending) continue
      follower.isSending = true
      this.#node.spawnFresh(`replicate to ${follower.name}`, this.#feed(follower))
    }
  }

  moveTo(offset: number): void {
    this.offset = offset
    this.#redis.replicationMark = offset
    this.#gauge.set(offset)
  }

  *#feed(follower: Follower): Process {
    while (follower.waiting.length > 0) {
      const effects = follower.waiting
      follower.waiting = []
      const part: StreamPart = { effects, from: follower.offset, offset: follower.offset + sizeOf(effects) }
      const status = yield* this.#ask(follower, part)
      if (status === 200) continue
      if (status === 409) {
        // It has restarted, or had another primary: what it holds is no beginning of this stream.
        follower.waiting = []
        const all = [{ database: 0, argv: ['FLUSHALL'] }, ...snapshotEffects(this.#redis)]
        this.#node.mark(marks.resynchronised, { node: this.#node.name, replica: follower.name, commands: all.length })
        if ((yield* this.#ask(follower, { effects: all, from: null, offset: this.offset })) === 200) continue
      }
      const behind = this.offset - follower.offset
      this.#node.mark(marks.replicaBehind, { node: this.#node.name, replica: follower.name, behind })
      follower.waiting = [...effects, ...follower.waiting]
      yield* this.#node.sleep(PATIENCE_MICROS)
    }
    follower.isSending = false
  }

  /** @returns the status of the answer, 0 when there was none */
  *#ask(follower: Follower, part: StreamPart): Process<number> {
    const { effects, offset } = part
    const label = `${REPLICATION_LABEL} ${effects.length} to offset ${offset}`
    const request = { label, bytes: sizeOf(effects), body: part as unknown as Plain }
    const reply = yield* this.#node.request(follower.name, request, { timeoutMicros: PATIENCE_MICROS })
    if (reply.kind === 'failed') return 0
    if (reply.response.status === 200) {
      follower.offset = offset
      this.#redis.replicasAcknowledged()
    }
    return reply.response.status
  }
}

function sizeOf(effects: readonly Effect[]): number {
  return effects.reduce((bytes, { argv }) => bytes + encodeCommand(argv).length, 0)
}

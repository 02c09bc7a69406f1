import type { LeasedStore } from '../../components/leased-store'
import { Signal } from '../../components/signal'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import { isSuccess } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import { type Change, clusterRequest } from './model-cluster-messages'

const PATIENCE_MICROS: Micros = 200_000

/**
 * The primary's end of asynchronous replication: every change in order to the copy, and how far it has confirmed. A copy
 * that has missed something gets everything anew.
 *
 * Reading: `offset` (changes so far), `behind` (of the copy).
 */
export class CacheStream {
  offset = 0
  #follower: string | null = null
  #confirmed = 0
  #waiting: Change[] = []
  #isSending = false
  #needsAll = false
  readonly #signal: Signal
  readonly #offset: Gauge
  readonly #behind: Gauge

  constructor(
    private readonly node: Node,
    private readonly store: LeasedStore,
  ) {
    this.#signal = new Signal(node, 'a copy to confirm')
    this.#offset = node.gauge('offset')
    this.#behind = node.gauge('behind')
    this.#show()
  }

  get follower(): string | null {
    return this.#follower
  }

  /** From now on this node gets every change. @param isAlike whether it holds what this one holds */
  follow(follower: string, isAlike: boolean): void {
    this.#follower = follower
    this.#confirmed = this.offset
    this.#waiting = []
    this.#needsAll = !isAlike
    this.#feed()
  }

  stop(): void {
    this.#follower = null
    this.#waiting = []
    this.#show()
  }

  add(change: Change): void {
    this.offset++
    if (this.#follower !== null) {
      this.#waiting.push(change)
      this.#feed()
    }
    this.#show()
  }

  /** Waits until the copy has all that has changed so far. @returns whether it has */
  *confirms(patienceMicros: Micros): Process<boolean> {
    const mark = this.offset
    const until = this.node.now + patienceMicros
    while (this.#confirmed < mark || this.#needsAll) {
      const left = until - this.node.now
      if (left <= 0 || !(yield* this.#signal.next(left))) return false
    }
    return true
  }

  #feed(): void {
    if (this.#isSending) return
    this.#isSending = true
    this.node.spawnFresh('replicate', this.#send())
  }

  *#send(): Process {
    while (this.#follower !== null && (this.#needsAll || this.#waiting.length > 0)) {
      const isAll = this.#needsAll
      const changes = isAll ? this.#everything() : this.#waiting
      const to = this.offset
      this.#waiting = []
      this.#needsAll = false
      const by = this.node.name
      const message = { kind: 'stream', by, from: isAll ? null : this.#confirmed, to, changes } as const
      const follower = this.#follower
      const timeout = { timeoutMicros: PATIENCE_MICROS }
      const reply = yield* this.node.request(follower, clusterRequest(message, ` to offset ${to}`), timeout)
      if (follower !== this.#follower) continue
      if (isSuccess(reply)) {
        this.#confirmed = to
        this.#signal.fire()
      } else if (isAll && reply.kind === 'answered') {
        // It follows somebody else.
        this.stop()
      } else {
        this.#needsAll = true
        if (reply.kind === 'failed') yield* this.node.sleep(PATIENCE_MICROS)
      }
      this.#show()
    }
    this.#isSending = false
  }

  #everything(): Change[] {
    return [{ kind: 'clear' }, ...this.store.rows().map((row): Change => ({ kind: 'put', row }))]
  }

  #show(): void {
    this.#offset.set(this.offset)
    this.#behind.set(this.#follower === null ? 0 : this.offset - this.#confirmed)
  }
}

import type { Raft } from '../algorithms/consensus/raft'
import type { Process } from '../kernel/process'
import type { RandomStream } from '../kernel/random'
import type { Micros } from '../kernel/time'
import type { Node } from '../network/node'

export interface RaftPacemakerOptions {
  /** The shortest election timeout; by lot up to twice as long (§5.2). */
  readonly electionMicros: Micros
  readonly heartbeatMicros: Micros
  readonly timeouts: RandomStream
  /** Name of the process that sends heartbeats. */
  readonly heartbeats: string
  /** Stands for election at once. @default false */
  readonly isFirst?: boolean
}

/** What a member of a Raft group does when its time has come. */
export interface RaftPaced {
  /** @param after how long it has heard of no leader */
  campaign(after: Micros): void
  /** It leads a term that it has not led before. */
  led(): void
  /** Sends its peers what they miss, or a heartbeat. */
  beat(): void
}

/**
 * The sense of time of a member of a Raft group: it stands for election when it has heard of no leader for too long, and
 * sends heartbeats while it leads. What is sent, and how, is the member's own.
 *
 * Source: Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (2014), §5.2.
 */
export class RaftPacemaker {
  #heard = 0
  #heardAt: Micros
  #timeoutMicros: Micros
  #ledTerm = 0

  constructor(
    private readonly node: Node,
    private readonly raft: Raft<unknown>,
    private readonly options: RaftPacemakerOptions,
    private readonly paced: RaftPaced,
  ) {
    this.#heardAt = node.now
    this.#timeoutMicros = options.isFirst === true ? 0 : this.#drawTimeout()
  }

  /** Stands for election as often as it hears of no leader for too long. */
  *watch(): Process {
    const { node, options } = this
    for (;;) {
      const left = this.#heardAt + this.#timeoutMicros - node.now
      if (left > 0) yield* node.sleep(left)
      else if (this.#isLeader) yield* node.sleep(options.electionMicros)
      else this.paced.campaign(node.now - this.#heardAt)
    }
  }

  /** To be told after everything that may have changed the member's Raft state. */
  noticed(): void {
    const { raft, node, options, paced } = this
    if (raft.heard !== this.#heard) {
      this.#heard = raft.heard
      this.#heardAt = node.now
      this.#timeoutMicros = this.#drawTimeout()
    }
    if (!this.#isLeader || this.#ledTerm === raft.term) return
    this.#ledTerm = raft.term
    paced.led()
    node.spawnFresh(options.heartbeats, this.#beat(raft.term))
  }

  get #isLeader(): boolean {
    return this.raft.role.kind === 'leader'
  }

  *#beat(term: number): Process {
    while (this.#isLeader && this.raft.term === term) {
      this.paced.beat()
      yield* this.node.sleep(this.options.heartbeatMicros)
    }
  }

  #drawTimeout(): Micros {
    const { electionMicros, timeouts } = this.options
    return timeouts.between(electionMicros, 2 * electionMicros)
  }
}

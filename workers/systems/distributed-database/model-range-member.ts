import { LeaderLease } from '../../algorithms/consensus/leader-lease'
import { type Durable, Raft } from '../../algorithms/consensus/raft'
import { termAt } from '../../algorithms/consensus/raft-log'
import type { RaftReply, RaftRequest } from '../../algorithms/consensus/raft-messages'
import { RaftPacemaker } from '../../components/raft-pacemaker'
import { Signal } from '../../components/signal'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import { isSuccess } from '../../network/message'
import type { Node } from '../../network/node'
import * as marks from './model-marks'
import { type RangeCommand, raftReplyIn, raftRequest } from './model-range-messages'

export interface RangeMemberOptions {
  /** Name of the range. */
  readonly range: string
  readonly peers: readonly string[]
  /** The shortest election timeout; by lot up to twice as long. Nobody votes so soon after a word of the leader. */
  readonly electionMicros: Micros
  readonly heartbeatMicros: Micros
  readonly leaseMicros: Micros
  readonly timeoutMicros: Micros
  /** Stands for election at once when the range has never had a leader. */
  readonly isFirst: boolean
}

/** What outlives a crash of a member: its Raft state, and how much of the log its rows contain. */
export interface RangeDisk {
  readonly raft: Durable<RangeCommand>
  applied: number
}

const BATCH = 100

/** A node in the Raft group of one range: elections that respect leases, and replication of the log. */
export class RangeMember {
  readonly raft: Raft<RangeCommand>
  readonly #pacemaker: RaftPacemaker
  readonly #leadership: Signal
  #lease: LeaderLease
  /** When the leader last spoke. After a restart it may have spoken just before. */
  #leaderSpokeAt: Micros
  #isHeld = false

  constructor(
    private readonly node: Node,
    disk: RangeDisk,
    private readonly options: RangeMemberOptions,
    /** More may be committed, or the lease has begun or ended. */
    private readonly changed: () => void,
  ) {
    this.raft = new Raft(node.name, options.peers, disk.raft, { kind: 'blank' })
    const { range, electionMicros, heartbeatMicros } = options
    const timeouts = node.random(`election timeouts of ${range} from term ${disk.raft.term}`)
    const isNew = disk.raft.term === 0
    this.#pacemaker = new RaftPacemaker(
      node,
      this.raft,
      {
        electionMicros,
        heartbeatMicros,
        timeouts,
        heartbeats: `heartbeats of ${range}`,
        isFirst: isNew && options.isFirst,
      },
      { campaign: (after) => this.#campaign(after), led: () => this.#lead(), beat: () => this.sendToAll() },
    )
    this.#leadership = new Signal(node, 'its lease to end')
    this.#lease = new LeaderLease(options.peers, options.leaseMicros)
    this.#leaderSpokeAt = isNew ? Number.NEGATIVE_INFINITY : node.now
  }

  get range(): string {
    return this.options.range
  }

  get isLeader(): boolean {
    return this.raft.role.kind === 'leader'
  }

  /** The node to ask, as far as this one knows. */
  get leader(): string | null {
    const { role } = this.raft
    if (role.kind === 'leader') return this.node.name
    return role.kind === 'follower' ? role.leader : null
  }

  /** How long the lease still holds, at most zero without one. A new leader first commits an entry of its own term. */
  get leaseLeft(): Micros {
    const { node } = this
    if (!this.#hasCommitted) return 0
    return this.#lease.heldUntil(node.now) - node.now
  }

  /** Whether a majority has confirmed something that was sent since then, and this node still leads. */
  isConfirmedSince(began: Micros, term: number): boolean {
    const { raft, node } = this
    return this.#hasCommitted && raft.term === term && this.#lease.confirmedAt(node.now) >= began
  }

  /** Whether it leads and knows all that leaders before it have committed (§8). */
  get #hasCommitted(): boolean {
    const { raft } = this
    return this.isLeader && termAt(raft.log, raft.commit) === raft.term
  }

  /** Stands for election as often as it hears of no leader for too long. */
  watch(): Process {
    return this.#pacemaker.watch()
  }

  /** Answers another member. Whoever hears a leader gives no vote: the leader counts on it while it holds the lease. */
  answer(request: RaftRequest<RangeCommand>): RaftReply {
    const { node, raft, options, range } = this
    const ago = node.now - this.#leaderSpokeAt
    if (request.kind === 'vote' && request.term > raft.term && ago < options.electionMicros) {
      node.mark(marks.voteWithheld, { node: node.name, range, candidate: request.candidate, ago })
      return { kind: 'vote', term: raft.term, answer: 'hears its leader' }
    }
    const reply = raft.handle(request)
    if (request.kind === 'append' && reply.answer !== 'old term') this.#leaderSpokeAt = node.now
    this.#changed()
    return reply
  }

  /** Puts a command into the log and sends it to all. @returns its position; null for who does not lead */
  propose(command: RangeCommand): number | null {
    const position = this.raft.propose(command)
    if (position !== null) {
      this.sendToAll()
      // The only copy of a range commits at once.
      this.#changed()
    }
    return position
  }

  /** Sends each peer what it has not been sent yet, or a heartbeat. Nobody waits for the answer to the last message. */
  sendToAll(): void {
    const { raft, node, range } = this
    for (const peer of this.options.peers) {
      const request = raft.appendsTo(peer, BATCH)
      if (request === null) return
      this.#expect(peer, request.previousPosition + request.entries.length + 1)
      node.spawnFresh(`replicate ${range} to ${peer}`, this.#ask(peer, request))
    }
  }

  #campaign(after: Micros): void {
    const { node, raft, range } = this
    const requests = raft.campaign()
    if (raft.term === 1 && after === 0) node.mark(marks.rangeBegins, { node: node.name, range })
    else node.mark(marks.rangeCandidate, { node: node.name, range, term: raft.term, after })
    this.#changed()
    for (const { to, request } of requests) node.spawnFresh(`ask ${to} for its vote`, this.#ask(to, request))
  }

  *#ask(to: string, request: RaftRequest<RangeCommand>): Process {
    const { node, raft, options, range } = this
    const sentAt = node.now
    const reply = yield* node.request(to, raftRequest(range, request), { timeoutMicros: options.timeoutMicros })
    if (reply.kind !== 'answered' || !isSuccess(reply)) return this.#fallBack(to)
    const answer = raftReplyIn(reply.response)
    // Whatever a follower says to a leader of its term, it has heard it.
    if (request.kind === 'append' && answer.term === raft.term && request.term === raft.term)
      this.#lease.confirmed(to, sentAt)
    raft.receive(to, request, answer)
    this.#changed()
  }

  #lead(): void {
    const { raft, node, range, options } = this
    this.#lease = new LeaderLease(options.peers, options.leaseMicros)
    node.mark(marks.rangeLeads, { node: node.name, range, term: raft.term })
  }

  #changed(): void {
    const { node, range } = this
    this.#pacemaker.noticed()
    if (!this.isLeader) this.#leadership.fire()
    if (!this.#isHeld && this.leaseLeft > 0) node.spawnFresh(`lease of ${range}`, this.#hold())
    this.changed()
  }

  /** From when the lease begins until it ends. */
  *#hold(): Process {
    const { node, range } = this
    this.#isHeld = true
    node.mark(marks.leaseTaken, { node: node.name, range, until: node.now + this.leaseLeft })
    this.changed()
    while (this.leaseLeft > 0) yield* this.#leadership.next(this.leaseLeft)
    this.#isHeld = false
    const ago = node.now - this.#lease.confirmedAt(node.now)
    if (this.isLeader) node.mark(marks.leaseEnded, { node: node.name, range, ago })
    else node.mark(marks.leaseGivenUp, { node: node.name, range, term: this.raft.term })
    this.changed()
  }

  /** The next message to a peer goes on from here. */
  #expect(peer: string, position: number): void {
    const { role } = this.raft
    if (role.kind === 'leader') role.next[peer] = position
  }

  /** What was sent is lost: the next message goes on from what the peer has confirmed. */
  #fallBack(peer: string): void {
    const { role } = this.raft
    if (role.kind === 'leader') this.#expect(peer, (role.match[peer] ?? 0) + 1)
  }
}

import { heldPosition, majorityOf } from '../replication/held-position'
import { firstOfTerm, isUpToDate, type LogEntry, lastTerm, termAt } from './raft-log'
import type {
  AppendReply,
  AppendRequest,
  Outgoing,
  RaftReply,
  RaftRequest,
  VoteReply,
  VoteRequest,
} from './raft-messages'

/** What a server has on its disk before it answers: it outlives a crash. */
export interface Durable<Command> {
  term: number
  votedFor: string | null
  readonly log: LogEntry<Command>[]
}

export type RaftRole =
  | { readonly kind: 'follower'; readonly leader: string | null }
  | { readonly kind: 'candidate'; readonly votes: readonly string[] }
  | { readonly kind: 'leader'; readonly next: Record<string, number>; readonly match: Record<string, number> }

/**
 * One Raft server (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", 2014, figure 2) over
 * plain data: requests in, replies out, and requests to send. It has no clock: whoever runs it calls `campaign` when it has
 * `heard` nothing for an election timeout, and sends `appendsTo` its peers when it leads. A new leader begins with a blank
 * entry, so that it can commit what leaders before it left (§8). Membership never changes and the log is never compacted.
 */
export class Raft<Command> {
  role: RaftRole = { kind: 'follower', leader: null }
  /** Entries up to here are committed, as far as this server knows. */
  commit = 0
  /** Counts what restarts the election timeout: a vote that is given, and the word of a leader. */
  heard = 0
  readonly #majority: number

  constructor(
    readonly id: string,
    readonly peers: readonly string[],
    readonly durable: Durable<Command>,
    private readonly blank: Command,
  ) {
    this.#majority = majorityOf(peers.length + 1)
  }

  get term(): number {
    return this.durable.term
  }
  get log(): readonly LogEntry<Command>[] {
    return this.durable.log
  }

  /** The election timeout has passed: the server stands for the next term. A leader does not. @returns requests for votes */
  campaign(): readonly Outgoing<Command>[] {
    if (this.role.kind === 'leader') return []
    const { durable, id, peers } = this
    durable.term++
    durable.votedFor = id
    this.heard++
    this.role = { kind: 'candidate', votes: [id] }
    if (this.#majority === 1) this.lead()
    const request: VoteRequest = {
      kind: 'vote',
      term: durable.term,
      candidate: id,
      lastPosition: durable.log.length,
      lastTerm: lastTerm(durable.log),
    }
    return peers.map((to) => ({ to, request }))
  }

  /** A client wants a command in the log. @returns its position, null when this server does not lead */
  propose(command: Command): number | null {
    if (this.role.kind !== 'leader') return null
    const position = this.durable.log.push({ term: this.term, command })
    this.advanceCommit(this.role.match)
    return position
  }

  /** What this leader has for a peer: the entries that it misses, at most `limit`, or a heartbeat. Null when it does not lead. */
  appendsTo(peer: string, limit = Number.POSITIVE_INFINITY): AppendRequest<Command> | null {
    if (this.role.kind !== 'leader') return null
    const { log, term, id, commit } = this
    const next = this.role.next[peer] ?? log.length + 1
    return {
      kind: 'append',
      term,
      leader: id,
      previousPosition: next - 1,
      previousTerm: termAt(log, next - 1),
      entries: log.slice(next - 1, next - 1 + limit),
      commit,
    }
  }

  /** Answers a request of a peer. */
  handle(request: RaftRequest<Command>): RaftReply {
    if (request.term > this.term) this.follow(request.term, null)
    return request.kind === 'vote' ? this.vote(request) : this.append(request)
  }

  /** The reply of a peer to what was asked of it. A reply of an earlier term says nothing any more. */
  receive(from: string, request: RaftRequest<Command>, reply: RaftReply): void {
    if (reply.term > this.term) return this.follow(reply.term, null)
    if (request.term !== this.term) return
    if (reply.kind === 'vote') this.count(from, reply)
    else if (request.kind === 'append') this.confirm(from, request, reply)
  }

  private vote(request: VoteRequest): VoteReply {
    const { durable, term } = this
    if (request.term < term) return { kind: 'vote', term, answer: 'old term' }
    if (durable.votedFor !== null && durable.votedFor !== request.candidate)
      return { kind: 'vote', term, answer: 'voted for another' }
    if (!isUpToDate(durable.log, request.lastTerm, request.lastPosition))
      return { kind: 'vote', term, answer: 'log is behind' }
    durable.votedFor = request.candidate
    this.heard++
    return { kind: 'vote', term, answer: 'granted' }
  }

  private append(request: AppendRequest<Command>): AppendReply {
    const { term, durable } = this
    if (request.term < term) return { kind: 'append', term, answer: 'old term' }
    this.role = { kind: 'follower', leader: request.leader }
    this.heard++
    const { previousPosition, previousTerm, entries } = request
    if (termAt(durable.log, previousPosition) !== previousTerm || previousPosition > durable.log.length)
      return { kind: 'append', term, answer: 'mismatch', from: this.retryFrom(previousPosition) }
    for (const [index, entry] of entries.entries()) {
      const position = previousPosition + 1 + index
      if (termAt(durable.log, position) === entry.term) continue
      durable.log.length = position - 1
      durable.log.push(entry)
    }
    const match = previousPosition + entries.length
    this.commit = Math.max(this.commit, Math.min(request.commit, match))
    return { kind: 'append', term, answer: 'appended', match }
  }

  /** Behind the end of a log that is too short, or the first entry of the term that does not fit. */
  private retryFrom(previousPosition: number): number {
    const { log } = this
    return previousPosition > log.length ? log.length + 1 : firstOfTerm(log, previousPosition)
  }

  private count(from: string, reply: VoteReply): void {
    if (this.role.kind !== 'candidate' || reply.answer !== 'granted' || this.role.votes.includes(from)) return
    const votes = [...this.role.votes, from]
    this.role = { kind: 'candidate', votes }
    if (votes.length >= this.#majority) this.lead()
  }

  private lead(): void {
    const next = this.log.length + 1
    this.role = {
      kind: 'leader',
      next: Object.fromEntries(this.peers.map((peer) => [peer, next])),
      match: Object.fromEntries(this.peers.map((peer) => [peer, 0])),
    }
    this.propose(this.blank)
  }

  private confirm(from: string, request: AppendRequest<Command>, reply: AppendReply): void {
    if (this.role.kind !== 'leader') return
    const { next, match } = this.role
    if (reply.answer === 'mismatch')
      next[from] = Math.max((match[from] ?? 0) + 1, Math.min(reply.from, request.previousPosition))
    if (reply.answer !== 'appended') return
    match[from] = Math.max(match[from] ?? 0, reply.match)
    next[from] = Math.max(next[from] ?? 1, reply.match + 1)
    this.advanceCommit(match)
  }

  /** Only entries of the own term are committed by counting copies; those before them with them (§5.4.2, figure 8). */
  private advanceCommit(match: Readonly<Record<string, number>>): void {
    const held = heldPosition([...Object.values(match), this.log.length], this.#majority)
    if (held > this.commit && termAt(this.log, held) === this.term) this.commit = held
  }

  private follow(term: number, leader: string | null): void {
    this.durable.term = term
    this.durable.votedFor = null
    this.role = { kind: 'follower', leader }
  }
}

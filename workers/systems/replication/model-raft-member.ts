import { type Durable, Raft } from '../../algorithms/consensus/raft'
import { type LogEntry, termAt } from '../../algorithms/consensus/raft-log'
import type { RaftReply, RaftRequest } from '../../algorithms/consensus/raft-messages'
import { RaftPacemaker } from '../../components/raft-pacemaker'
import { Turns } from '../../components/turns'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import { isSuccess, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import * as marks from './model-marks'
import { answer, ask, bodyOf, type Command, type RaftAnswer } from './model-messages'
import type { RaftNodeOptions } from './model-raft-options'

const BATCH = 100

/** What a member of a Raft group tells its database. */
export interface RaftHost {
  /** It leads a term that it has not led before. */
  led(): void
  /** Something was sent, answered or stored: more may be committed. */
  changed(): void
}

/** A node as a member of its Raft group: stands for election when it hears of no leader, and replicates its log when it leads. */
export class RaftMember {
  readonly raft: Raft<Command>
  /** How many times as long as normal storing takes. */
  factor: number
  private readonly pacemaker: RaftPacemaker
  private readonly syncs: RandomStream
  private readonly turns: Turns
  private readonly fed = new Set<string>()

  constructor(
    private readonly node: Node,
    disk: Durable<Command>,
    private readonly options: RaftNodeOptions,
    private readonly host: RaftHost,
  ) {
    this.raft = new Raft(node.name, options.peers, disk, { kind: 'blank' })
    const { electionMicros, heartbeatMicros } = options
    const timeouts = node.random(`election timeouts from term ${disk.term}`)
    this.pacemaker = new RaftPacemaker(
      node,
      this.raft,
      { electionMicros, heartbeatMicros, timeouts, heartbeats: 'send heartbeats' },
      { campaign: (after) => this.campaign(after), led: () => host.led(), beat: () => this.feedAll() },
    )
    this.syncs = node.random('apply')
    this.factor = node.slowFactor
    this.turns = new Turns(node, 'to be stored')
  }

  /** Stands for election as often as it hears of no leader for too long. */
  watch(): Process {
    return this.pacemaker.watch()
  }

  /** As the leader puts a command into the log and sends it to all. @returns its position */
  propose(command: Command): number {
    const position = this.raft.propose(command)
    if (position === null) throw new RangeError(`${this.node.name} proposes and does not lead.`)
    this.feedAll()
    return position
  }

  /** A request of another member. */
  *answerPeer(request: RaftRequest<Command>): Process<Response> {
    if (request.kind === 'vote') return this.reply(request)
    yield* this.turns.take()
    if (request.entries.length > 0) {
      const syncMicros = this.syncs.exponential(this.options.applyMicros)
      yield* this.node.sleep(Math.round(syncMicros * this.factor))
    }
    const response = this.reply(request)
    this.turns.give()
    return response
  }

  private reply(request: RaftRequest<Command>): Response {
    const before = [...this.raft.log]
    const reply = this.raft.handle(request)
    this.tell(request, reply)
    if (request.kind === 'append') this.tellLog(before)
    this.changed()
    return answer<RaftAnswer>({ reply })
  }

  private campaign(after: Micros): void {
    const { node, raft } = this
    const requests = raft.campaign()
    node.mark(marks.candidate, { node: node.name, term: raft.term, after })
    this.changed()
    for (const { to, request } of requests) node.spawnFresh(`ask ${to} for its vote`, this.askPeer(to, request))
  }

  private *askPeer(to: string, request: RaftRequest<Command>): Process {
    const { node, raft, options } = this
    const call = ask(labelOf(request), { kind: 'raft', request })
    const reply = yield* node.request(to, call, { timeoutMicros: options.patienceMicros })
    if (reply.kind !== 'answered' || !isSuccess(reply)) return
    raft.receive(to, request, bodyOf<RaftAnswer>(reply.response).reply)
    this.changed()
  }

  private tell(request: RaftRequest<Command>, reply: RaftReply): void {
    const { node } = this
    if (request.kind === 'vote' && reply.kind === 'vote') {
      const { candidate, term } = request
      if (reply.answer === 'granted') node.mark(marks.voted, { node: node.name, candidate, term })
      else node.mark(marks.notVoted, { node: node.name, candidate, term, why: reply.answer })
    }
    if (request.kind !== 'append' || reply.kind !== 'append' || reply.answer !== 'mismatch') return
    const told = { node: node.name, after: request.previousPosition, position: reply.from - 1 }
    node.mark(marks.mismatch, { ...told, why: 'another entry or none stands there' })
  }

  /** What an append has changed in the log. */
  private tellLog(before: readonly LogEntry<Command>[]): void {
    const { node, raft } = this
    const { log } = raft
    let kept = Math.min(before.length, log.length)
    while (kept > 0 && before[kept - 1]?.term !== log[kept - 1]?.term) kept--
    if (kept < before.length) {
      const lost = before.slice(kept)
      const values = lost.filter(({ command }) => command.kind === 'write').map(({ command }) => textOfCommand(command))
      const told = { node: node.name, position: kept, count: lost.length, values: marks.someOf(values) }
      node.mark(marks.cutOff, told)
    }
    const count = log.length - kept
    if (count > 0)
      node.mark(marks.stored, { node: node.name, count, position: log.length, epoch: termAt(log, log.length) })
  }

  private changed(): void {
    this.pacemaker.noticed()
    this.host.changed()
  }

  private feedAll(): void {
    for (const peer of this.options.peers) this.feed(peer)
  }

  private feed(peer: string): void {
    if (this.fed.has(peer)) return
    this.fed.add(peer)
    this.node.spawnFresh(`replicate to ${peer}`, this.send(peer))
  }

  /** One message at a time to a peer, as long as it misses something. */
  private *send(peer: string): Process {
    const { raft } = this
    for (;;) {
      const request = raft.appendsTo(peer, BATCH)
      if (request === null) break
      const role = raft.role
      yield* this.askPeer(peer, request)
      if (raft.role !== role || role.kind !== 'leader') break
      const next = role.next[peer] ?? 1
      const hasMoved = next !== request.previousPosition + 1
      if (next > raft.log.length || !hasMoved) break
    }
    this.fed.delete(peer)
  }
}

function labelOf(request: RaftRequest<Command>): string {
  if (request.kind === 'vote') return `vote for ${request.candidate} in term ${request.term}?`
  const { entries, previousPosition, term } = request
  if (entries.length === 0) return `heartbeat, term ${term}`
  return `append ${previousPosition + 1} to ${previousPosition + entries.length}, term ${term}`
}

/** `a7` for a write, a dot for what changes nothing. */
export function textOfCommand(command: Command): string {
  return command.kind === 'write' ? String(command.value) : '·'
}

import { type Durable, Raft } from '../../algorithms/consensus/raft'
import { type LogEntry, termAt } from '../../algorithms/consensus/raft-log'
import type { RaftReply, RaftRequest } from '../../algorithms/consensus/raft-messages'
import { compareVersions, type Version } from '../../algorithms/replication/version'
import { RowTable, type RowValue } from '../../algorithms/storage/row-table'
import { Signal } from '../../components/signal'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Station } from '../../kernel/station'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { isSuccess, type Request, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import * as marks from './model-marks'
import {
  answer,
  ask,
  bodyOf,
  type Command,
  callOf,
  MISDIRECTED,
  type RaftAnswer,
  type ReadAnswer,
  type ReadCall,
  type Redirect,
  TOO_OLD,
  type WriteAnswer,
} from './model-messages'
import { ShownLog } from './model-shown-log'
import type { ReplicationWitness } from './model-witness'

export interface RaftNodeOptions {
  readonly peers: readonly string[]
  readonly workers: number
  readonly readMicros: Micros
  readonly writeMicros: Micros
  /** Mean time in which a follower stores what it is sent, exponential. */
  readonly applyMicros: Micros
  readonly heartbeatMicros: Micros
  readonly patienceMicros: Micros
  /** The shortest election timeout; by lot up to twice as long. */
  readonly electionMicros: Micros
  readonly waitMicros: Micros
}

const BATCH = 100

/**
 * A database over a Raft server. Its rows are what the committed part of the log makes of an empty table: they are built
 * anew after a crash. Writes, and reads that must not be stale, are answered when their place in the log is committed.
 */
export class RaftNode implements Component {
  private readonly station: Station
  private readonly shown: ShownLog
  private readonly raft: Raft<Command>
  private readonly table = new RowTable()
  private readonly progress: Signal
  private readonly timeouts: RandomStream
  private readonly syncs: RandomStream
  private readonly found = new Map<number, RowValue | null>()
  private readonly fed = new Set<string>()
  private heard = 0
  private heardAt: Micros
  private timeoutMicros: Micros
  private ledTerm = 0
  private toldCommit = 0

  constructor(
    private readonly node: Node,
    disk: Durable<Command>,
    private readonly options: RaftNodeOptions,
    private readonly witness: ReplicationWitness,
  ) {
    this.raft = new Raft(node.name, options.peers, disk, { kind: 'blank' })
    this.station = node.station({ workers: options.workers, queueCapacity: 200 })
    this.shown = new ShownLog(node)
    this.progress = new Signal(node, 'its place in the log to be committed')
    this.timeouts = node.random(`election timeouts from term ${disk.term}`)
    this.syncs = node.random('apply')
    this.heardAt = node.now
    this.timeoutMicros = this.drawTimeout()
    this.show()
  }

  *start(): Process {
    const { node, raft } = this
    for (;;) {
      const left = this.heardAt + this.timeoutMicros - node.now
      if (left > 0) yield* node.sleep(left)
      else if (raft.role.kind === 'leader') yield* node.sleep(this.options.electionMicros)
      else this.campaign()
    }
  }

  *handle(request: Request): Process<Response> {
    const call = callOf(request)
    switch (call.kind) {
      case 'raft':
        return yield* this.answerPeer(call.request)
      case 'write':
        return yield* this.write(request.key ?? '', call.value)
      case 'read':
        return yield* this.read(request.key ?? '', call)
      default:
        return this.refuse(MISDIRECTED, 'no such call in Raft')
    }
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  // Elections and replication ----------------------------------------------------------------------------------------

  private campaign(): void {
    const { node, raft } = this
    const after = node.now - this.heardAt
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

  private *answerPeer(request: RaftRequest<Command>): Process<Response> {
    const { node, raft, options } = this
    if (request.kind === 'append' && request.entries.length > 0)
      yield* node.sleep(this.syncs.exponential(options.applyMicros))
    const before = [...raft.log]
    const reply = raft.handle(request)
    this.tell(request, reply)
    if (request.kind === 'append') this.tellLog(before)
    this.changed()
    return answer<RaftAnswer>({ reply })
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
      const values = before.slice(kept).map(({ command }) => textOf(command))
      const told = {
        node: node.name,
        position: kept,
        count: before.length - kept,
        values: values.slice(0, 6).join(', '),
      }
      node.mark(marks.cutOff, told)
    }
    const count = log.length - kept
    if (count > 0)
      node.mark(marks.stored, { node: node.name, count, position: log.length, epoch: termAt(log, log.length) })
  }

  /** Something was sent, answered or stored: the node may lead now, or have committed more. */
  private changed(): void {
    const { raft, node, witness } = this
    if (raft.heard !== this.heard) {
      this.heard = raft.heard
      this.heardAt = node.now
      this.timeoutMicros = this.drawTimeout()
    }
    if (raft.role.kind === 'leader' && this.ledTerm !== raft.term) {
      this.ledTerm = raft.term
      const lost = witness.promoted(node.name, (value) => this.holds(value))
      const values = lost.length === 0 ? 'none' : lost.slice(0, 6).join(', ')
      const told = { node: node.name, epoch: raft.term, position: raft.log.length, lost: lost.length, values }
      node.mark(marks.tookOver, told)
      node.spawnFresh('send heartbeats', this.beat(raft.term))
    }
    this.apply()
    this.show()
  }

  private *beat(term: number): Process {
    const { raft, node, options } = this
    while (raft.role.kind === 'leader' && raft.term === term) {
      for (const peer of options.peers) this.feed(peer)
      yield* node.sleep(options.heartbeatMicros)
    }
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

  private apply(): void {
    const { raft, table, node } = this
    while (table.position < raft.commit) {
      const position = table.position + 1
      const command = raft.log[position - 1]?.command
      if (command?.kind === 'write') table.put(command.key, command.value)
      else table.delete('')
      if (command?.kind === 'read' && this.found.has(position))
        this.found.set(position, table.get(command.key)?.value ?? null)
    }
    if (raft.commit > this.toldCommit && raft.role.kind === 'leader')
      node.mark(marks.committed, { node: node.name, position: raft.commit, term: raft.term })
    this.toldCommit = raft.commit
    this.progress.fire()
  }

  // Reads and writes -------------------------------------------------------------------------------------------------

  private *write(key: string, value: RowValue): Process<Response> {
    const { node, raft, options } = this
    if (raft.role.kind !== 'leader') return this.redirect()
    const verdict = yield* this.station.serve(options.writeMicros)
    if (verdict.kind === 'rejected') return this.refuse(503, verdict.reason)
    const position = this.propose({ kind: 'write', key, value })
    if (position === null) return this.redirect()
    const epoch = raft.term
    node.mark(marks.took, { node: node.name, key, value: String(value), position, epoch })
    this.witness.accepted(node.name, epoch)
    if (!(yield* this.isCommitted(position, epoch))) return this.refuse(504, 'no longer leader')
    return answer<WriteAnswer>({ version: { epoch, position } })
  }

  private *read(key: string, call: ReadCall): Process<Response> {
    const { options } = this
    const verdict = yield* this.station.serve(options.readMicros)
    if (verdict.kind === 'rejected') return this.refuse(503, verdict.reason)
    if (call.isStrict) return yield* this.readThroughLog(key)
    if (call.atLeast !== null && !(yield* this.reaches(call.atLeast))) return this.refuse(TOO_OLD, 'behind the session')
    return answer<ReadAnswer>({ value: this.table.get(key)?.value ?? null, version: this.version })
  }

  private *readThroughLog(key: string): Process<Response> {
    const { raft } = this
    const position = this.propose({ kind: 'read', key })
    if (position === null) return this.redirect()
    const epoch = raft.term
    this.found.set(position, null)
    if (!(yield* this.isCommitted(position, epoch))) return this.refuse(504, 'no longer leader')
    const value = this.found.get(position) ?? null
    this.found.delete(position)
    return answer<ReadAnswer>({ value, version: { epoch, position } })
  }

  private propose(command: Command): number | null {
    const position = this.raft.propose(command)
    if (position === null) return null
    for (const peer of this.options.peers) this.feed(peer)
    this.show()
    return position
  }

  private *isCommitted(position: number, term: number): Process<boolean> {
    const { raft, table } = this
    while (table.position < position) {
      if (raft.role.kind !== 'leader' || raft.term !== term) return false
      yield* this.progress.next()
    }
    return termAt(raft.log, position) === term
  }

  private *reaches(version: Version): Process<boolean> {
    const { node, options } = this
    const began = node.now
    while (compareVersions(this.version, version) < 0) {
      const left = options.waitMicros - (node.now - began)
      if (left <= 0) return false
      yield* this.progress.next(left)
    }
    return true
  }

  // ------------------------------------------------------------------------------------------------------------------

  private get version(): Version {
    const { position } = this.table
    return { epoch: termAt(this.raft.log, position), position }
  }

  private holds(value: string): boolean {
    return this.raft.log.some(({ command }) => command.kind === 'write' && command.value === value)
  }

  private drawTimeout(): Micros {
    const { electionMicros } = this.options
    return this.timeouts.between(electionMicros, 2 * electionMicros)
  }

  private redirect(): Response {
    const { role, term } = this.raft
    const body: Redirect = { primary: role.kind === 'follower' ? role.leader : null, epoch: term }
    return { ...this.refuse(MISDIRECTED, 'not the leader'), body: body as unknown as Plain }
  }

  private refuse(status: number, cause: string): Response {
    return { status, failure: { cause, by: this.node.name } }
  }

  private show(): void {
    const { raft, shown, table } = this
    shown.showRole(raft.role.kind, raft.term)
    shown.showProgress(raft.commit, table.position)
    shown.showLog(raft.log.length, (position) => {
      const command = raft.log[position - 1]?.command
      return { position, epoch: termAt(raft.log, position), text: command === undefined ? '' : textOf(command) }
    })
  }
}

function labelOf(request: RaftRequest<Command>): string {
  if (request.kind === 'vote') return `vote for ${request.candidate} in term ${request.term}?`
  const { entries, previousPosition, term } = request
  if (entries.length === 0) return `heartbeat, term ${term}`
  return `append ${previousPosition + 1} to ${previousPosition + entries.length}, term ${term}`
}

/** `a7` for a write, a dot for what changes nothing. */
function textOf(command: Command): string {
  return command.kind === 'write' ? String(command.value) : '·'
}

import { type Durable, Raft } from '../../../workers/algorithms/consensus/raft'
import { type LogEntry, termAt } from '../../../workers/algorithms/consensus/raft-log'
import type { RaftReply, RaftRequest } from '../../../workers/algorithms/consensus/raft-messages'

type Letter =
  | { readonly from: string; readonly to: string; readonly request: RaftRequest<string>; readonly reply: null }
  | { readonly from: string; readonly to: string; readonly request: RaftRequest<string>; readonly reply: RaftReply }

/**
 * Servers and a network that delivers letters in any order, more than once or never. After every step it asserts the
 * five properties of figure 3 of the paper, by its own memory of leaders, logs and what was applied.
 */
export class RaftCluster {
  readonly names: readonly string[]
  readonly letters: Letter[] = []
  readonly servers = new Map<string, Raft<string>>()
  private readonly disks = new Map<string, Durable<string>>()
  private readonly leaders = new Map<number, string>()
  private readonly applied: LogEntry<string>[] = []
  private readonly ledLogs = new Map<string, readonly LogEntry<string>[]>()
  private commands = 0

  constructor(count: number) {
    this.names = Array.from({ length: count }, (_, index) => `n${index + 1}`)
    for (const name of this.names) {
      this.disks.set(name, { term: 0, votedFor: null, log: [] })
      this.restart(name)
    }
  }

  server(name: string): Raft<string> {
    return this.servers.get(name) as Raft<string>
  }

  /** What is not on the disk is gone. */
  restart(name: string): void {
    const disk = structuredClone(this.disks.get(name)) as Durable<string>
    this.disks.set(name, disk)
    const peers = this.names.filter((other) => other !== name)
    this.servers.set(name, new Raft(name, peers, disk, 'blank'))
  }

  timeout(name: string): void {
    for (const { to, request } of this.server(name).campaign())
      this.letters.push({ from: name, to, request, reply: null })
    this.check()
  }

  propose(name: string): void {
    this.server(name).propose(`command ${++this.commands}`)
    this.check()
  }

  sendAppends(name: string, limit: number): void {
    for (const to of this.names) {
      const request = to === name ? null : this.server(name).appendsTo(to, limit)
      if (request !== null) this.letters.push({ from: name, to, request: structuredClone(request), reply: null })
    }
  }

  /** Delivers one of the letters; it stays in the network when `isKept`. */
  deliver(index: number, isKept: boolean): void {
    const letter = this.letters[index]
    if (letter === undefined) return
    if (!isKept) this.letters.splice(index, 1)
    const { from, to, request, reply } = letter
    if (reply === null)
      this.letters.push({ from: to, to: from, request, reply: this.server(to).handle(structuredClone(request)) })
    else this.server(to).receive(from, request, reply)
    this.check()
  }

  /** Delivers all letters between these servers until none is left. */
  settle(names: readonly string[]): void {
    for (;;) {
      const index = this.letters.findIndex(({ from, to }) => names.includes(from) && names.includes(to))
      if (index < 0) return
      this.deliver(index, false)
    }
  }

  private check(): void {
    for (const server of this.servers.values()) {
      this.checkElectionSafety(server)
      this.checkLeader(server)
      this.checkApplied(server)
    }
    this.checkLogMatching()
  }

  private checkElectionSafety({ role, term, id }: Raft<string>): void {
    if (role.kind !== 'leader') return
    const other = this.leaders.get(term) ?? id
    if (other !== id) throw new Error(`Election safety: ${other} and ${id} lead in term ${term}.`)
    this.leaders.set(term, id)
  }

  /** Leader append-only and leader completeness. */
  private checkLeader({ role, term, id, log }: Raft<string>): void {
    if (role.kind !== 'leader') return
    const reign = `${id} in term ${term}`
    const before = this.ledLogs.get(reign) ?? []
    if (before.some((entry, index) => log[index]?.command !== entry.command))
      throw new Error(`Leader append-only: ${reign} has changed its log.`)
    if (!this.ledLogs.has(reign))
      for (const [index, entry] of this.applied.entries())
        if (log[index]?.command !== entry.command)
          throw new Error(`Leader completeness: ${reign} misses what was committed at ${index + 1}.`)
    this.ledLogs.set(reign, [...log])
  }

  /** State machine safety: what one server has applied, no other applies differently. */
  private checkApplied({ commit, log, id }: Raft<string>): void {
    for (let index = 0; index < commit; index++) {
      const [known, own] = [this.applied[index], log[index]]
      if (own === undefined) throw new Error(`${id} has committed ${index + 1} and does not have it.`)
      if (known === undefined) this.applied.push({ ...own })
      else if (known.command !== own.command || known.term !== own.term)
        throw new Error(`State machine safety: ${id} applies ${own.command} at ${index + 1}, not ${known.command}.`)
    }
  }

  private checkLogMatching(): void {
    const logs = [...this.servers.values()].map(({ log }) => log)
    for (const [index, one] of logs.entries())
      for (const other of logs.slice(index + 1)) {
        let last = Math.min(one.length, other.length)
        while (last > 0 && termAt(one, last) !== termAt(other, last)) last--
        for (let at = 0; at < last; at++)
          if (one[at]?.term !== other[at]?.term || one[at]?.command !== other[at]?.command)
            throw new Error(`Log matching: two logs agree at ${last} and differ at ${at + 1}.`)
      }
  }

  get committed(): number {
    return this.applied.length
  }
  get terms(): number {
    return this.leaders.size
  }
}

import { type Durable, Raft } from '../../../workers/algorithms/consensus/raft'
import type { RaftReply, RaftRequest } from '../../../workers/algorithms/consensus/raft-messages'
import { RaftSafety } from '../../../workers/algorithms/consensus/raft-safety'

type Letter =
  | { readonly from: string; readonly to: string; readonly request: RaftRequest<string>; readonly reply: null }
  | { readonly from: string; readonly to: string; readonly request: RaftRequest<string>; readonly reply: RaftReply }

/**
 * Servers and a network that delivers letters in any order, more than once or never. After every step it asserts the
 * five properties of figure 3 of the paper.
 */
export class RaftCluster {
  readonly names: readonly string[]
  readonly letters: Letter[] = []
  readonly servers = new Map<string, Raft<string>>()
  private readonly disks = new Map<string, Durable<string>>()
  private readonly safety = new RaftSafety<string>((command) => command)
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
    for (const { id, term, role, log, commit } of this.servers.values())
      this.safety.observe({ id, term, isLeader: role.kind === 'leader', log, commit })
    for (const [property, sentence] of this.safety.broken) throw new Error(`${property}: ${sentence}`)
  }

  get committed(): number {
    return this.safety.appliedCount
  }
  get terms(): number {
    return this.safety.ledTerms
  }
}

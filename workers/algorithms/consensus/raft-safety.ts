import type { LogEntry } from './raft-log'

/** What can be seen of one server from outside. */
export interface RaftView<Command> {
  readonly id: string
  readonly term: number
  readonly isLeader: boolean
  readonly log: readonly LogEntry<Command>[]
  readonly commit: number
}

export type RaftProperty =
  | 'election safety'
  | 'leader append-only'
  | 'log matching'
  | 'leader completeness'
  | 'state machine safety'

/** What is remembered of a server. `prefixes` names, for each position, all of its log up to there. */
interface Seen<Command> {
  term: number
  isLeader: boolean
  readonly entries: LogEntry<Command>[]
  readonly prefixes: number[]
  applied: number
}

/**
 * An outside witness of the five properties of figure 3 of Ongaro and Ousterhout (2014). It looks at servers after each of
 * their steps and keeps its own memory of leaders, logs and what was applied; the first breach of each is kept as a sentence.
 */
export class RaftSafety<Command> {
  readonly broken = new Map<RaftProperty, string>()
  private readonly servers = new Map<string, Seen<Command>>()
  private readonly leaders = new Map<number, string>()
  /** Each different prefix of a log by what it adds to a shorter one. */
  private readonly prefixes = new Map<string, number>()
  /** The prefix that ends with an entry of this position and term, and who had it first. */
  private readonly matching = new Map<string, { readonly prefix: number; readonly id: string }>()
  private readonly applied: { readonly term: number; readonly text: string; readonly id: string }[] = []

  constructor(private readonly textOf: (command: Command) => string) {}

  /** How many positions somebody has applied, and how many terms had a leader. */
  get appliedCount(): number {
    return this.applied.length
  }
  get ledTerms(): number {
    return this.leaders.size
  }

  /** A server after a step. */
  observe(view: RaftView<Command>): void {
    const seen = this.servers.get(view.id) ?? { term: 0, isLeader: false, entries: [], prefixes: [], applied: 0 }
    this.servers.set(view.id, seen)
    const isSameReign = view.isLeader && seen.isLeader && view.term === seen.term
    const kept = this.keptOf(view, seen)
    if (isSameReign && kept < seen.entries.length)
      this.breach('leader append-only', `${view.id} leads term ${view.term} and has changed its log at ${kept + 1}.`)
    this.remember(view, seen, kept)
    if (view.isLeader && !isSameReign) this.elected(view, seen)
    seen.term = view.term
    seen.isLeader = view.isLeader
    this.apply(view, seen, kept)
  }

  /** How many entries of a log are as they were when it was last seen. */
  private keptOf({ log }: RaftView<Command>, { entries }: Seen<Command>): number {
    const most = Math.min(log.length, entries.length)
    for (let index = 0; index < most; index++) {
      const [one, other] = [log[index] as LogEntry<Command>, entries[index] as LogEntry<Command>]
      if (one === other) continue
      if (one.term !== other.term || this.textOf(one.command) !== this.textOf(other.command)) return index
    }
    return most
  }

  private remember({ id, log }: RaftView<Command>, { entries, prefixes }: Seen<Command>, kept: number): void {
    entries.length = kept
    prefixes.length = kept
    for (const entry of log.slice(kept)) {
      const position = entries.push(entry)
      const added = `${prefixes.at(-1) ?? 0} ${entry.term} ${this.textOf(entry.command)}`
      const prefix = this.prefixes.get(added) ?? this.prefixes.size + 1
      this.prefixes.set(added, prefix)
      prefixes.push(prefix)
      const place = `${position} ${entry.term}`
      const first = this.matching.get(place) ?? { prefix, id }
      this.matching.set(place, first)
      if (first.prefix !== prefix)
        this.breach(
          'log matching',
          `${first.id} and ${id} have an entry of term ${entry.term} at ${position}, and different ones up to there.`,
        )
    }
  }

  private elected({ id, term }: RaftView<Command>, seen: Seen<Command>): void {
    const other = this.leaders.get(term) ?? id
    if (other !== id) this.breach('election safety', `${other} and ${id} both lead term ${term}.`)
    else this.leaders.set(term, id)
    for (let position = 1; position <= this.applied.length; position++) this.checkComplete(id, term, seen, position)
  }

  private checkComplete(id: string, term: number, { entries }: Seen<Command>, position: number): void {
    const committed = this.applied[position - 1]
    const entry = entries[position - 1]
    if (committed === undefined || committed.term >= term) return
    if (entry?.term === committed.term && this.textOf(entry.command) === committed.text) return
    this.breach('leader completeness', `${id} leads term ${term} without what was committed at ${position}.`)
  }

  private apply({ id, commit }: RaftView<Command>, seen: Seen<Command>, kept: number): void {
    for (let position = Math.min(seen.applied, kept) + 1; position <= commit; position++) {
      const entry = seen.entries[position - 1]
      const known = this.applied[position - 1]
      if (entry === undefined) {
        this.breach('state machine safety', `${id} has committed ${position} and does not have it.`)
        continue
      }
      const text = this.textOf(entry.command)
      if (known === undefined) {
        this.applied[position - 1] = { term: entry.term, text, id }
        for (const [other, its] of this.servers) if (its.isLeader) this.checkComplete(other, its.term, its, position)
      } else if (known.term !== entry.term || known.text !== text)
        this.breach(
          'state machine safety',
          `${known.id} applies ${known.text} at ${position}, ${id} applies ${text} there.`,
        )
    }
    seen.applied = commit
  }

  private breach(property: RaftProperty, sentence: string): void {
    if (!this.broken.has(property)) this.broken.set(property, sentence)
  }
}

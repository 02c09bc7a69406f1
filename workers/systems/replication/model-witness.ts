import { RegisterHistory } from '../../algorithms/consistency/register-history'
import type { Check } from '../../network/check'
import { LINEARIZABLE, NEVER_BACK, NOTHING_LOST, ONE_PRIMARY, OWN_WRITES } from './meta-checks'

interface Write {
  readonly key: string
  readonly session: string
  readonly call: number
  readonly invoked: number
  returned: number
}

/** What of its session a read does not keep: the session's own write that it misses, a later value that it has read before. */
export interface ReadVerdict {
  readonly own: string | null
  readonly before: string | null
}

interface Read {
  readonly session: string
  readonly key: string
  readonly call: number
  readonly invoked: number
}

/**
 * The witnesses of a replicated database. They know what sessions asked and were told, which node took a write in which
 * epoch, and what the log of the newest primary holds; nothing of monitors, terms or positions. Every value is written once.
 */
export class ReplicationWitness {
  private moment = 0
  private readonly history = new RegisterHistory()
  private readonly writes = new Map<string, Write>()
  private readonly acknowledged: string[] = []
  private readonly found = new Map<string, { readonly at: number; readonly value: string | null }[]>()
  private readonly acceptors = new Map<number, string>()
  private newest: { readonly node: string; holds(value: string): boolean } | null = null
  private second: string | null = null
  private missing: string | null = null
  private unread: string | null = null
  private back: string | null = null

  writeBegins(session: string, key: string, value: string): void {
    const call = this.history.write(key, value)
    this.writes.set(value, { key, session, call, invoked: ++this.moment, returned: Number.POSITIVE_INFINITY })
  }

  /** The session is told that its write is done. @returns whether the newest primary has it */
  writeEnds(value: string): boolean {
    const write = this.writes.get(value)
    if (write === undefined) return true
    write.returned = ++this.moment
    this.history.written(write.call)
    this.acknowledged.push(value)
    if (this.newest?.holds(value) !== false) return true
    this.missing ??= `${write.session} is told that ${write.key} = ${value} is written, and ${this.newest.node} does not have it.`
    return false
  }

  /** The write was refused before anybody did anything. */
  writeRefused(value: string): void {
    const write = this.writes.get(value)
    if (write !== undefined) this.history.refused(write.call)
  }

  readBegins(session: string, key: string): Read {
    return { session, key, call: this.history.read(key), invoked: ++this.moment }
  }

  readEnds(read: Read, value: string | null): ReadVerdict {
    this.history.found(read.call, value)
    const { session, key, invoked } = read
    const own = this.acknowledged.findLast((name) => {
      const write = this.writes.get(name)
      return write?.session === session && write.key === key && write.returned < invoked
    })
    const isMissed = own !== undefined && this.isOlder(value, own)
    if (isMissed) this.unread ??= `${session} has written ${key} = ${own} and reads ${value ?? 'nothing'}.`
    const place = `${session} ${key}`
    const reads = this.found.get(place) ?? []
    const newer = reads.find((earlier) => earlier.at < invoked && this.isOlder(value, earlier.value))
    if (newer !== undefined)
      this.back ??= `${session} has read ${key} = ${newer.value ?? 'nothing'} and then reads ${value ?? 'nothing'}.`
    this.found.set(place, [...reads, { at: ++this.moment, value }])
    return { own: isMissed ? own : null, before: newer?.value ?? null }
  }

  /** A node puts a write into its log as the primary of an epoch. */
  accepted(node: string, epoch: number): void {
    const other = this.acceptors.get(epoch) ?? node
    if (other !== node) this.second ??= `${other} and ${node} both accept writes in epoch ${epoch}.`
    else this.acceptors.set(epoch, node)
  }

  /** A node takes over as primary. @returns the acknowledged writes that its log does not have */
  promoted(node: string, holds: (value: string) => boolean): readonly string[] {
    this.newest = { node, holds }
    const lost = this.acknowledged.filter((value) => !holds(value))
    if (lost.length > 0)
      this.missing ??= `${node} takes over without ${lost.length} acknowledged: ${lost.slice(0, 6).join(', ')}.`
    return lost
  }

  get checks(): readonly Check[] {
    return [
      { name: ONE_PRIMARY, watch: () => () => this.second },
      { name: NOTHING_LOST, watch: () => () => this.missing },
      { name: OWN_WRITES, watch: () => () => this.unread },
      { name: NEVER_BACK, watch: () => () => this.back },
      { name: LINEARIZABLE, watch: () => () => this.explained() },
    ]
  }

  private explained(): string | null {
    const { anomaly } = this.history
    if (anomaly === null) return null
    const { key, value, instead } = anomaly
    return `A read of ${key} finds ${value ?? 'nothing'}, which no order of all operations explains: ${instead ?? 'nothing'} stands there at that time.`
  }

  /** Whether a value was over before another was begun, by the clock of the sessions. */
  private isOlder(value: string | null, than: string | null): boolean {
    if (value === than || than === null) return false
    if (value === null) return true
    const [one, other] = [this.writes.get(value), this.writes.get(than)]
    return one !== undefined && other !== undefined && one.returned < other.invoked
  }
}

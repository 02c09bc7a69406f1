import type { Holder, PoolObserver } from '../../components/database-pool'
import type { SessionObserver } from '../../components/database-sessions'
import type { Check } from '../../network/check'
import { COMES_BACK, FIRST_COME, NOT_STUCK, ONE_AT_A_TIME, OWN_WRITES, WITHIN_LIMIT } from './meta-checks'

interface PoolBook {
  max: number
  /** Who has each connection. */
  readonly lent: Map<number, string>
  /** In the order in which they began to wait. */
  readonly waiting: Set<string>
  /** Who has just stopped waiting, and whether it had waited longest. */
  left: { readonly id: string; readonly wasFirst: boolean } | null
}

/**
 * The witnesses of pools and sessions. They know who was given which connection, who waits, what databases have open and
 * what sessions have saved and read; nothing of how a pool or a route decides.
 */
export class PoolWitness implements PoolObserver, SessionObserver {
  private readonly pools = new Map<string, PoolBook>()
  private readonly running = new Map<string, number>()
  private readonly limits = new Map<string, number>()
  private readonly broken = new Map<string, string>()

  limit(database: string, connections: number): void {
    this.limits.set(database, connections)
  }

  connections(database: string, count: number): void {
    const limit = this.limits.get(database) ?? Number.POSITIVE_INFINITY
    if (count > limit) this.breach(WITHIN_LIMIT, `${database} has ${count} connections open and allows ${limit}.`)
  }

  statement(database: string, session: number, change: 1 | -1): void {
    const key = `${database} ${session}`
    const now = (this.running.get(key) ?? 0) + change
    this.running.set(key, now)
    if (now > 1) this.breach(ONE_AT_A_TIME, `${database} runs ${now} statements on connection ${session} at once.`)
  }

  began(pool: string, max: number): void {
    const known = this.pools.get(pool)
    if (known !== undefined && known.lent.size > 0) known.max = max
    else this.pools.set(pool, { max, lent: new Map(), waiting: known?.waiting ?? new Set(), left: null })
  }

  /** A node has started anew: what its pools had is gone. */
  fresh(node: string): void {
    for (const pool of [...this.pools.keys()]) if (pool.startsWith(`${node}/`)) this.pools.delete(pool)
  }

  lent(pool: string, slot: number, { id, label }: Holder): void {
    const book = this.book(pool)
    if (book.lent.has(slot))
      this.breach(ONE_AT_A_TIME, `Connection ${slot} of ${pool} is given to ${label} while another has it.`)
    const hadTurn = book.left?.id === id && book.left.wasFirst
    if (book.waiting.size > 0 && !hadTurn)
      this.breach(FIRST_COME, `${label} gets connection ${slot} of ${pool} before one that waits longer.`)
    book.lent.set(slot, id)
    book.left = null
  }

  returned(pool: string, slot: number): void {
    this.book(pool).lent.delete(slot)
  }

  waits(pool: string, { id }: Holder): void {
    const book = this.book(pool)
    book.waiting.add(id)
    if (book.lent.size < book.max) return
    const holders = [...book.lent.values()]
    if (holders.every((holder) => book.waiting.has(holder)))
      this.breach(
        NOT_STUCK,
        `All ${holders.length} connections of ${pool} are held by requests that wait for one more.`,
      )
  }

  waitsNoMore(pool: string, { id }: Holder): void {
    const book = this.book(pool)
    const [first] = book.waiting
    book.left = { id, wasFirst: first === id }
    book.waiting.delete(id)
  }

  /** The request has its answer. */
  ended({ id, label }: Holder): void {
    for (const [pool, { lent }] of this.pools)
      for (const [slot, holder] of lent)
        if (holder === id) this.breach(COMES_BACK, `${label} is answered and still has connection ${slot} of ${pool}.`)
  }

  /** A session has read a row that it saved before, at these versions. */
  read(session: number, key: string, saved: number, read: number): void {
    if (read < saved)
      this.breach(OWN_WRITES, `Session ${session} has saved ${key} as version ${saved} and reads version ${read}.`)
  }

  get checks(): readonly Check[] {
    const names = [WITHIN_LIMIT, ONE_AT_A_TIME, FIRST_COME, COMES_BACK, NOT_STUCK, OWN_WRITES]
    return names.map((name) => ({ name, watch: () => () => this.broken.get(name) ?? null }))
  }

  private book(pool: string): PoolBook {
    const book = this.pools.get(pool)
    if (book === undefined) throw new Error(`nobody has told of the pool ${pool}`)
    return book
  }

  private breach(check: string, sentence: string): void {
    if (!this.broken.has(check)) this.broken.set(check, sentence)
  }
}

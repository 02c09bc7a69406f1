/** Times are in microseconds. */
export interface PoolRules {
  /** Connections at once, those that are being opened included; Infinity for no bound. */
  readonly maxConnections: number
  /** Idle connections are not closed while there are no more than so many in all. */
  readonly minConnections: number
  /** A connection that is idle for so long is closed; Infinity to keep it. */
  readonly idleMicros: number
  /** A connection older than this is closed as soon as nobody has it; 0: each is used once. */
  readonly lifetimeMicros: number
  /** From 0 to 1: by up to this share of it connections live shorter, so that those opened together do not end together. */
  readonly lifetimeSpread: number
}

export type SlotState =
  /** Free to be lent since. */
  | { readonly kind: 'idle'; readonly since: number }
  | { readonly kind: 'opening'; readonly since: number }
  | { readonly kind: 'lent'; readonly since: number; readonly holder: string }

export interface Slot {
  /** From 1; the lowest that is free when a connection is opened. */
  readonly slot: number
  /** Moment from which on it is too old; NaN while it is being opened. */
  tooOldAt: number
  state: SlotState
}

/**
 * The book of a pool: which connections there are and who has them. It decides; opening, closing and waiting is the work
 * of its owner, who hands every decision's outcome back. `now` is an argument, in microseconds.
 */
export class PoolLedger {
  /** By slot, from 1. */
  private readonly slots: (Slot | undefined)[] = []
  private opening = 0
  private lent = 0
  private count = 0

  /** @throws RangeError when the bounds make no sense */
  constructor(public rules: PoolRules) {
    const { maxConnections, minConnections, lifetimeSpread } = rules
    if (!(lifetimeSpread >= 0 && lifetimeSpread <= 1))
      throw new RangeError(`Lifetimes differ by a share from 0 to 1, not ${lifetimeSpread}.`)
    if (!(maxConnections >= 1 && minConnections >= 0 && minConnections <= maxConnections))
      throw new RangeError(
        `A pool has 0 ≤ min ≤ max and max ≥ 1 connections, not min ${minConnections} and max ${maxConnections}.`,
      )
  }

  get size(): number {
    return this.count
  }
  get lentCount(): number {
    return this.lent
  }
  get openingCount(): number {
    return this.opening
  }
  get idleCount(): number {
    return this.count - this.lent - this.opening
  }

  slot(slot: number): Slot | undefined {
    return this.slots[slot - 1]
  }
  /** All connections in the order of their slots. */
  list(): readonly Slot[] {
    return this.slots.filter((slot) => slot !== undefined)
  }

  /** Lends the connection that came back last, so that those not needed grow old; null when none is idle. */
  lend(holder: string, now: number): Slot | null {
    let best: Slot | null = null
    for (const slot of this.slots)
      if (slot?.state.kind === 'idle' && (best === null || slot.state.since > best.state.since)) best = slot
    if (best === null) return null
    best.state = { kind: 'lent', since: now, holder }
    this.lent++
    return best
  }

  /**
   * How many connections to open now: one for each who waits and is not served by one that is being opened, and up to the
   * least number, within the bound.
   */
  wanted(waiting: number): number {
    const { maxConnections, minConnections } = this.rules
    const forWaiting = waiting - this.opening
    const room = maxConnections - this.count
    return Math.max(0, Math.min(room, Math.max(forWaiting, minConnections - this.count)))
  }

  /** Begins to open one. @returns its slot */
  open(now: number): Slot {
    let index = this.slots.indexOf(undefined)
    if (index < 0) index = this.slots.length
    const slot: Slot = { slot: index + 1, tooOldAt: Number.NaN, state: { kind: 'opening', since: now } }
    this.slots[index] = slot
    this.count++
    this.opening++
    return slot
  }

  /** It is open, and idle from now on. @param lot from 0 to below 1, how much of the spread its life is shorter */
  opened(slot: Slot, now: number, lot = 0): void {
    if (slot.state.kind !== 'opening') throw new RangeError(`Connection ${slot.slot} was not being opened.`)
    const { lifetimeMicros, lifetimeSpread } = this.rules
    slot.tooOldAt = now + Math.round(lifetimeMicros * (1 - lifetimeSpread * lot))
    slot.state = { kind: 'idle', since: now }
    this.opening--
  }

  /** It comes back and is idle. @returns why it should be closed instead of lent again; null to keep it */
  takeBack(slot: Slot, now: number): 'too old' | 'too many' | null {
    if (slot.state.kind !== 'lent') throw new RangeError(`Connection ${slot.slot} was not lent.`)
    slot.state = { kind: 'idle', since: now }
    this.lent--
    if (now >= slot.tooOldAt) return 'too old'
    return this.count > this.rules.maxConnections ? 'too many' : null
  }

  /** It is gone, whatever it was doing. */
  remove(slot: Slot): void {
    if (this.slots[slot.slot - 1] !== slot) return
    this.slots[slot.slot - 1] = undefined
    this.count--
    if (slot.state.kind === 'opening') this.opening--
    if (slot.state.kind === 'lent') this.lent--
  }

  /** Idle connections that may be closed now, those first that are idle longest. */
  idleTooLong(now: number): readonly Slot[] {
    const { idleMicros, minConnections } = this.rules
    const due = this.list().filter(({ state }) => state.kind === 'idle' && now - state.since >= idleMicros)
    due.sort((a, b) => a.state.since - b.state.since)
    return due.slice(0, Math.max(0, this.count - minConnections))
  }

  /** Idle connections that have lived long enough. */
  idleTooOld(now: number): readonly Slot[] {
    return this.list().filter(({ state, tooOldAt }) => state.kind === 'idle' && now >= tooOldAt)
  }

  /** Connections that have been lent for at least so long: perhaps they were forgotten. */
  lentLongerThan(micros: number, now: number): readonly Slot[] {
    return this.list().filter(({ state }) => state.kind === 'lent' && now - state.since >= micros)
  }
}

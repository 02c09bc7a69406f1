/**
 * Whether a history of reads and writes of registers could have come from one copy that does everything at once, at some
 * moment between the call and its answer (Herlihy and Wing, "Linearizability", TOPLAS 12, 1990). Registers are judged one
 * by one, since linearizability is local. The search is that of Wing and Gong ("Testing and Verifying Concurrent
 * Objects", JPDC 17, 1993) with the memory of Lowe ("Testing for linearizability", 2017): a set of operations that are
 * done, together with the value they leave, is explored once.
 */

export type RegisterValue = string | number | null

/** One operation of a client on one register. Null is the value of a register that nobody has written. */
export interface RegisterOperation {
  readonly kind: 'read' | 'write'
  readonly value: RegisterValue
  /** Moments by any clock that all clients share. What returns at the moment of another's call may overlap it. */
  readonly invoked: number
  /** Infinity for a write whose outcome nobody knows: it may take effect at any moment from its call on, or never. */
  readonly returned: number
}

export type LinearizabilityVerdict =
  | {
      readonly kind: 'linearizable' /** Indices in the history, in an order that explains it. */
      readonly order: readonly number[]
    }
  | {
      readonly kind: 'violated'
      /** Index of the operation that no order explains: the longest attempts end before it. */
      readonly stuck: number
      /** What the register has in the longest attempt, where that operation had to come. */
      readonly value: RegisterValue
    }
  /** The bound was reached first. */
  | { readonly kind: 'undecided'; readonly explored: number }

/** Configurations that are explored at most. */
const MAX_EXPLORED = 100_000

/**
 * Judges the history of one register, which begins with `initial`. Reads that got no answer tell nothing and must be left
 * out; so must writes that are known to have failed.
 */
export function checkRegister(
  history: readonly RegisterOperation[],
  initial: RegisterValue = null,
  maxExplored = MAX_EXPLORED,
): LinearizabilityVerdict {
  return new Search(history, initial, maxExplored).run()
}

/** A place in the search: what was done since the place before, and the writes that may come next. */
interface Place {
  /** Value before this place's operations. */
  readonly before: RegisterValue
  /** Length of the order before them. */
  readonly from: number
  readonly choices: readonly number[]
  tried: number
}

class Search {
  /** Positions in `calls` are in order of the call; `calls` has the indices of the history. */
  private readonly calls: readonly number[]
  private readonly done: boolean[]
  /** All positions below are done. */
  private first = 0
  /** No position from here on was ever done. */
  private reach = 0
  private toDo: number
  private value: RegisterValue
  private readonly order: number[] = []
  private readonly places: Place[] = []
  private readonly dead = new Set<string>()
  private longest = -1
  private stuck = { at: -1, value: null as RegisterValue }

  constructor(
    private readonly history: readonly RegisterOperation[],
    initial: RegisterValue,
    private readonly maxExplored: number,
  ) {
    const wasRead = new Set(history.filter(({ kind }) => kind === 'read').map(({ value }) => value))
    // A write of unknown outcome whose value nobody read may just as well never have happened.
    this.calls = [...history.keys()]
      .filter((index) => this.at(index).returned !== Number.POSITIVE_INFINITY || wasRead.has(this.at(index).value))
      .sort((a, b) => this.at(a).invoked - this.at(b).invoked || a - b)
    this.done = this.calls.map(() => false)
    this.toDo = history.filter(({ returned }) => returned !== Number.POSITIVE_INFINITY).length
    this.value = initial
  }

  run(): LinearizabilityVerdict {
    this.enter(null)
    for (;;) {
      if (this.toDo === 0) return { kind: 'linearizable', order: this.order.map((at) => this.calls[at] as number) }
      if (this.dead.size > this.maxExplored) return { kind: 'undecided', explored: this.dead.size }
      const place = this.places.at(-1)
      if (place === undefined)
        return { kind: 'violated', stuck: this.calls[this.stuck.at] as number, value: this.stuck.value }
      const choice = place.choices[place.tried++]
      if (choice === undefined) this.retreat(place)
      else this.enter(choice)
    }
  }

  /**
   * Takes a write as the next operation, and with it all reads that then may come and find their value: they change
   * nothing, so doing them at once spoils no order. Goes on from there unless that was found hopeless before.
   */
  private enter(choice: number | null): void {
    const [before, from] = [this.value, this.order.length]
    if (choice !== null) this.take(choice)
    const ready = this.takeReads()
    if (this.dead.size > 0 && this.dead.has(this.configuration())) return this.undoTo(from, before)
    this.remember(ready)
    const choices = ready.filter((at) => this.call(at).kind === 'write')
    choices.sort((a, b) => this.call(a).returned - this.call(b).returned || a - b)
    this.places.push({ before, from, choices, tried: 0 })
  }

  /** @returns what may come next after the reads */
  private takeReads(): readonly number[] {
    for (;;) {
      const ready = this.ready()
      const reads = ready.filter((at) => this.call(at).kind === 'read' && this.call(at).value === this.value)
      if (reads.length === 0) return ready
      for (const at of reads) this.take(at)
    }
  }

  /** Operations that may come next: called before any other that is left has returned. */
  private ready(): number[] {
    let earliest = Number.POSITIVE_INFINITY
    const ready: number[] = []
    for (let at = this.first; at < this.calls.length; at++) {
      const { invoked, returned } = this.call(at)
      if (invoked > earliest) break
      if (this.done[at]) continue
      ready.push(at)
      earliest = Math.min(earliest, returned)
    }
    return ready.filter((at) => this.call(at).invoked <= earliest)
  }

  private take(at: number): void {
    this.done[at] = true
    this.reach = Math.max(this.reach, at + 1)
    this.order.push(at)
    const { kind, value, returned } = this.call(at)
    if (kind === 'write') this.value = value
    if (returned !== Number.POSITIVE_INFINITY) this.toDo--
    while (this.done[this.first]) this.first++
  }

  private retreat(place: Place): void {
    this.places.pop()
    this.dead.add(this.configuration())
    this.undoTo(place.from, place.before)
  }

  private undoTo(length: number, value: RegisterValue): void {
    while (this.order.length > length) {
      const at = this.order.pop() as number
      this.done[at] = false
      this.first = Math.min(this.first, at)
      if (this.call(at).returned !== Number.POSITIVE_INFINITY) this.toDo++
    }
    this.value = value
  }

  /** What is done and what the register has: the same again has the same future. */
  private configuration(): string {
    const beyond: number[] = []
    for (let at = this.first; at < this.reach; at++) if (this.done[at]) beyond.push(at)
    return `${this.first} ${beyond.join(',')} ${typeof this.value} ${this.value}`
  }

  /** The operation that must come first of those left, if nothing better is known of why there is no order. */
  private remember(ready: readonly number[]): void {
    if (this.order.length <= this.longest) return
    this.longest = this.order.length
    const due = ready.filter((at) => this.call(at).returned !== Number.POSITIVE_INFINITY)
    const at = due.reduce((best, at) => (this.call(at).returned < this.call(best).returned ? at : best), due[0] ?? 0)
    this.stuck = { at, value: this.value }
  }

  private call(at: number): RegisterOperation {
    return this.at(this.calls[at] as number)
  }

  private at(index: number): RegisterOperation {
    return this.history[index] as RegisterOperation
  }
}

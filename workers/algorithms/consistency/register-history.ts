import { checkRegister, type RegisterOperation, type RegisterValue } from './linearizability'

/** An answer that no order of the operations explains. */
export interface Anomaly {
  readonly key: string
  /** The value that was read. */
  readonly value: RegisterValue
  /** What the register had, or had at the latest, in the longest attempt at an order. */
  readonly instead: RegisterValue
}

interface Call {
  readonly key: string
  readonly kind: 'read' | 'write'
  readonly value: RegisterValue
  readonly invoked: number
  returned: number
}

/** Configurations that the judgement of one read explores at most. */
const MAX_EXPLORED = 5_000
/** A register with so many reads that could not be judged within the bound is not judged any more. */
const MAX_UNDECIDED = 10

/**
 * The history of many registers as their clients see it, told while it happens. Moments are counted, not timed, so that
 * what happens first stands first. Only the answer of a read can make a history impossible, so only then is it judged.
 */
export class RegisterHistory {
  private moment = 0
  private readonly calls: Call[] = []
  private readonly byKey = new Map<string, (RegisterOperation & Call)[]>()
  /** The first answer that cannot be; null while there is none. */
  anomaly: Anomaly | null = null
  private readonly undecidedByKey = new Map<string, number>()

  constructor(private readonly initial: RegisterValue = null) {}

  /** A client begins to write a value. @returns the number of its call */
  write(key: string, value: RegisterValue): number {
    const call = { key, kind: 'write' as const, value, invoked: ++this.moment, returned: Number.POSITIVE_INFINITY }
    this.operationsOf(key).push(call)
    return this.calls.push(call) - 1
  }

  /** A client begins to read. @returns the number of its call */
  read(key: string): number {
    const call = { key, kind: 'read' as const, value: null, invoked: ++this.moment, returned: Number.POSITIVE_INFINITY }
    return this.calls.push(call) - 1
  }

  /** The write is acknowledged. */
  written(number: number): void {
    this.callOf(number).returned = ++this.moment
  }

  /** The write is known not to have happened and not to happen later: it leaves the history. */
  refused(number: number): void {
    const call = this.callOf(number)
    const operations = this.operationsOf(call.key)
    const place = operations.indexOf(call)
    if (place >= 0) operations.splice(place, 1)
  }

  /** The read has its answer. A read without one is never told. */
  found(number: number, value: RegisterValue): void {
    const { key, kind, invoked } = this.callOf(number)
    const operations = this.operationsOf(key)
    operations.push({ key, kind, value, invoked, returned: ++this.moment })
    if (this.anomaly !== null || this.undecidedOf(key) === MAX_UNDECIDED) return
    const verdict = checkRegister(operations, this.initial, MAX_EXPLORED)
    if (verdict.kind === 'undecided') this.undecidedByKey.set(key, this.undecidedOf(key) + 1)
    if (verdict.kind === 'violated') this.anomaly = { key, value, instead: verdict.value }
  }

  /** Reads whose judgement reached its bound: many calls at once make it long, and a run must not wait for it. */
  get undecided(): number {
    return [...this.undecidedByKey.values()].reduce((sum, count) => sum + count, 0)
  }

  /** The history of one register so far. */
  of(key: string): readonly RegisterOperation[] {
    return this.operationsOf(key)
  }

  private undecidedOf(key: string): number {
    return this.undecidedByKey.get(key) ?? 0
  }

  private operationsOf(key: string): (RegisterOperation & Call)[] {
    const operations = this.byKey.get(key) ?? []
    this.byKey.set(key, operations)
    return operations
  }

  private callOf(number: number): Call {
    const call = this.calls[number]
    if (call === undefined)
      throw new RangeError(`A call is a number from 0 to ${this.calls.length - 1}, not ${number}.`)
    return call
  }
}

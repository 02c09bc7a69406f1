import type { Micros } from '../kernel/time'
import type { Machine } from './machine'

/** What a machine is doing, as its provider knows it. A crashed machine keeps its state, and is paid for. */
export type Power = 'off' | 'booting' | 'ready' | 'leaving'

/** Size of a machine. It can be replaced by a larger one. */
export interface Plan {
  workers: number
  /** How many times as fast as a small machine each worker is. */
  speed: number
  centsPerHour: number
}

const HOUR: Micros = 3_600_000_000

/** One machine that can be rented. It outlives crashes of the machine. */
export class Lease {
  private paid = 0
  private paidUntil: Micros = 0

  constructor(
    readonly name: string,
    public plan: Plan,
    public power: Power,
  ) {}

  /** Whether it runs, or will, and is not about to leave. */
  get isKept(): boolean {
    return this.power === 'booting' || this.power === 'ready'
  }

  /** Cents from the beginning up to now; a machine is paid for from its start to its end, while it boots too. */
  paidCents(now: Micros): number {
    if (this.power !== 'off') this.paid += (this.plan.centsPerHour * (now - this.paidUntil)) / HOUR
    this.paidUntil = now
    return this.paid
  }

  /** Changes what is paid for from now on. */
  change(now: Micros, change: { readonly power?: Power; readonly plan?: Plan }): void {
    this.paidCents(now)
    this.power = change.power ?? this.power
    this.plan = change.plan ?? this.plan
  }
}

/** A provider of machines: which there are, which run, and what they cost. It stands outside of them. */
export class MachinePark {
  readonly leases: readonly Lease[]
  /** The running program of each machine, by name; set when it starts. */
  readonly machines = new Map<string, Machine>()

  constructor(names: readonly string[], running: number, planOf: () => Plan) {
    this.leases = names.map((name, index) => new Lease(name, planOf(), index < running ? 'ready' : 'off'))
  }

  lease(name: string): Lease {
    const lease = this.leases.find((one) => one.name === name)
    if (lease === undefined) throw new RangeError(`There is no machine called ${name}.`)
    return lease
  }

  /** Rents machines that are off, in order. @returns their names */
  launch(count: number): string[] {
    const launched = this.leases.filter(({ power }) => power === 'off').slice(0, count)
    for (const { name } of launched) this.machines.get(name)?.launch()
    return launched.map(({ name }) => name)
  }

  get kept(): readonly Lease[] {
    return this.leases.filter(({ isKept }) => isKept)
  }

  paidCents(now: Micros): number {
    return this.leases.reduce((sum, lease) => sum + lease.paidCents(now), 0)
  }

  centsPerHour(): number {
    return this.leases.reduce((sum, { power, plan }) => sum + (power === 'off' ? 0 : plan.centsPerHour), 0)
  }
}

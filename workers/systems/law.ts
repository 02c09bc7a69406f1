/** What a system is held to: laws of theory, papers and specifications, each measured from the finished run that is shown. */
import { formatDuration } from '../kernel/time'
import type { Values } from '../scenario/parameters'
import type { Scenario } from '../scenario/scenario'
import { groupDigits } from '../trace/sentence'
import type { Trace } from '../trace/trace'

/** Default export of `proof.ts`. */
export interface Proof {
  /** What the simulation really does, a few words each. */
  readonly modelled: readonly string[]
  readonly leftOut: readonly string[]
  readonly laws: readonly Law[]
}

export interface Law {
  /** Unique within the system. */
  readonly id: string
  /** The law as a short sentence. */
  readonly name: string
  /** The law as a formula, in plain text. */
  readonly formula: string
  /** Paper, section of a specification, or reference implementation. */
  readonly source: string
  /** How near is near enough, and why. */
  readonly tolerance: string
  measure(trace: Trace, values: Values, scenario: Scenario): Finding
}

export type Finding =
  | { readonly kind: 'not-here'; readonly reason: string }
  | { readonly kind: 'measured'; readonly quantity: Quantity }

/** A measured number beside what the law says. The law is kept when it lies from `low` to `high`. */
export interface Quantity {
  readonly value: number
  readonly law: number
  readonly low: number
  readonly high: number
  /** `%` for a fraction, `µs` for a time; anything else is written behind the number. */
  readonly unit: string
}

export function isKept({ value, low, high }: Quantity): boolean {
  return value >= low && value <= high
}

/** `24.6 %`, `55.8 ms`, `1,204 calls` */
export function quantityText(value: number, unit: string): string {
  if (!Number.isFinite(value)) return 'nothing'
  if (unit === '%') return `${Math.round(value * 1_000) / 10} %`
  if (unit === 'µs') return formatDuration(Math.round(value))
  const rounded = Math.round(value * 100) / 100
  const number = Number.isInteger(rounded) ? groupDigits(rounded) : String(rounded)
  return unit === '' ? number : `${number} ${unit}`
}

/** The law does not speak of this run. @param reason a sentence */
export function notHere(reason: string): Finding {
  return { kind: 'not-here', reason }
}

/** The value is the law's, to the last unit. */
export function exactly(value: number, law: number, unit: string): Finding {
  return measured({ value, law, low: law, high: law, unit })
}

/** The value lies within a distance of the law's, in the same unit. */
export function within(value: number, law: number, tolerance: number, unit: string): Finding {
  return measured({ value, law, low: law - tolerance, high: law + tolerance, unit })
}

/** The value does not exceed the law's. `slack`: by how much it may. */
export function atMost(value: number, law: number, unit: string, slack = 0): Finding {
  return measured({ value, law, low: Number.NEGATIVE_INFINITY, high: law + slack, unit })
}

/** The value is not below the law's. `slack`: by how much it may be. */
export function atLeast(value: number, law: number, unit: string, slack = 0): Finding {
  return measured({ value, law, low: law - slack, high: Number.POSITIVE_INFINITY, unit })
}

/** The value lies between two bounds around the law's. */
export function between(value: number, law: number, low: number, high: number, unit: string): Finding {
  return measured({ value, law, low, high, unit })
}

function measured(quantity: Quantity): Finding {
  return { kind: 'measured', quantity }
}

import { groupDigits } from '../../../workers/trace/sentence'
import { numberOf, type Reading } from '../reading'

/** Cents of a reading. */
export function moneyText(reading: Reading, key: string): string {
  return centsText(numberOf(reading, key))
}

/** Cents as `$0.53` or, from a thousand dollars on, `$1,204`. */
export function centsText(amount: number): string {
  const cents = Math.round(amount)
  if (cents >= 100_000) return `$${groupDigits(cents / 100)}`
  const whole = Math.floor(cents / 100)
  return `$${whole}.${String(cents - 100 * whole).padStart(2, '0')}`
}

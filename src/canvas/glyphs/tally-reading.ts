import { amountOf, type Reading } from '../reading'

/** A number of the reading as people read it, or a text as it is; a dash before the first. */
export function valueText(reading: Reading, key: string): string {
  const value = reading[key]
  if (typeof value === 'string') return value === '' ? '–' : value
  return value === undefined ? '–' : amountOf(reading, key)
}

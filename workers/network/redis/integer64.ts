import { mustBePositive, notAnInteger, outOfRange, Refusal } from './refusal'

/** A signed 64-bit integer: a number where it is exact, a bigint beyond 2^53. */
export type Integer = number | bigint

export const GREATEST = 9_223_372_036_854_775_807n
export const LEAST = -9_223_372_036_854_775_808n
const LARGEST_EXACT = 9_007_199_254_740_991

/**
 * Strictly decimal, as Redis's string2ll reads it: no plus sign, no spaces, no leading zeros, no minus zero.
 *
 * @returns null when the text is no such integer or has more than 64 bits
 */
export function parseInteger(text: string): Integer | null {
  const { length } = text
  const start = text.charCodeAt(0) === 45 ? 1 : 0
  if (length === start || length > 20) return null
  if (text.charCodeAt(start) === 48) return length === 1 ? 0 : null
  let value = 0
  for (let index = start; index < length; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return null
    value = value * 10 + digit
  }
  if (length - start <= 15) return start === 1 ? -value : value
  const exact = BigInt(text)
  return isInteger64(exact) ? narrow(exact) : null
}

export function isInteger64(value: bigint): boolean {
  return value >= LEAST && value <= GREATEST
}

/** As a number when that loses nothing. */
export function narrow(value: bigint): Integer {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** @returns null when the sum has more than 64 bits */
export function add(a: Integer, b: Integer): Integer | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  const exact = BigInt(a) + BigInt(b)
  return isInteger64(exact) ? narrow(exact) : null
}

/** @throws {Refusal} when the text is no 64-bit integer */
export function integer(text: string, refusal: Refusal = notAnInteger): Integer {
  const value = parseInteger(text)
  if (value === null) throw refusal
  return value
}

/**
 * An index or a count, for which everything beyond 2^53 is as good as 2^53.
 *
 * @throws {Refusal} when the text is no 64-bit integer
 */
export function count(text: string, refusal: Refusal = notAnInteger): number {
  const value = integer(text, refusal)
  if (typeof value === 'number') return value
  return value < 0n ? -LARGEST_EXACT : LARGEST_EXACT
}

/** @throws {Refusal} when it is no integer, or outside low and high */
export function countBetween(text: string, low: number, high: number, message?: string): number {
  const refusal = message === undefined ? outOfRange : new Refusal(message)
  const value = count(text, message === undefined ? notAnInteger : refusal)
  if (value < low || value > high) throw refusal
  return value
}

/** @throws {Refusal} when it is no integer or negative; both read "must be positive" */
export function positiveCount(text: string): number {
  const value = count(text, mustBePositive)
  if (value < 0) throw mustBePositive
  return value
}

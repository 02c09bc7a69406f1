import { parseInteger } from './integer64'
import { notAFloat, type Refusal } from './refusal'

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const HEXADECIMAL = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?\d+))?$/i
const INFINITE = /^([+-]?)inf(inity)?$/i

/**
 * Reads what C's strtod reads, all of it: decimal, hexadecimal or infinite.
 *
 * @returns null for anything else, for NaN, and for what a double cannot hold (too large, or not zero and too small)
 */
export function parseDouble(text: string): number | null {
  const whole = parseInteger(text)
  if (typeof whole === 'number') return whole
  const infinite = INFINITE.exec(text)
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity
  if (DECIMAL.test(text)) {
    const value = Number(text)
    const isLost = value === 0 ? /[1-9]/.test(text.replace(/e.*/i, '')) : !Number.isFinite(value)
    return isLost ? null : value
  }
  return parseHexadecimal(text)
}

function parseHexadecimal(text: string): number | null {
  const found = HEXADECIMAL.exec(text)
  if (found === null) return null
  const [, sign, whole = '', fraction = '', power = '0'] = found
  if (whole + fraction === '') return null
  let value = Number(BigInt(`0x${whole}${fraction}`))
  const shift = Number(power) - 4 * fraction.length
  if (Math.abs(shift) > 2000) return value === 0 ? 0 : null
  for (let left = Math.abs(shift); left > 0; left--) value = shift > 0 ? value * 2 : value / 2
  if (!Number.isFinite(value)) return null
  return sign === '-' ? -value : value
}

/** @throws {Refusal} when the text is no double */
export function doubleOf(text: string, refusal: Refusal = notAFloat): number {
  const value = parseDouble(text)
  if (value === null) throw refusal
  return value
}

/**
 * As `doubleOf`, but what is too large is infinite, and what is too small is zero.
 *
 * @throws {Refusal} when the text is no number
 */
export function looseDouble(text: string, refusal: Refusal): number {
  return parseDouble(text) ?? (DECIMAL.test(text) ? Number(text) : doubleOf(text, refusal))
}

/** As C's `%.17g` writes it: 17 significant digits, trailing zeros removed; `inf`, `-inf` and `nan`. */
export function doubleText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return Object.is(value, -0) ? '-0' : String(value)
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const sign = value < 0 ? '-' : ''
  const [digits, exponent] = roundedDigits(Math.abs(value))
  const short = digits.replace(/0+$/, '')
  if (exponent < -4 || exponent >= 17) {
    const mantissa = short.length > 1 ? `${short[0]}.${short.slice(1)}` : short
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${short}`
  const whole = short.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return sign + (short.length > exponent + 1 ? `${whole}.${short.slice(exponent + 1)}` : whole)
}

/**
 * 17 digits and the exponent of the first. Ties go to the even digit, as in C; JavaScript rounds them up. A double
 * that ties at the 17th digit has exactly 18, because its expansion ends in 5.
 */
function roundedDigits(value: number): [digits: string, exponent: number] {
  const [mantissa = '', power = '0'] = value.toExponential(30).split('e')
  const all = mantissa.replace('.', '')
  if (/^50*$/.test(all.slice(17)) && Number(all[16]) % 2 === 0) return [all.slice(0, 17), Number(power)]
  const [rounded = '', roundedPower = '0'] = value.toExponential(16).split('e')
  return [rounded.replace('.', ''), Number(roundedPower)]
}

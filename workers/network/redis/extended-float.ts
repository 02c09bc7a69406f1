/**
 * The 80-bit extended floats of x86, which C calls long double and INCRBYFLOAT and HINCRBYFLOAT compute with: a
 * mantissa of 64 bits, so that 0.1 + 0.2 prints 0.3. Value: mantissa × 2^exponent. Bounds of the exponent are left
 * out: a number beyond 10^4932 is refused before it is made.
 */
export interface ExtendedFloat {
  readonly mantissa: bigint
  readonly exponent: number
}

const MANTISSA_BITS = 64
/** 17 places behind the point. */
const SCALE = powerOfTen(17)
const GREATEST_POWER = 4932
const GREATEST_POWER_OF_TWO = 16_383
const HEXADECIMAL = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?\d+))?$/i
const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i

export type ParsedFloat = ExtendedFloat | 'infinite' | '-infinite'

/** @returns null when the text is no decimal number, is NaN, or is too large or too small for 80 bits */
export function parseExtended(text: string): ParsedFloat | null {
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text)
  if (infinite !== null) return infinite[1] === '-' ? '-infinite' : 'infinite'
  const found = DECIMAL.exec(text)
  if (found === null) return parseHexadecimal(text)
  const [, sign, whole = '', fraction = '', power = '0'] = found
  if (whole + fraction === '') return null
  const digits = BigInt(whole + fraction)
  if (digits === 0n) return { mantissa: 0n, exponent: 0 }
  const tens = Number(power) - fraction.length
  const size = tens + digits.toString().length
  if (size > GREATEST_POWER || size < -GREATEST_POWER) return null
  const value = tens >= 0 ? rounded(digits * powerOfTen(tens), 0) : quotient(digits, powerOfTen(-tens))
  return sign === '-' ? { mantissa: -value.mantissa, exponent: value.exponent } : value
}

function parseHexadecimal(text: string): ExtendedFloat | null {
  const found = HEXADECIMAL.exec(text)
  if (found === null) return null
  const [, sign, whole = '', fraction = '', power = '0'] = found
  if (whole + fraction === '' || Math.abs(Number(power)) > GREATEST_POWER_OF_TWO) return null
  const value = rounded(BigInt(`0x${whole}${fraction}`), Number(power) - 4 * fraction.length)
  return sign === '-' ? { mantissa: -value.mantissa, exponent: value.exponent } : value
}

/** The sum, rounded to 64 bits as the processor does. */
export function addExtended(a: ExtendedFloat, b: ExtendedFloat): ExtendedFloat {
  const exponent = Math.min(a.exponent, b.exponent)
  const sum = (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent))
  return rounded(sum, exponent)
}

/** As C's `%.17Lf`, without the zeros at its end. */
export function extendedText({ mantissa, exponent }: ExtendedFloat): string {
  const isNegative = mantissa < 0n
  const size = isNegative ? -mantissa : mantissa
  const scaled = exponent >= 0 ? (size << BigInt(exponent)) * SCALE : shiftedRight(size * SCALE, -exponent)
  const digits = scaled.toString().padStart(18, '0')
  const fraction = digits.slice(-17).replace(/0+$/, '')
  const text = digits.slice(0, -17) + (fraction === '' ? '' : `.${fraction}`)
  return isNegative && text !== '0' ? `-${text}` : text
}

/** The nearest value with 64 bits, ties to even. */
function rounded(value: bigint, exponent: number): ExtendedFloat {
  const isNegative = value < 0n
  const size = isNegative ? -value : value
  const excess = bitLength(size) - MANTISSA_BITS
  if (excess <= 0) return { mantissa: value, exponent }
  const mantissa = shiftedRight(size, excess)
  return { mantissa: isNegative ? -mantissa : mantissa, exponent: exponent + excess }
}

/** The nearest 64-bit value of a fraction. Two bits more than needed, the last of which says that something is left. */
function quotient(numerator: bigint, denominator: bigint): ExtendedFloat {
  const shift = Math.max(0, MANTISSA_BITS + 2 + bitLength(denominator) - bitLength(numerator))
  const shifted = numerator << BigInt(shift)
  const whole = shifted / denominator
  const sticky = shifted % denominator === 0n ? 0n : 1n
  return rounded((whole << 1n) | sticky, -shift - 1)
}

function shiftedRight(value: bigint, bits: number): bigint {
  if (bits <= 0) return value
  const shift = BigInt(bits)
  const whole = value >> shift
  const twice = (value - (whole << shift)) << 1n
  const unit = 1n << shift
  return twice > unit || (twice === unit && (whole & 1n) === 1n) ? whole + 1n : whole
}

function bitLength(value: bigint): number {
  const text = value.toString(16)
  return (text.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(text[0] ?? '0', 16)))
}

function powerOfTen(exponent: number): bigint {
  return BigInt(`1${'0'.repeat(exponent)}`)
}

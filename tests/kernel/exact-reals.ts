/**
 * Elementary functions of doubles to about 400 bits, from whole numbers of any length and their series: the outside
 * witness of workers/kernel/maths.ts. It shares no constant and no formula for π with it.
 */

/** mantissa × 2^exponent. */
export interface Exact {
  readonly mantissa: bigint
  readonly exponent: number
}

const BITS = 512
const ONE = 1n << BigInt(BITS)
/** π needs the exponent range of a double on top. */
const PI_BITS = 1_600

export function exactOf(x: number): Exact {
  if (!Number.isFinite(x)) throw new RangeError(`${x} is no finite double.`)
  let mantissa = x
  let exponent = 0
  while (Math.floor(mantissa) !== mantissa) {
    mantissa *= 2
    exponent--
  }
  return { mantissa: BigInt(mantissa), exponent }
}

function shift(value: bigint, by: number): bigint {
  return by >= 0 ? value << BigInt(by) : value >> BigInt(-by)
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}

function bitLength(value: bigint): number {
  return abs(value).toString(2).length
}

function fixed(value: Exact, bits = BITS): bigint {
  return shift(value.mantissa, value.exponent + bits)
}

/** artanh of value / ONE, for values well below 1. */
function artanh(value: bigint): bigint {
  const square = (value * value) / ONE
  let power = value
  let sum = 0n
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd
    power = (power * square) / ONE
  }
  return sum
}

const LN2 = 2n * artanh(ONE / 3n)

/** ln of a positive double. */
export function exactLog(x: number): Exact {
  const { mantissa, exponent } = exactOf(x)
  const k = bitLength(mantissa) - 1
  let m = shift(mantissa, BITS - k)
  let power = k + exponent
  if (m * 2n > ONE * 3n) {
    m /= 2n
    power++
  }
  const value = 2n * artanh(((m - ONE) * ONE) / (m + ONE)) + BigInt(power) * LN2
  return { mantissa: value, exponent: -BITS }
}

/** e to a power. */
export function exactExp(x: Exact): Exact {
  const value = fixed(x)
  const k = (2n * value + LN2) / (2n * LN2) - (value < 0n ? 1n : 0n)
  const rest = value - k * LN2
  let term = ONE
  let sum = 0n
  for (let n = 1n; term !== 0n; n++) {
    sum += term
    term = (term * rest) / ONE / n
  }
  return { mantissa: sum, exponent: Number(k) - BITS }
}

/** x to the power y, x positive. */
export function exactPow(x: number, y: number): Exact {
  const log = exactLog(x)
  const factor = exactOf(y)
  return exactExp({ mantissa: log.mantissa * factor.mantissa, exponent: log.exponent + factor.exponent })
}

function arctanOfInverse(n: bigint, one: bigint): bigint {
  let power = one / n
  let sum = 0n
  for (let odd = 1n, sign = 1n; power !== 0n; odd += 2n, sign = -sign) {
    sum += (sign * power) / odd
    power /= n * n
  }
  return sum
}

/** Störmer's formula: π/4 = 6 arctan 1/8 + 2 arctan 1/57 + arctan 1/239. */
function quarterPi(): bigint {
  const one = 1n << BigInt(PI_BITS + 64)
  return (6n * arctanOfInverse(8n, one) + 2n * arctanOfInverse(57n, one) + arctanOfInverse(239n, one)) >> 64n
}

const HALF_PI = 2n * quarterPi()

/** Sine of x + turns quarter turns, so that one turn gives the cosine. */
export function exactSin(x: number, turns = 0): Exact {
  const angle = fixed(exactOf(x), PI_BITS) + BigInt(turns) * HALF_PI
  const n = (2n * angle + HALF_PI) / (2n * HALF_PI)
  const rest = shift(angle - n * HALF_PI, BITS - PI_BITS)
  const quadrant = Number(((n % 4n) + 4n) % 4n)
  const series = quadrant % 2 === 0 ? seriesFrom(rest, rest, 1n) : seriesFrom(ONE, rest, 0n)
  return { mantissa: quadrant < 2 ? series : -series, exponent: -BITS }
}

/** first - first r²/((n+1)(n+2)) + …: the sine from r and 1, the cosine from 1 and 0. */
function seriesFrom(first: bigint, rest: bigint, start: bigint): bigint {
  const square = (rest * rest) / ONE
  let term = first
  let sum = 0n
  for (let n = start; term !== 0n; n += 2n) {
    sum += term
    term = -(term * square) / ONE / ((n + 1n) * (n + 2n))
  }
  return sum
}

/** Distance of a double from the exact value in units of the exact value's last place (2^-1074 where subnormal). */
export function ulpsBetween(value: number, exact: Exact): number {
  const lastPlace = Math.max(bitLength(exact.mantissa) + exact.exponent - 53, -1_074)
  const got = exactOf(value)
  const common = Math.min(got.exponent, exact.exponent, lastPlace)
  const difference = abs(shift(got.mantissa, got.exponent - common) - shift(exact.mantissa, exact.exponent - common))
  return Number((difference * 1_000_000n) >> BigInt(lastPlace - common)) / 1_000_000
}

/**
 * Logarithm, exponential, power, sine and cosine that give the same bits in every engine.
 *
 * Engines disagree in the last bit of Math.log, exp, pow, sin and cos. These use only + − × ÷ and rounding down, which
 * IEEE 754 and ECMAScript fix to the bit. Methods are the classical ones: reduce the argument, evaluate a polynomial,
 * put the parts together so that only the last addition rounds visibly. The polynomials are Remez fits made for this
 * file; each states its interval and its error.
 *
 * Largest errors seen, in units in the last place, among 8,000 arguments of each kind against exact values
 * (the witness of tests/kernel/maths.test.ts): log 0.84, exp 0.73, pow 0.61, sin 0.72, cos 0.74. None is monotone by
 * proof; the test looks at neighbouring doubles.
 */

import { add, type DoubleDouble, divide, exactProduct, exactSum, multiply } from './double-double'
import { quarterTurns } from './quarter-turns'

/** ln 2 in two parts; the first has 42 bits, so that k times it is exact for every exponent k. */
const LN2_HIGH = 0.6931471805598903
const LN2_LOW = 5.497923018708371e-14
const LOG2_E = 1 / (LN2_HIGH + LN2_LOW)

/** 2^k for k from -1024, which undoes the largest exponent, to 1023, at index k + 1024. */
const POWERS_OF_TWO = powersOfTwo()

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2048)
  powers[1024] = 1
  for (let k = 1; k <= 1023; k++) powers[1024 + k] = powers[1023 + k]! * 2
  for (let k = 1; k <= 1024; k++) powers[1024 - k] = powers[1025 - k]! / 2
  return powers
}

function powerOfTwo(k: number): number {
  return POWERS_OF_TWO[k + 1024]!
}

const bytes = new DataView(new ArrayBuffer(8))

/** Added to the upper word of a double from √2 up (0x3ff6a09e), this carries into the exponent. */
const UP_FROM_SQRT_2 = 0x3ff00000 - 0x3fe6a09e

/** For a positive normal double the k for which x / 2^k lies between √½ and √2, without a branch to mispredict. */
function nearestExponent(x: number): number {
  bytes.setFloat64(0, x, true)
  return ((bytes.getInt32(4, true) + UP_FROM_SQRT_2) >> 20) - 1023
}

const SMALLEST_NORMAL = 2.2250738585072014e-308
const TWO_TO_54 = 18_014_398_509_481_984

/**
 * Natural logarithm, within 1 unit in the last place. Minus infinity at 0, NaN below it.
 * log x = k ln 2 + log m with m from √½ to √2; with f = m - 1 and s = f / (2 + f),
 * log m = 2 artanh s = f - s (f - s² Q(s²)).
 */
export function log(x: number): number {
  if (!(x >= SMALLEST_NORMAL && x < Number.POSITIVE_INFINITY)) return logOfUnusual(x)
  const k = nearestExponent(x)
  const f = x * powerOfTwo(-k) - 1
  const s = f / (2 + f)
  const correction = s * (f - s * s * artanhTail(s * s))
  return k * LN2_HIGH - (correction - k * LN2_LOW - f)
}

function logOfUnusual(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY
  if (!(x > 0)) return Number.NaN
  return x === Number.POSITIVE_INFINITY ? x : log(x * TWO_TO_54) - 54 * LN2_LOW - 54 * LN2_HIGH
}

/** (2 artanh(√z) / √z - 2) / z for z from 0 to 0.02944, times z within 2^-65. */
function artanhTail(z: number): number {
  const upper = 0.18181775683611973 + z * (0.15387089955888694 + z * (0.13250136412729108 + z * 0.1325116119773631))
  return 0.6666666666666666 + z * (0.4000000000000624 + z * (0.28571428569087337 + z * (0.222222226465739 + z * upper)))
}

/** e to the power x, within 1 unit in the last place (of the subnormal grid where the result is subnormal). */
export function exp(x: number): number {
  return expOfSum(x, 0)
}

/**
 * e to the power x + tail, tail far below the last place of x. With k the nearest integer to x / ln 2 and r the rest,
 * 2^k (1 + r + r² E(r)); what 1 + r rounds away is added back with the small terms.
 */
function expOfSum(x: number, tail: number): number {
  if (!(x > -746)) return x < 0 ? 0 : Number.NaN
  if (x > 710) return Number.POSITIVE_INFINITY
  const k = Math.floor(x * LOG2_E + 0.5)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW - tail
  const r = high - low
  const lost = high - r - low
  const sum = 1 + r
  const y = sum + (r - (sum - 1) + (r * r * expTail(r) + (lost + lost * r)))
  if (k < -1022) return y * powerOfTwo(k + 100) * 7.888609052210118e-31
  return k > 1023 ? y * 2 * powerOfTwo(k - 1) : y * powerOfTwo(k)
}

/** (e^r - 1 - r) / r² for r from -0.3469 to 0.3469, times r² within 2^-63. */
function expTail(r: number): number {
  const upper =
    0.00019841269897354563 +
    r *
      (2.4801587373919656e-5 +
        r *
          (2.755723393695769e-6 +
            r * (2.7557233221973026e-7 + r * (2.5112345810247376e-8 + r * 2.0926982914837255e-9))))
  return (
    0.5 +
    r *
      (0.16666666666666685 +
        r * (0.04166666666666673 + r * (0.008333333333316621 + r * (0.0013888888888858337 + r * upper))))
  )
}

/**
 * x to the power y with the special cases of ECMAScript's Number::exponentiate, within 1 unit in the last place, and
 * exact where the power is a double. The logarithm and its product with y carry about 100 and 70 bits.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  const size = Math.abs(x)
  if (y === Number.POSITIVE_INFINITY || y === Number.NEGATIVE_INFINITY) {
    if (size === 1) return Number.NaN
    return size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0
  }
  const isNegative = x < 0 || Object.is(x, -0)
  const sign = isNegative && isOdd(y) ? -1 : 1
  if (size === 1) return isNegative && Math.floor(y) !== y ? Number.NaN : sign
  if (size === 0 || size === Number.POSITIVE_INFINITY) {
    return (size === 0) === y > 0 ? sign * 0 : sign * Number.POSITIVE_INFINITY
  }
  if (isNegative && Math.floor(y) !== y) return Number.NaN
  return sign * powOfPositive(size, y)
}

/** Whether an integer is odd; false for what is no integer. */
function isOdd(y: number): boolean {
  return Math.floor(y) === y && Math.floor(y / 2) * 2 !== y
}

function powOfPositive(x: number, y: number): number {
  const logarithm = preciseLog(x)
  const rough = logarithm.high * y
  if (rough > 710) return Number.POSITIVE_INFINITY
  if (rough < -746) return 0
  const exponent = exactProduct(logarithm.high, y)
  const whole = exactSum(exponent.high, exponent.low + logarithm.low * y)
  return expOfSum(whole.high, whole.low)
}

/** The terms 1/7 to 1/27 of artanh(s)/s in powers of s², from the last to the first. */
const ARTANH_TERMS = [27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7].map((odd) => 1 / odd)
const ONE_FIFTH = divide(1, { high: 5, low: 0 })
const ONE_THIRD = divide(1, { high: 3, low: 0 })

/** Natural logarithm of a positive double to about 2^-68 of itself: as `log`, the leading terms in two doubles. */
function preciseLog(x: number): DoubleDouble {
  const shift = x < SMALLEST_NORMAL ? 54 : 0
  const scaled = shift === 0 ? x : x * TWO_TO_54
  const normal = nearestExponent(scaled)
  const m = scaled * powerOfTwo(-normal)
  const k = normal - shift
  const s = divide(m - 1, exactSum(m, 1))
  const z = multiply(s, s)
  let terms = 0
  for (const term of ARTANH_TERMS) terms = terms * z.high + term
  const series = add(ONE_THIRD, multiply(z, add(ONE_FIFTH, exactSum(z.high * terms, 0))))
  const artanh = add(s, multiply(s, multiply(z, series)))
  const logOfM = { high: 2 * artanh.high, low: 2 * artanh.low }
  return add(exactSum(k * LN2_HIGH, k * LN2_LOW), logOfM)
}

/** Sine of an angle in radians, within 1 unit in the last place for every finite angle; NaN for infinities. */
export function sin(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN
  if (x === 0) return x
  const { quadrant, high, low } = quarterTurns(x)
  const value = quadrant % 2 === 0 ? sineNearZero(high, low) : cosineNearZero(high, low)
  return quadrant < 2 ? value : -value
}

/** Cosine of an angle in radians, within 1 unit in the last place for every finite angle; NaN for infinities. */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN
  const { quadrant, high, low } = quarterTurns(x)
  const value = quadrant % 2 === 0 ? cosineNearZero(high, low) : sineNearZero(high, low)
  return quadrant === 0 || quadrant === 3 ? value : -value
}

/** sin(r + tail) for r from -π/4 to π/4: r + r³ S(r²), S times r² within 2^-68. */
function sineNearZero(r: number, tail: number): number {
  const z = r * r
  const upper =
    2.755731921418896e-6 + z * (-2.5052104911196208e-8 + z * (1.6058366576347643e-10 + z * -7.578695270693119e-13))
  const series = -0.16666666666666666 + z * (0.008333333333333323 + z * (-0.00019841269841255064 + z * upper))
  return r + (z * r * series + (tail - 0.5 * z * tail))
}

/** cos(r + tail) for r from -π/4 to π/4: 1 - r²/2 + r⁴ C(r²), C times r⁴ within 2^-64. */
function cosineNearZero(r: number, tail: number): number {
  const z = r * r
  const upper = -2.7557314341000677e-7 + z * (2.0875721671988418e-9 + z * -1.1359561921119405e-11)
  const series = 0.0416666666666666 + z * (-0.0013888888888874066 + z * (2.480158728944461e-5 + z * upper))
  const half = 0.5 * z
  const sum = 1 - half
  return sum + (1 - sum - half + (z * z * series - r * tail))
}

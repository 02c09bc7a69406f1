/**
 * A number held as the unevaluated sum of two doubles, `low` at most half a unit in the last place of `high`:
 * about 106 bits, from additions and multiplications only (Dekker, "A floating-point technique for extending the
 * available precision", 1971; the exact sum is Knuth's, The Art of Computer Programming 4.2.2).
 */
export interface DoubleDouble {
  readonly high: number
  readonly low: number
}

/** a + b without error. */
export function exactSum(a: number, b: number): DoubleDouble {
  const high = a + b
  const added = high - a
  return { high, low: a - (high - added) + (b - added) }
}

/** a × b without error, as long as neither exceeds 2^996 and the product's low part is not subnormal. */
export function exactProduct(a: number, b: number): DoubleDouble {
  const high = a * b
  const aHigh = leadingHalf(a)
  const aLow = a - aHigh
  const bHigh = leadingHalf(b)
  const bLow = b - bHigh
  return { high, low: aLow * bLow - (high - aHigh * bHigh - aLow * bHigh - aHigh * bLow) }
}

/** The upper 26 bits of a significand (Veltkamp's splitting). */
function leadingHalf(a: number): number {
  const scaled = a * 134_217_729
  return scaled - (scaled - a)
}

/** x + y to about 2^-104 of the larger one. */
export function add(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const sum = exactSum(x.high, y.high)
  return exactSum(sum.high, sum.low + (x.low + y.low))
}

/** x × y to about 2^-103. */
export function multiply(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const product = exactProduct(x.high, y.high)
  return exactSum(product.high, product.low + (x.high * y.low + x.low * y.high))
}

/** a / b to about 2^-103. */
export function divide(a: number, b: DoubleDouble): DoubleDouble {
  const high = a / b.high
  const product = exactProduct(high, b.high)
  return exactSum(high, (a - product.high - product.low - high * b.low) / b.high)
}

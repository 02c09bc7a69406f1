/**
 * An angle without its whole quarter turns: x = n π/2 + high + low, with high from -π/4 to π/4 and low below its last
 * place. `quadrant` is n modulo 4.
 */
export interface QuarterTurns {
  readonly quadrant: number
  readonly high: number
  readonly low: number
}

/** π/2 in three parts of 33, 33 and 53 bits: n times either of the first two is exact for n below 2^20. */
const HALF_PI_1 = 1.5707963267341256
const HALF_PI_2 = 6.077100506303966e-11
const HALF_PI_3 = 2.0222662487959506e-21
const TWO_OVER_PI = 0.6366197723675814

/** Below this many radians, about 2^20 quarter turns, the three parts are enough. */
const LARGEST_SIMPLE = 1_600_000
/** A rest smaller than this has lost too many bits by cancellation; such angles take the exact path. */
const SMALLEST_SIMPLE_REST = 1e-9

/** Takes whole quarter turns off a finite angle in radians, keeping about 2^-68 of the rest. */
export function quarterTurns(x: number): QuarterTurns {
  if (Math.abs(x) > LARGEST_SIMPLE) return exactQuarterTurns(x)
  const n = Math.floor(x * TWO_OVER_PI + 0.5)
  if (n === 0) return { quadrant: 0, high: x, low: 0 }
  const first = x - n * HALF_PI_1
  const second = n * HALF_PI_2
  const rest = first - second
  if (Math.abs(rest) < SMALLEST_SIMPLE_REST) return exactQuarterTurns(x)
  const lost = first - rest - second - n * HALF_PI_3
  const high = rest + lost
  return { quadrant: ((n % 4) + 4) % 4, high, low: rest - high + lost }
}

/** Bits after the point of π/2 here: the exponent of the largest double, the bits of the rest and some to spare. */
const FIXED_BITS = 1300n
/** Bits after the point of the rest: its first 53 significant bits start at 2^-62 at the latest. */
const REST_BITS = 200n
const REST_UNIT = 6.223015277861142e-61

let fixedHalfPi: bigint | null = null

/** The same with whole numbers of any length: slow, for huge angles and for those closest to a quarter turn. */
function exactQuarterTurns(x: number): QuarterTurns {
  fixedHalfPi ??= halfPi()
  const angle = toFixed(Math.abs(x))
  const n = (2n * angle + fixedHalfPi) / (2n * fixedHalfPi)
  const rest = (angle - n * fixedHalfPi) >> (FIXED_BITS - REST_BITS)
  const high = Number(rest)
  const low = Number(rest - BigInt(high))
  const sign = x < 0 ? -1 : 1
  const quadrant = Number(n % 4n)
  return {
    quadrant: sign < 0 ? (4 - quadrant) % 4 : quadrant,
    high: sign * high * REST_UNIT,
    low: sign * low * REST_UNIT,
  }
}

/** A double of at least 1 as a whole number of 2^-1300. */
function toFixed(x: number): bigint {
  let whole = x
  let shift = FIXED_BITS
  while (Math.floor(whole) !== whole) {
    whole *= 2
    shift--
  }
  return BigInt(whole) << shift
}

/** π/2 as a whole number of 2^-1300, by Machin's formula: π/4 = 4 arctan 1/5 - arctan 1/239. */
function halfPi(): bigint {
  const guard = 32n
  const one = 1n << (FIXED_BITS + guard)
  return (2n * (4n * arctanOfInverse(5n, one) - arctanOfInverse(239n, one))) >> guard
}

/** arctan(1/n) in units of 1/one, by its series. */
function arctanOfInverse(n: bigint, one: bigint): bigint {
  let power = one / n
  let sum = 0n
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += odd % 4n === 1n ? power / odd : -(power / odd)
    power /= n * n
  }
  return sum
}

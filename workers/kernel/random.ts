import { exp, log } from './maths'
import type { Micros } from './time'

const TWO_TO_32 = 4_294_967_296
const TWO_TO_53 = 9_007_199_254_740_992
/** Up to here a 32-bit draw times the bound is exact in a double. */
const LARGEST_SHORT_BOUND = 2_097_152

/** No drawn duration is longer than this (142 years), so that "now + draw" is always a valid due time. */
export const LONGEST_DRAW: Micros = TWO_TO_53 / 2

/**
 * A deterministic stream of random numbers. Streams of different seeds or names are independent; every node, link and
 * workload draws from its own, so that a change in one place moves no draw in another.
 *
 * The generator is xoshiro128** 1.1 by David Blackman and Sebastiano Vigna ("Scrambled linear pseudorandom number
 * generators", ACM TOMS 47, 2021; reference implementation https://prng.di.unimi.it/xoshiro128starstar.c): 128 bits of
 * state, period 2^128 - 1, passes BigCrush. It is not for secrets.
 *
 * Each method says how many 32-bit draws it takes.
 */
export class RandomStream {
  readonly seed: number
  /** Names from the root to this stream, joined by `/`. */
  readonly name: string
  /** Four words. In Chromium a typed array is four times as fast as four fields: its small integers have 31 bits. */
  private readonly state: Int32Array

  private constructor(seed: number, name: string, state: Int32Array) {
    this.seed = seed
    this.name = name
    this.state = state
  }

  /**
   * The stream of this seed (a safe integer, negative or not) and name. The same pair always gives the same draws.
   * @throws RangeError when the seed is no safe integer.
   */
  static named(seed: number, name: string): RandomStream {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed is an integer between -2^53 and 2^53, not ${seed}.`)
    return new RandomStream(seed, name, initialState(seed, name))
  }

  /** A stream in exactly this state of four 32-bit words, not all zero: for known answers and for resuming. */
  static fromState(state: readonly [number, number, number, number]): RandomStream {
    if ((state[0] | state[1] | state[2] | state[3]) === 0) {
      throw new RangeError('A stream cannot start in the state of four zeros: it would never leave it.')
    }
    return new RandomStream(0, '', Int32Array.from(state))
  }

  /** The stream named `name` below this one. It depends on the names alone, not on how much has been drawn here. */
  fork(name: string): RandomStream {
    return RandomStream.named(this.seed, `${this.name}/${name}`)
  }

  /** A whole number from 0 to 2^32 - 1. One draw. */
  uint32(): number {
    return this.int32() >>> 0
  }

  /** The same 32 bits as a signed number. One draw. */
  private int32(): number {
    const state = this.state
    const s1 = state[1]!
    const product = Math.imul(s1, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9)
    const s2 = state[2]! ^ state[0]!
    const s3 = state[3]! ^ s1
    state[0] = state[0]! ^ s3
    state[1] = s1 ^ s2
    state[2] = s2 ^ (s1 << 9)
    state[3] = (s3 << 11) | (s3 >>> 21)
    return result
  }

  /**
   * A whole number from 0 to below - 1, every one exactly as likely (Lemire, "Fast random integer generation in an
   * interval", ACM TOMACS 29, 2019). One draw for bounds up to 2^21, two above, rarely more.
   * @throws RangeError when `below` is not a whole number from 1 to 2^53.
   */
  integer(below: number): number {
    if (!(below >= 1 && below <= TWO_TO_53) || Math.floor(below) !== below) {
      throw new RangeError(`A bound for a random integer is a whole number from 1 to 2^53, not ${below}.`)
    }
    if (below > LARGEST_SHORT_BOUND) return this.longInteger(below)
    let product = this.uint32() * below
    let low = product >>> 0
    if (low < below) {
      const uneven = TWO_TO_32 % below
      while (low < uneven) {
        product = this.uint32() * below
        low = product >>> 0
      }
    }
    return (product - low) / TWO_TO_32
  }

  /** As `integer`, by drawing 53 bits until they fall below the largest multiple of the bound. */
  private longInteger(below: number): number {
    const even = TWO_TO_53 - (TWO_TO_53 % below)
    let value = this.bits53()
    while (value >= even) value = this.bits53()
    return value % below
  }

  /** 53 random bits as a whole number. Two draws. */
  private bits53(): number {
    const upper = this.int32() >>> 5
    return upper * 67_108_864 + (this.int32() >>> 6)
  }

  /**
   * A whole number from low to high, both included.
   * @throws RangeError when the bounds are not integers in order.
   */
  between(low: number, high: number): number {
    if (!(Number.isSafeInteger(low) && low <= high)) {
      throw new RangeError(`Bounds of a random integer are integers in order, not ${low} and ${high}.`)
    }
    return low + this.integer(high - low + 1)
  }

  /**
   * True in exactly numerator of denominator cases. It draws even when the answer is certain, so that setting a
   * probability to 0 moves nothing else.
   * @throws RangeError when the ratio is not made of integers with 0 <= numerator <= denominator and denominator >= 1.
   */
  chance(numerator: number, denominator: number): boolean {
    if (!(numerator >= 0 && numerator <= denominator) || Math.floor(numerator) !== numerator) {
      throw new RangeError(`A chance is a ratio of integers from 0 to 1, not ${numerator} in ${denominator}.`)
    }
    return this.integer(denominator) < numerator
  }

  /** A multiple of 2^-53 from 0 to below 1. Two draws. */
  unit(): number {
    return this.bits53() / TWO_TO_53
  }

  /**
   * Exponentially distributed, as a real number: the wait for an event of a Poisson process. Two draws.
   * The mean may be any real number from 0 to 2^46. At most 36.8 times the mean (unit() has 53 bits).
   */
  exponentialReal(mean: number): number {
    if (!(mean >= 0 && mean <= 70_368_744_177_664)) {
      throw new RangeError(`A mean is a number from 0 to 2^46, not ${mean}.`)
    }
    return -mean * log(1 - this.unit())
  }

  /**
   * Exponentially distributed, rounded to the nearest microsecond. Two draws. Rounding lowers the mean m to
   * 1 / (2 sinh(1/(2m))), about m - 1/(24 m): 4 % at 1 µs, 0.04 % at 10 µs, 4·10^-8 at 1 ms. Sum `exponentialReal`
   * and round the sum where that matters.
   */
  exponential(mean: Micros): Micros {
    return nearest(this.exponentialReal(mean))
  }

  /**
   * Pareto distributed, rounded: P(X > x) = (minimum / x)^shape from the minimum up. Two draws. The mean is
   * minimum · shape / (shape - 1), infinite for shapes up to 1; what exceeds `maximum` becomes it.
   * @throws RangeError when the bounds are not in order or the shape is not positive.
   */
  pareto(minimum: Micros, shape: number, maximum: Micros = LONGEST_DRAW): Micros {
    if (!(minimum >= 0 && minimum <= maximum && maximum <= LONGEST_DRAW && shape > 0)) {
      throw new RangeError(
        `A Pareto draw needs 0 <= minimum <= maximum and a positive shape, not ${minimum}, ${maximum} and ${shape}.`,
      )
    }
    return Math.min(nearest(minimum * exp(-log(1 - this.unit()) / shape)), maximum)
  }

  /**
   * One element, each equally likely.
   * @throws RangeError when there is none.
   */
  pick<T>(array: readonly T[]): T {
    if (array.length === 0) throw new RangeError('Nothing to pick from: the array is empty.')
    return array[this.integer(array.length)] as T
  }

  /** Brings the array into a random order, every order equally likely (Fisher and Yates), and returns it. */
  shuffle<T>(array: T[]): T[] {
    for (let last = array.length - 1; last > 0; last--) {
      const other = this.integer(last + 1)
      const item = array[last] as T
      array[last] = array[other] as T
      array[other] = item
    }
    return array
  }
}

/** The nearest whole number of one that is not negative. Math.round takes a branch on random bits, and is slower. */
function nearest(value: number): number {
  return Math.floor(value + 0.5)
}

/**
 * Absorbs the seed, the length of the name and its UTF-16 code units, word by word, into four words. A step is a
 * bijection of the state for every input word, and a changed word changes all four words beyond recognition, so two
 * inputs meet in one state only by a coincidence of about 2^-128.
 */
function initialState(seed: number, name: string): Int32Array {
  const state = Int32Array.of(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344)
  absorb(state, seed | 0)
  absorb(state, Math.floor(seed / TWO_TO_32) | 0)
  absorb(state, name.length)
  for (let index = 0; index < name.length; index++) absorb(state, name.charCodeAt(index))
  absorb(state, 0)
  if (state.every((word) => word === 0)) state[0] = 1
  return state
}

function absorb(state: Int32Array, word: number): void {
  state[0] = mix(state[0]! ^ word)
  state[1] = mix(state[1]! + state[0]!)
  state[2] = mix(state[2]! ^ state[1]!)
  state[3] = mix(state[3]! + state[2]!)
}

/** The finalizer of MurmurHash3 (Austin Appleby, public domain): a bijection in which every bit reaches every bit. */
function mix(word: number): number {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

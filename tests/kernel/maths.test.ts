import { describe, expect, test } from 'vitest'
import { cos, exp, log, pow, sin } from '../../workers/kernel/maths'
import { RandomStream } from '../../workers/kernel/random'
import { type Exact, exactExp, exactLog, exactOf, exactPow, exactSin, ulpsBetween } from './exact-reals'

const SAMPLES = 400
const { POSITIVE_INFINITY: INFINITY, NEGATIVE_INFINITY, NaN: NOT_A_NUMBER } = Number
const SMALLEST = 5e-324
const LARGEST = Number.MAX_VALUE

/** 2^k from the smallest subnormal to the largest power, by repeated multiplication. */
function powerOfTwo(k: number): number {
  let power = 1
  for (let step = 0; step < Math.abs(k); step++) power *= k > 0 ? 2 : 0.5
  return power
}

/** A double of any exponent from `low` to `high`, all exponents equally likely. */
function ofAnySize(random: RandomStream, low: number, high: number): number {
  const exponent = random.between(low, high)
  return exponent < -1_000
    ? (1 + random.unit()) * powerOfTwo(-1_000) * powerOfTwo(exponent + 1_000)
    : (1 + random.unit()) * powerOfTwo(exponent)
}

/** The largest distance to the exact values over some arguments, with the argument in the message. */
function expectWithin(
  ulps: number,
  draw: () => readonly number[],
  ours: (...args: number[]) => number,
  exact: (...args: number[]) => Exact,
): void {
  for (let sample = 0; sample < SAMPLES; sample++) {
    const args = draw()
    const value = ours(...args)
    const distance = Number.isFinite(value) ? ulpsBetween(value, exact(...args)) : INFINITY
    if (!(distance <= ulps)) throw new Error(`${value} at ${args.join(', ')} is off by ${distance} units`)
  }
}

function stream(name: string): RandomStream {
  return RandomStream.named(11, `maths/${name}`)
}

// 1 is what maths.ts promises; these are what it reaches, so that a spoilt digit of a coefficient is seen.
describe('less than 1 unit in the last place from the exact value', () => {
  const random = stream('accuracy')
  const logCases: [string, () => number][] = [
    ['of every size', () => ofAnySize(random, -1_074, 1_023)],
    ['from 0 to 1', () => 1 - random.unit()],
    ['around 1', () => 0.7 + random.unit() * 0.8],
    ['close to 1', () => 1 + ofAnySize(random, -52, -5) * (random.chance(1, 2) ? 1 : -1)],
  ]
  test.each(logCases)('log %s', (_, draw) => {
    expectWithin(0.9, () => [draw()], log, exactLog)
  })

  const expCases: [string, () => number][] = [
    ['of its whole range', () => (random.unit() * 2 - 1) * 709],
    ['around 0', () => (random.unit() * 2 - 1) * 2],
    ['close to 0', () => ofAnySize(random, -70, -3) * (random.chance(1, 2) ? 1 : -1)],
    ['where it is subnormal', () => -708 - random.unit() * 37],
    ['where it is largest', () => 709.7827 * (1 - random.unit() * 1e-4)],
  ]
  test.each(expCases)('exp %s', (_, draw) => {
    expectWithin(
      1,
      () => [draw()],
      exp,
      (x) => exactExp(exactOf(x)),
    )
  })

  const powCases: [string, () => number[]][] = [
    ['of the weights of Zipf', () => [random.between(2, 1_000_000), -random.unit() * 3]],
    ['of bases of every size', () => [ofAnySize(random, -1_074, 1_023), (random.unit() * 2 - 1) * 0.95]],
    ['of bases close to 1', () => [1 + random.unit() * 1e-3, (random.unit() * 2 - 1) * 500_000]],
    ['of Pareto', () => [1 - random.unit(), -1 / (0.5 + random.unit() * 3)]],
  ]
  test.each(powCases)('pow %s', (_, draw) => {
    expectWithin(0.7, draw, pow, exactPow)
  })

  const angles: [string, () => number][] = [
    ['of one turn either way', () => (random.unit() * 2 - 1) * 7],
    ['of a million radians', () => (random.unit() * 2 - 1) * 1_600_000],
    ['close to quarter turns', () => random.between(1, 1_000_000) * 1.5707963267948966],
    ['of every larger size', () => ofAnySize(random, -60, 1_023)],
  ]
  test.each(angles)('sin %s', (_, draw) => {
    expectWithin(
      1,
      () => [draw()],
      sin,
      (x) => exactSin(x),
    )
  })
  test.each(angles)('cos %s', (_, draw) => {
    expectWithin(
      1,
      () => [draw()],
      cos,
      (x) => exactSin(x, 1),
    )
  })
})

describe('log', () => {
  test.each([
    [1, 0],
    [0, NEGATIVE_INFINITY],
    [-0, NEGATIVE_INFINITY],
    [-1, NOT_A_NUMBER],
    [-SMALLEST, NOT_A_NUMBER],
    [NEGATIVE_INFINITY, NOT_A_NUMBER],
    [INFINITY, INFINITY],
    [NOT_A_NUMBER, NOT_A_NUMBER],
  ])('of %s is %s', (x, expected) => {
    expect(log(x)).toBe(expected)
  })

  test.each([SMALLEST, 1e-310, 2.2250738585072014e-308, powerOfTwo(1_023), LARGEST])(
    'is finite and right at %s',
    (x) => {
      expect(ulpsBetween(log(x), exactLog(x))).toBeLessThanOrEqual(1)
    },
  )
})

describe('exp', () => {
  test.each([
    [0, 1],
    [-0, 1],
    [INFINITY, INFINITY],
    [NEGATIVE_INFINITY, 0],
    [NOT_A_NUMBER, NOT_A_NUMBER],
    [709.782712893384, exactValue('exp largest')],
    [709.7827128933841, INFINITY],
    [1e308, INFINITY],
    [-745.1332191019411, SMALLEST],
    [-745.1332191019412, 0],
    [-1e308, 0],
    [SMALLEST, 1],
  ])('of %s is %s', (x, expected) => {
    expect(exp(x)).toBe(expected)
  })
})

/** The double nearest to e^709.782712893384, the largest that exp gives: from the exact value, not from exp. */
function exactValue(_: 'exp largest'): number {
  const { mantissa, exponent } = exactExp(exactOf(709.782712893384))
  const digits = mantissa.toString(2)
  let value = Number(BigInt(`0b${digits.slice(0, 60)}`))
  for (let power = exponent + digits.length - 60; power > 0; power--) value *= 2
  return value
}

describe('pow', () => {
  test('is exact where the power is a double', () => {
    for (let exponent = -1_074; exponent <= 1_023; exponent++) expect(pow(2, exponent)).toBe(powerOfTwo(exponent))
    for (let base = 3; base <= 99; base++) {
      let power = base
      for (let exponent = 2; power * base <= 2 ** 53; exponent++) {
        power *= base
        expect(pow(base, exponent)).toBe(power)
        expect(pow(power, 1 / exponent) - base).toBeLessThan(1e-13 * base)
      }
      expect(pow(base * base, 0.5)).toBe(base)
      expect(pow(-base, 3)).toBe(-base * base * base)
    }
  })

  test.each([
    [NOT_A_NUMBER, 0, 1],
    [INFINITY, -0, 1],
    [NOT_A_NUMBER, 1, NOT_A_NUMBER],
    [2, NOT_A_NUMBER, NOT_A_NUMBER],
    [1, INFINITY, NOT_A_NUMBER],
    [-1, NEGATIVE_INFINITY, NOT_A_NUMBER],
    [2, INFINITY, INFINITY],
    [2, NEGATIVE_INFINITY, 0],
    [0.5, INFINITY, 0],
    [-0.5, NEGATIVE_INFINITY, INFINITY],
    [INFINITY, 2, INFINITY],
    [INFINITY, -2, 0],
    [NEGATIVE_INFINITY, 3, NEGATIVE_INFINITY],
    [NEGATIVE_INFINITY, 2, INFINITY],
    [NEGATIVE_INFINITY, -3, -0],
    [NEGATIVE_INFINITY, 0.5, INFINITY],
    [0, 2, 0],
    [0, -2, INFINITY],
    [-0, 3, -0],
    [-0, -3, NEGATIVE_INFINITY],
    [-0, 2, 0],
    [-8, 1 / 3, NOT_A_NUMBER],
    [-2, 2 ** 53, INFINITY],
    [-2, -1_075, -0],
    [1, 1e308, 1],
    [-1, 1e308, 1],
    [-1, 0.5, NOT_A_NUMBER],
    [-1, -3, -1],
    [LARGEST, 2, INFINITY],
    [SMALLEST, 2, 0],
    [SMALLEST, -1, INFINITY],
    [SMALLEST, 1, SMALLEST],
    [LARGEST, 1, LARGEST],
  ])('%s to the %s is %s, as ECMAScript says', (x, y, expected) => {
    expect(pow(x, y)).toBe(expected)
  })
})

describe('sin and cos', () => {
  test('of 0 are 0 with its sign, and 1', () => {
    expect([sin(0), sin(-0), cos(0), cos(-0)]).toEqual([0, -0, 1, 1])
  })

  test.each([INFINITY, NEGATIVE_INFINITY, NOT_A_NUMBER])('of %s are NaN', (x) => {
    expect([sin(x), cos(x)]).toEqual([NOT_A_NUMBER, NOT_A_NUMBER])
  })

  test('of the smallest angles are the angle and 1', () => {
    for (const x of [SMALLEST, -1e-310, 1e-100, 1e-9]) expect([sin(x), cos(x)]).toEqual([x, 1])
  })

  test('are odd and even', () => {
    const random = stream('symmetry')
    for (let sample = 0; sample < 2_000; sample++) {
      const x = ofAnySize(random, -20, 60)
      expect([sin(-x), cos(-x)]).toEqual([-sin(x), cos(x)])
    }
  })

  test('are right for the double closest to a multiple of π/2', () => {
    // Found by continued fractions (Muller, Elementary Functions, table 11.1): 60 bits cancel.
    const x = 6381956970095103 * powerOfTwo(797)
    expect(ulpsBetween(cos(x), exactSin(x, 1))).toBeLessThanOrEqual(1)
    expect(Math.abs(cos(x))).toBeLessThan(1e-18)
  })
})

describe('neighbouring doubles never change the direction', () => {
  /** 200 doubles that follow one another. */
  function following(x: number): number[] {
    const bytes = new DataView(new ArrayBuffer(8))
    bytes.setFloat64(0, x)
    const first = bytes.getBigUint64(0)
    return Array.from({ length: 200 }, (_, step) => {
      bytes.setBigUint64(0, first + BigInt(step))
      return bytes.getFloat64(0)
    })
  }

  function expectRising(starts: readonly number[], ours: (x: number) => number): void {
    for (const start of starts) {
      const values = following(start).map(ours)
      for (let index = 1; index < values.length; index++) {
        if (values[index]! < values[index - 1]!) throw new Error(`falls after ${start}, step ${index}`)
      }
    }
  }

  const random = stream('rising')
  const anywhere = Array.from({ length: 300 }, () => ofAnySize(random, -1_073, 1_022))
  const atHalves = Array.from({ length: 20 }, (_, k) => Math.sqrt(2) * powerOfTwo(k - 10) * (1 - 100 * 2 ** -53))

  test('of log', () => expectRising([...anywhere, ...atHalves, 1 - 100 * 2 ** -53], log))

  test('of exp', () => {
    const steps = Array.from({ length: 40 }, (_, k) => (k + 0.5) * Math.LN2 * (1 - 100 * 2 ** -53))
    expectRising([...anywhere.filter((x) => x < 700), ...steps], exp)
  })
})

import { describe, expect, test } from 'vitest'
import { RandomStream } from '../../workers/kernel/random'
import { Zipf } from '../../workers/kernel/zipf'
import { exactPow } from './exact-reals'

/** The probabilities from exact weights, as fractions of 2^400. */
function exactProbabilities(n: number, exponent: number): number[] {
  const weights = Array.from({ length: n }, (_, rank) => {
    const { mantissa, exponent: power } = exactPow(rank + 1, -exponent)
    return power >= -400 ? mantissa << BigInt(power + 400) : mantissa >> BigInt(-400 - power)
  })
  const sum = weights.reduce((total, weight) => total + weight, 0n)
  return weights.map((weight) => Number((weight << 60n) / sum) / 2 ** 60)
}

describe('probability', () => {
  test.each([
    [1, 1],
    [10, 0],
    [100, 0.99],
    [50, 1],
    [200, 2.5],
    [30, 10],
  ])('of %s ranks with exponent %s is the exact one', (n, exponent) => {
    const zipf = new Zipf(n, exponent)
    for (const [rank, exact] of exactProbabilities(n, exponent).entries()) {
      expect(Math.abs(zipf.probability(rank) - exact)).toBeLessThan(1e-15)
    }
  })

  test('adds up to 1 and is 0 outside the ranks', () => {
    const zipf = new Zipf(1_000, 0.8)
    let sum = 0
    for (let rank = 0; rank < 1_000; rank++) sum += zipf.probability(rank)
    expect(sum).toBeCloseTo(1, 12)
    expect([zipf.probability(-1), zipf.probability(1_000)]).toEqual([0, 0])
  })
})

describe('rank', () => {
  // Pearson's statistic within 4 standard deviations of its expectation, set before the seed was tried.
  test.each([
    [2, 1],
    [10, 0],
    [50, 0.6],
    [50, 0.99],
    [50, 1.5],
  ])('of %s with exponent %s comes as often as its probability says', (n, exponent) => {
    const zipf = new Zipf(n, exponent)
    const stream = RandomStream.named(7, `zipf/${n}/${exponent}`)
    const total = 200_000
    const counts = new Array<number>(n).fill(0)
    for (let draw = 0; draw < total; draw++) counts[zipf.rank(stream)]!++
    const statistic = exactProbabilities(n, exponent).reduce(
      (sum, probability, rank) => sum + (counts[rank]! - total * probability) ** 2 / (total * probability),
      0,
    )
    expect(Math.abs(statistic - (n - 1)) / Math.sqrt(2 * (n - 1))).toBeLessThan(4)
  })

  test.each([
    [1, 1],
    [3, 0],
    [1_000, 0.99],
    [1_000, 10],
    [4_096, 0.5],
  ])('of %s with exponent %s is the first whose cumulative probability exceeds the unit', (n, exponent) => {
    const zipf = new Zipf(n, exponent)
    const cumulative: number[] = []
    const inside = zipf as unknown as { cumulative: Float64Array }
    for (const value of inside.cumulative) cumulative.push(value)
    expect(cumulative.at(-1)).toBe(1)
    const edges = cumulative.flatMap((value) => [value - 2 ** -53, value, value + 2 ** -53])
    for (const unit of [0, ...edges, 1 - 2 ** -53].filter((value) => value >= 0 && value < 1)) {
      const rank = zipf.rank({ unit: () => unit } as RandomStream)
      if (rank !== cumulative.findIndex((value) => value > unit)) throw new Error(`rank ${rank} for ${unit}`)
    }
  })

  test('takes two draws whatever the law, so that another exponent moves no later draw', () => {
    const [one, other] = [RandomStream.named(7, 'zipf'), RandomStream.named(7, 'zipf')]
    const [flat, steep] = [new Zipf(1_000, 0), new Zipf(30, 3)]
    for (let draw = 0; draw < 1_000; draw++) {
      flat.rank(one)
      steep.rank(other)
    }
    expect(one.uint32()).toBe(other.uint32())
  })
})

test.each([
  [0, 1],
  [1.5, 1],
  [10_000_001, 1],
  [10, -1],
  [10, 11],
  [10, Number.NaN],
])('%s ranks with exponent %s are refused', (n, exponent) => {
  expect(() => new Zipf(n, exponent)).toThrow(RangeError)
})

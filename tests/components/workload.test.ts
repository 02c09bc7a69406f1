import { describe, expect, it } from 'vitest'
import { ArrivalProcess, type Arrivals, drawWork } from '../../workers/components/workload'
import { RandomStream } from '../../workers/kernel/random'

function gaps(kind: Arrivals, rate: number, count: number): number[] {
  const arrivals = new ArrivalProcess(kind, rate, RandomStream.named(7, 'arrivals'))
  return Array.from({ length: count }, () => arrivals.nextGap())
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('arrivals', () => {
  it.each([1, 3, 7, 999, 1_700, 333_333])('steady at %i a second never drift from the rate', (rate) => {
    const all = gaps('steady', rate, 3_000)
    expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(1)
    expect(Math.abs(sum(all) - (3_000 * 1_000_000) / rate)).toBeLessThanOrEqual(1)
  })

  it('Poisson have exponential gaps: mean and standard deviation are both 1 ÷ rate', () => {
    const count = 40_000
    const all = gaps('poisson', 1_000, count)
    const mean = sum(all) / count
    const deviation = Math.sqrt(sum(all.map((gap) => (gap - mean) ** 2)) / count)
    // 4σ of the mean: 4·1000/√count = 20; of the deviation, whose variance is 2·m²/count: 28.3.
    expect(Math.abs(mean - 1_000)).toBeLessThanOrEqual(20)
    expect(Math.abs(deviation - 1_000)).toBeLessThanOrEqual(28.3)
  })

  it('bursts are groups of 20 with 200 µs between their requests', () => {
    const all = gaps('bursts', 1_000, 400)
    for (const [index, gap] of all.entries()) if (index % 20 !== 0) expect(gap).toBe(200)
  })

  it('follow a rate that changes while they run', () => {
    const arrivals = new ArrivalProcess('steady', 100, RandomStream.named(7, 'arrivals'))
    expect(arrivals.nextGap()).toBe(10_000)
    arrivals.rate = 1_000
    expect(arrivals.nextGap()).toBe(1_000)
  })
})

describe('work', () => {
  const draws = (kind: Parameters<typeof drawWork>[0]) => {
    const stream = RandomStream.named(7, 'work')
    return Array.from({ length: 40_000 }, () => drawWork(kind, 10_000, stream))
  }

  it('fixed is the mean itself', () => {
    expect(new Set(draws('fixed'))).toEqual(new Set([10_000]))
  })

  it('exponential has its mean, within 4σ', () => {
    expect(Math.abs(sum(draws('exponential')) / 40_000 - 10_000)).toBeLessThanOrEqual(200)
  })

  it('heavy-tailed follows the Pareto law of shape 1.5 from a third of the mean up to 200 times the mean', () => {
    const all = draws('heavy-tailed')
    expect(Math.min(...all)).toBeGreaterThanOrEqual(3_333)
    expect(Math.max(...all)).toBeLessThanOrEqual(2_000_000)
    // P(X > 4 · minimum) = 4^−1.5 = 1/8; 4σ of 40,000 lots: 4·√(40,000·7/64) = 265.
    expect(Math.abs(all.filter((work) => work > 4 * 3_333).length - 5_000)).toBeLessThanOrEqual(265)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrequencySketch } from '../../../workers/algorithms/eviction/frequency-sketch'
import { murmur3 } from '../../../workers/algorithms/hashing/murmur3'
import { RandomStream } from '../../../workers/kernel/random'
import { Zipf } from '../../../workers/kernel/zipf'
import { onlinePolicies } from './all-policies'
import {
  NaiveArc,
  NaiveCountMin,
  NaiveLfu,
  NaivePerfectLfu,
  type NaivePolicy,
  NaiveS3Fifo,
  NaiveSieve,
  NaiveTinyLfu,
  NaiveTwoQueues,
} from './naive-policies'

function naiveSketch(capacity: number): NaiveCountMin {
  const width = 2 ** Math.max(4, Math.ceil(Math.log2(4 * capacity)))
  return new NaiveCountMin(10 * capacity, width, (key, row) => murmur3(key, row))
}

const papers: readonly (readonly [string, (capacity: number) => NaivePolicy])[] = [
  ['SIEVE', (capacity) => new NaiveSieve(capacity)],
  ['S3-FIFO', (capacity) => new NaiveS3Fifo(capacity)],
  ['2Q', (capacity) => new NaiveTwoQueues(capacity)],
  ['ARC', (capacity) => new NaiveArc(capacity)],
  ['W-TinyLFU', (capacity) => new NaiveTinyLfu(capacity, naiveSketch(capacity))],
  ['LFU', (capacity) => new NaiveLfu(capacity)],
  ['perfect LFU', (capacity) => new NaivePerfectLfu(capacity)],
]

/** Asks both for every key and looks at what they hold after each. */
function compare(name: string, naive: NaivePolicy, capacity: number, keys: readonly string[], every: number): void {
  const policy = onlinePolicies[name]!(capacity)
  keys.forEach((key, turn) => {
    const isHit = policy.get(key, turn)
    if (!isHit) policy.set(key, turn)
    const was = naive.ask(key)
    if (isHit !== was) expect(`${key} in turn ${turn} is ${isHit}`).toBe(`${key} in turn ${turn} is ${was}`)
    if (turn % every !== 0) return
    const rows = policy.rows().filter((row) => !/ghosts|left/.test(row.name))
    const held = rows.flatMap(({ entries }) => [...entries].map((entry) => entry.key))
    if (name.endsWith('LFU') && name !== 'W-TinyLFU') expect(held.toSorted()).toEqual(naive.held().toSorted())
    else expect(held).toEqual(naive.held())
  })
}

describe.each(papers)('%s does what its paper says', (name, create) => {
  it('on short arbitrary streams, in order, after every request', () => {
    const keys = fc.array(
      fc.integer({ min: 0, max: 11 }).map((key) => `k${key}`),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), keys, (capacity, list) =>
        compare(name, create(capacity), capacity, list, 1),
      ),
      { seed: 7, numRuns: 150 },
    )
  })

  it.each([0.6, 1])('on 20,000 requests by Zipf %d with scans in between', (exponent) => {
    const zipf = new Zipf(500, exponent)
    const lots = RandomStream.named(7, 'papers')
    const keys = Array.from({ length: 20_000 }, (_, turn) =>
      turn % 1000 < 150 ? `scan${turn % 400}` : `k${zipf.rank(lots)}`,
    )
    compare(name, create(60), 60, keys, 500)
  })
})

describe('the sketch of frequencies', () => {
  it('is the count-min sketch of the paper, halved after ten times the capacity', () => {
    const own = new FrequencySketch(50)
    const naive = naiveSketch(50)
    const zipf = new Zipf(200, 0.9)
    const lots = RandomStream.named(7, 'sketch')
    for (let use = 0; use < 5000; use++) {
      const key = `k${zipf.rank(lots)}`
      own.add(key)
      naive.add(key)
      if (use % 100 === 0)
        for (let rank = 0; rank < 200; rank += 7) expect(own.estimate(`k${rank}`)).toBe(naive.estimate(`k${rank}`))
    }
  })

  it('never tells less than the true count before the first halving', () => {
    const sketch = new FrequencySketch(100)
    const lots = RandomStream.named(8, 'sketch')
    const counts = new Map<string, number>()
    for (let use = 0; use < 999; use++) {
      const key = `k${lots.integer(300)}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      expect(sketch.add(key)).toBe(null)
    }
    for (const [key, count] of counts) expect(sketch.estimate(key)).toBeGreaterThanOrEqual(Math.min(15, count))
  })
})

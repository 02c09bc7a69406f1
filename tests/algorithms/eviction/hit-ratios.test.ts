import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cheHitRatio } from '../../../workers/algorithms/eviction/che-approximation'
import { IndexedLru } from '../../../workers/algorithms/eviction/indexed-lru'
import { LeastRecentlyUsed } from '../../../workers/algorithms/eviction/least-recently-used'
import { PerfectLfu } from '../../../workers/algorithms/eviction/perfect-lfu'
import { INITIAL_COUNT, raisedCount } from '../../../workers/algorithms/eviction/redis-lfu'
import { RandomStream } from '../../../workers/kernel/random'
import { Zipf } from '../../../workers/kernel/zipf'
import { hitsOf, onlinePolicies, optimalHits } from './all-policies'

function zipfKeys(zipf: Zipf, count: number, seed: number): string[] {
  const lots = RandomStream.named(seed, 'keys')
  return Array.from({ length: count }, () => `k${zipf.rank(lots)}`)
}

describe('Che’s approximation', () => {
  // The figures of a calculation of its own, and of simulations with other random numbers.
  it.each([
    [1000, 0.8, 100, 0.3778],
    [1000, 1, 100, 0.5765],
    [10_000, 0.9, 500, 0.4554],
    [10_000, 1.1, 100, 0.5283],
  ])(
    'of %i keys by Zipf %d with %i entries is %d, and LRU hits so often within 0.005',
    (keys, exponent, capacity, law) => {
      const zipf = new Zipf(keys, exponent)
      const probabilities = Array.from({ length: keys }, (_, rank) => zipf.probability(rank))
      expect(cheHitRatio(probabilities, capacity)).toBeCloseTo(law, 4)
      const lru = new IndexedLru(capacity, keys)
      const lots = RandomStream.named(7, 'che')
      const [warmUp, counted] = [50_000, 400_000]
      let hits = 0
      for (let turn = 0; turn < warmUp + counted; turn++) {
        const key = zipf.rank(lots)
        if (!lru.get(key)) lru.set(key)
        else if (turn >= warmUp) hits++
      }
      expect(Math.abs(hits / counted - law)).toBeLessThan(0.005)
    },
  )
})

describe('perfect LFU', () => {
  it.each([
    [200, 0.8, 40],
    [500, 1, 50],
  ])(
    'of %i keys by Zipf %d with %i entries hits as often as the most popular are asked, within 0.01',
    (n, exponent, capacity) => {
      const zipf = new Zipf(n, exponent)
      const best = Array.from({ length: capacity }, (_, rank) => zipf.probability(rank)).reduce((sum, p) => sum + p, 0)
      const [warmUp, counted] = [100_000, 200_000]
      const hits = hitsOf(new PerfectLfu(capacity), zipfKeys(zipf, warmUp + counted, 7), warmUp)
      expect(Math.abs(hits / counted - best)).toBeLessThan(0.01)
    },
  )
})

describe('Belady’s optimum', () => {
  it('has as many hits as the best of all ways to keep and throw out, tried one by one', () => {
    const key = fc.integer({ min: 0, max: 5 }).map((own) => `k${own}`)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(key, { maxLength: 25 }), (capacity, keys) => {
        expect(optimalHits(capacity, keys)).toBe(mostHits(capacity, keys))
      }),
      { seed: 7, numRuns: 150 },
    )
  })

  const streams = {
    'Zipf 0.8': zipfKeys(new Zipf(300, 0.8), 20_000, 7),
    'Zipf 1.2': zipfKeys(new Zipf(300, 1.2), 20_000, 8),
    'all equal': zipfKeys(new Zipf(150, 0), 20_000, 9),
    'a loop': Array.from({ length: 10_000 }, (_, turn) => `k${turn % 60}`),
  }
  it.each(Object.entries(streams))('on %s has at least the hits of every policy', (_, keys) => {
    const best = optimalHits(50, keys)
    for (const [name, create] of Object.entries(onlinePolicies))
      expect(hitsOf(create(50), keys), name).toBeLessThanOrEqual(best)
  })
})

describe('Redis', () => {
  it.each([
    [100, 10, 1],
    [1000, 18.5, 1],
    [100_000, 144, 4],
    [1_000_000, 255, 0],
  ])('counts %i uses as about %d, as redis.conf says for factor 10, within %d', (uses, table, tolerance) => {
    const lots = RandomStream.named(7, 'morris')
    const keys = uses >= 1_000_000 ? 3 : 100_000 / Math.min(uses, 1000)
    let sum = 0
    for (let key = 0; key < keys; key++) {
      let count = INITIAL_COUNT
      for (let use = 0; use < uses; use++) count = raisedCount(count, 10, lots)
      sum += count
    }
    expect(Math.abs(sum / keys - table)).toBeLessThanOrEqual(tolerance)
  })

  it('raises a counter c with a chance of exactly 1 in (c − 5) · factor + 1, and never above 255', () => {
    const bounds: number[] = []
    const first = { integer: (below: number) => bounds.push(below) * 0 }
    expect([0, 5, 6, 10, 254, 255].map((count) => raisedCount(count, 10, first))).toEqual([1, 6, 7, 11, 255, 255])
    expect(bounds).toEqual([1, 1, 11, 51, 2491])
    expect(raisedCount(6, 10, { integer: (below) => below - 1 })).toBe(6)
  })

  it('with its pool of sampled keys hits within 0.02 of LRU, and above a lot drawn blindly', () => {
    const keys = zipfKeys(new Zipf(2000, 0.9), 100_000, 7)
    const ratio = (hits: number): number => hits / keys.length
    const sampled = ratio(hitsOf(onlinePolicies['Redis LRU']!(200), keys))
    const exact = ratio(hitsOf(new LeastRecentlyUsed(200), keys))
    expect(Math.abs(sampled - exact)).toBeLessThan(0.02)
    expect(sampled).toBeGreaterThan(ratio(blindHits(200, keys)) + 0.01)
  })

  it('lets a counter fall by one for each idle period', () => {
    const told: string[] = []
    const cache = onlinePolicies['Redis LFU']!(2, (step) => step.kind === 'evicted' && told.push(step.key))
    for (const key of ['old', 'new']) cache.set(key, 0)
    for (let use = 0; use < 40; use++) cache.get('old', 0)
    // Used once long after: 'old' was used far more often, but has been idle for hundreds of periods.
    cache.get('new', 20_000)
    cache.set('other', 20_001)
    expect(told).toEqual(['old'])
  })
})

/** Random replacement. */
function blindHits(capacity: number, keys: readonly string[]): number {
  const lots = RandomStream.named(7, 'blind')
  const held: string[] = []
  const places = new Set<string>()
  let hits = 0
  for (const key of keys) {
    if (places.has(key)) {
      hits++
      continue
    }
    const place = held.length < capacity ? held.length : lots.integer(capacity)
    if (held[place] !== undefined) places.delete(held[place])
    held[place] = key
    places.add(key)
  }
  return hits
}

/** The most hits that any choice of victims, or of not taking a key in, can give: all sets that can be held, by turn. */
function mostHits(capacity: number, keys: readonly string[]): number {
  let states = new Map<string, number>([['', 0]])
  for (const key of keys) {
    const next = new Map<string, number>()
    const reach = (held: readonly string[], hits: number): void => {
      const name = [...held].sort().join(' ')
      next.set(name, Math.max(next.get(name) ?? 0, hits))
    }
    for (const [name, hits] of states) {
      const held = name === '' ? [] : name.split(' ')
      if (held.includes(key)) reach(held, hits + 1)
      else {
        reach(held, hits)
        if (held.length < capacity) reach([...held, key], hits)
        for (const victim of held) reach([...held.filter((own) => own !== victim), key], hits)
      }
    }
    states = next
  }
  return Math.max(...states.values())
}

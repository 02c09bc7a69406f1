import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Belady } from '../../../workers/algorithms/eviction/belady'
import type { Policy } from '../../../workers/algorithms/eviction/eviction-policy'
import { Expiring } from '../../../workers/algorithms/eviction/expiring'
import { Future } from '../../../workers/algorithms/eviction/future'
import { GuideLru } from '../../../workers/algorithms/eviction/guide-lru'
import { LeastRecentlyUsed } from '../../../workers/algorithms/eviction/least-recently-used'
import type { Step } from '../../../workers/algorithms/eviction/step'
import { type Create, hitsOf, onlinePolicies } from './all-policies'

const operations = fc.array(
  fc.record({
    kind: fc.constantFrom('get', 'get', 'set', 'set', 'delete'),
    key: fc.integer({ min: 0, max: 14 }).map((key) => `k${key}`),
    weight: fc.integer({ min: 1, max: 5 }),
    later: fc.integer({ min: 0, max: 30 }),
  }),
  { maxLength: 150 },
)

const withBelady: Readonly<Record<string, Create>> = {
  ...onlinePolicies,
  Belady: (capacity, tell) => new Belady(capacity, new Future([]), tell),
}

describe.each(Object.entries(withBelady))('%s', (name, create) => {
  it('holds what its steps tell, never more than its capacity, and shows all of it in its rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.boolean(), operations, (capacity, isWeighted, list) => {
        const told: Step[] = []
        const policy = create(capacity, (step) => told.push(step))
        const held = new Map<string, number>()
        let now = 1
        for (const { kind, key, weight: drawn, later } of list) {
          const weight = isWeighted ? drawn : 1
          now += later
          told.length = 0
          if (kind === 'get') expect(policy.get(key, now)).toBe(held.has(key) && !told.some(isEnd))
          if (kind === 'set') {
            if (policy.set(key, now, weight)) held.set(key, weight)
            else held.delete(key)
          }
          if (kind === 'delete') expect(policy.delete(key)).toBe(held.delete(key))
          for (const step of told) if (isEnd(step)) held.delete(step.key)
          expect(policy.size).toBe(held.size)
          expect(policy.weight).toBe([...held.values()].reduce((sum, own) => sum + own, 0))
          expect(policy.weight).toBeLessThanOrEqual(capacity)
          expect(shownKeys(policy)).toEqual([...held.keys()].sort())
        }
      }),
      { seed: 7, numRuns: 60 },
    )
  })

  it('told or not, decides alike', () => {
    const keys = Array.from({ length: 3000 }, (_, turn) => `k${(turn * turn * 7 + (turn % 13)) % 40}`)
    const steps: Step[] = []
    expect(hitsOf(create(12), keys)).toBe(
      hitsOf(
        create(12, (step) => steps.push(step)),
        keys,
      ),
    )
    expect(steps.length).toBeGreaterThan(0)
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a capacity of %d in a sentence', (capacity) => {
    expect(() => create(capacity)).toThrow(
      new RangeError(`The capacity of a cache is a whole number from 1, not ${capacity}.`),
    )
  })

  it('refuses a weight that is none', () => {
    for (const weight of [0, -1, 0.5, Number.NaN]) expect(() => create(5).set('a', 1, weight)).toThrow(RangeError)
  })

  it('does not take in what is heavier than all its capacity, and lets go of an entry that became so', () => {
    const policy = create(5)
    expect(policy.set('a', 1, 6)).toBe(false)
    expect(policy.set('b', 1, 2)).toBe(true)
    expect(policy.set('b', 1, 6)).toBe(false)
    expect([policy.size, policy.weight, name]).toEqual([0, 0, name])
  })
})

describe('LRU', () => {
  it('asked for one more key than fits, round and round, never has any', () => {
    const scan = Array.from({ length: 5100 }, (_, turn) => `k${turn % 51}`)
    expect(hitsOf(new LeastRecentlyUsed(50), scan)).toBe(0)
    expect(hitsOf(new LeastRecentlyUsed(51), scan)).toBe(5100 - 51)
  })

  it('of C entries holds nothing that one of C + 1 does not hold (inclusion)', () => {
    const key = fc.integer({ min: 0, max: 20 }).map((own) => `k${own}`)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15 }), fc.array(key, { maxLength: 300 }), (capacity, keys) => {
        const small = new LeastRecentlyUsed(capacity)
        const large = new LeastRecentlyUsed(capacity + 1)
        for (const own of keys) {
          for (const policy of [small, large]) if (!policy.get(own, 0)) policy.set(own, 0)
          for (const held of shownKeys(small)) expect(large.has(held)).toBe(true)
        }
      }),
      { seed: 7, numRuns: 100 },
    )
  })
})

describe('as in the guide', () => {
  it.each([0, -5])('a capacity of %d holds one entry', (capacity) => {
    const guide = new GuideLru(capacity)
    for (const key of ['a', 'b', 'c']) guide.set(key)
    expect(shownKeys(guide)).toEqual(['c'])
  })

  it('a capacity that is no number holds everything', () => {
    const guide = new GuideLru(Number.NaN)
    for (let key = 0; key < 1000; key++) guide.set(`k${key}`)
    expect(guide.size).toBe(1000)
  })

  it('a sound capacity does what LRU does', () => {
    const keys = Array.from({ length: 5000 }, (_, turn) => `k${(turn * turn * 31 + turn * 7) % 97}`)
    expect(hitsOf(new GuideLru(30), keys)).toBe(hitsOf(new LeastRecentlyUsed(30), keys))
  })
})

describe('a time to live', () => {
  it('is over after its last microsecond, begins anew with a set and not with a get', () => {
    const steps: Step[] = []
    const cache = new Expiring(
      (heard) => new LeastRecentlyUsed(5, heard),
      100,
      (step) => steps.push(step),
    )
    cache.set('a', 1000)
    expect(cache.get('a', 1100)).toBe(true)
    expect(cache.has('a', 1101)).toBe(false)
    expect(cache.get('a', 1103)).toBe(false)
    expect(steps.at(-1)).toEqual({ kind: 'expired', key: 'a', lateMicros: 3 })
    cache.set('b', 2000)
    cache.set('b', 2090)
    expect(cache.get('b', 2190)).toBe(true)
  })

  it('refuses a time that is none', () => {
    for (const ttl of [0, -1, 1.5, Number.NaN])
      expect(() => new Expiring((heard) => new LeastRecentlyUsed(5, heard), ttl)).toThrow(RangeError)
  })
})

function isEnd(step: Step): step is Extract<Step, { kind: 'evicted' | 'expired' }> {
  return step.kind === 'evicted' || step.kind === 'expired'
}

/** The keys of all rows but those of ghosts and of candidates, which stand in another row too. */
function shownKeys(policy: Policy): string[] {
  const rows = policy.rows().filter(({ name }) => !/ghosts|pool|left/.test(name))
  const keys = rows.flatMap(({ entries }) => [...entries].map(({ key }) => key))
  expect(keys.length).toBe(rows.reduce((sum, { length }) => sum + length, 0))
  return keys.sort()
}

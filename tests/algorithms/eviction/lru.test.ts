import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cheHitRatio } from '../../../workers/algorithms/eviction/che-approximation'
import { Lru } from '../../../workers/algorithms/eviction/lru'
import { RandomStream } from '../../../workers/kernel/random'
import { Zipf } from '../../../workers/kernel/zipf'

describe('LRU', () => {
  it('does what a plain list in order of use does', () => {
    const operation = fc.record({
      kind: fc.constantFrom('get', 'set', 'delete', 'has', 'peek', 'replace'),
      key: fc.integer({ min: 0, max: 9 }).map((key) => `k${key}`),
      value: fc.integer(),
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(operation, { maxLength: 200 }), (capacity, operations) => {
        const lru = new Lru<number>(capacity)
        let list: { key: string; value: number }[] = []
        for (const { kind, key, value } of operations) {
          const present = list.find((entry) => entry.key === key)
          const others = list.filter((entry) => entry.key !== key)
          if (kind === 'has') expect(lru.has(key)).toBe(present !== undefined)
          if (kind === 'peek') expect(lru.peek(key)).toBe(present?.value)
          if (kind === 'replace') {
            expect(lru.replace(key, value)).toBe(present !== undefined)
            list = list.map((entry) => (entry === present ? { key, value } : entry))
          }
          if (kind === 'delete') {
            expect(lru.delete(key)).toBe(present !== undefined)
            list = others
          }
          if (kind === 'get') {
            expect(lru.get(key)).toBe(present?.value)
            if (present !== undefined) list = [...others, present]
          }
          if (kind === 'set') {
            const victim = present === undefined && list.length === capacity ? (list[0]?.key ?? null) : null
            expect(lru.set(key, value)).toBe(victim)
            list = [...others.filter((entry) => entry.key !== victim), { key, value }]
          }
          expect([...lru.keys()]).toEqual(list.map((entry) => entry.key))
          expect(lru.size).toBe(list.length)
        }
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  it('asked for one more key than fits, round and round, never has any', () => {
    const lru = new Lru<number>(50)
    let hits = 0
    for (let turn = 0; turn < 510; turn++) {
      const key = `k${turn % 51}`
      if (lru.get(key) === undefined) lru.set(key, turn)
      else hits++
    }
    expect(hits).toBe(0)
  })

  it('has at least the hits of a smaller one on the same keys (inclusion)', () => {
    const zipf = new Zipf(300, 0.8)
    const lots = RandomStream.named(7, 'inclusion')
    const small = new Lru<number>(40)
    const large = new Lru<number>(60)
    for (let turn = 0; turn < 20_000; turn++) {
      const key = `k${zipf.rank(lots)}`
      if (small.has(key)) expect(large.has(key)).toBe(true)
      for (const lru of [small, large]) if (lru.get(key) === undefined) lru.set(key, turn)
    }
  })

  it.each([
    [1000, 0.6, 200],
    [1000, 0.9, 100],
    [500, 1.2, 50],
    [500, 0, 200],
  ])(
    'of %i keys by Zipf %f with %i entries hits as Che’s approximation says, within 0.01',
    (keys, exponent, capacity) => {
      const zipf = new Zipf(keys, exponent)
      const lots = RandomStream.named(7, 'che')
      const lru = new Lru<boolean>(capacity)
      let hits = 0
      const [warmUp, counted] = [20_000, 200_000]
      for (let turn = 0; turn < warmUp + counted; turn++) {
        const key = `k${zipf.rank(lots)}`
        if (lru.get(key) === undefined) lru.set(key, true)
        else if (turn >= warmUp) hits++
      }
      const probabilities = Array.from({ length: keys }, (_, rank) => zipf.probability(rank))
      expect(Math.abs(hits / counted - cheHitRatio(probabilities, capacity))).toBeLessThan(0.01)
    },
  )

  it('refuses a capacity that holds nothing', () => {
    for (const capacity of [0, -1, 1.5, Number.NaN]) expect(() => new Lru(capacity)).toThrow(RangeError)
  })
})

describe('Che’s approximation', () => {
  it('is 1 when everything fits and the fair part when all keys are equal', () => {
    const even = new Array<number>(100).fill(0.01)
    expect(cheHitRatio(even, 100)).toBe(1)
    expect(cheHitRatio(even, 25)).toBeCloseTo(0.25, 10)
  })
})

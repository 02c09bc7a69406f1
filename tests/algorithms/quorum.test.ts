import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guideStringHash } from '../../workers/algorithms/hashing/guide-string-hash'
import { guideShards } from '../../workers/algorithms/quorum/guide-shards'
import { HybridClock } from '../../workers/algorithms/quorum/hybrid-clock'
import {
  bucketOf,
  differingPlaces,
  merkleTree,
  placesBelow,
  type TreeRow,
} from '../../workers/algorithms/quorum/merkle-tree'
import {
  availability,
  availabilityWithDown,
  choose,
  meanOfSmallest,
  missChance,
  varianceOfSmallest,
} from '../../workers/algorithms/quorum/quorum-law'
import { compareStamps, newestOf, type Stamp } from '../../workers/algorithms/quorum/stamp'

const SEED = 25

const stamps: fc.Arbitrary<Stamp> = fc.record({
  time: fc.integer({ min: 0, max: 5 }),
  count: fc.integer({ min: 0, max: 3 }),
  by: fc.constantFrom('a', 'b'),
})

describe('stamps', () => {
  it('are in one total order', () => {
    fc.assert(
      fc.property(stamps, stamps, stamps, (a, b, c) => {
        expect(Math.sign(compareStamps(a, b))).toBe(0 - Math.sign(compareStamps(b, a)))
        if (compareStamps(a, b) <= 0 && compareStamps(b, c) <= 0) expect(compareStamps(a, c)).toBeLessThanOrEqual(0)
        if (compareStamps(a, b) === 0) expect(a).toEqual(b)
      }),
      { seed: SEED, numRuns: 500 },
    )
  })

  it('make copies alike that take the same rows in any order', () => {
    const rows = fc.uniqueArray(stamps, { selector: (stamp) => JSON.stringify(stamp), maxLength: 12, size: 'max' })
    fc.assert(
      fc.property(rows, fc.func(fc.integer()), (list, keyOf) => {
        const copies = list.map((stamp, value) => ({ value, stamp }))
        const shuffled = [...copies].sort((a, b) => keyOf(a.value) - keyOf(b.value))
        expect(newestOf(shuffled)).toEqual(newestOf(copies))
      }),
      { seed: SEED },
    )
  })
})

describe('a hybrid logical clock', () => {
  it('goes forward whatever the wall does and whatever it sees, and never past the latest wall that was seen', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 50 }), fc.boolean()), {
      maxLength: 60,
      size: 'max',
    })
    fc.assert(
      fc.property(steps, (list) => {
        const clocks = [new HybridClock('a'), new HybridClock('b')] as const
        const last: (Stamp | null)[] = [null, null]
        let latestWall = 0
        for (const [who, wall, sees] of list) {
          const other = last[1 - who] ?? null
          if (sees && other !== null) clocks[who as 0 | 1].sees(other)
          const stamp = clocks[who as 0 | 1].next(wall)
          latestWall = Math.max(latestWall, wall)
          const own = last[who] ?? null
          if (own !== null) expect(compareStamps(stamp, own)).toBeGreaterThan(0)
          if (sees && other !== null) expect(compareStamps(stamp, other)).toBeGreaterThan(0)
          expect(stamp.time).toBeLessThanOrEqual(latestWall)
          last[who] = stamp
        }
      }),
      { seed: SEED, numRuns: 300 },
    )
  })
})

describe('a Merkle tree', () => {
  const DEPTH = 4
  const tables = fc.dictionary(fc.constantFrom(...Array.from({ length: 40 }, (_, index) => `k${index}`)), stamps, {
    maxKeys: 40,
    size: 'max',
  })
  const rowsOf = (table: Record<string, Stamp>): TreeRow[] =>
    Object.entries(table).map(([key, { time, count, by }]) => ({ key, version: `${time} ${count} ${by}` }))

  it('leads, from the root down, to exactly the buckets in which two tables differ', () => {
    fc.assert(
      fc.property(tables, tables, (one, changes) => {
        const other = { ...one, ...changes }
        const [a, b] = [merkleTree(rowsOf(one), DEPTH), merkleTree(rowsOf(other), DEPTH)]
        let places = [0]
        for (let level = 0; level <= DEPTH; level++) {
          places = differingPlaces(
            a,
            level,
            places,
            places.map((place) => b.levels[level]?.[place] as number),
          )
          if (level < DEPTH) places = placesBelow(places)
        }
        const unlike = Object.keys(other).filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]))
        const expected = [...new Set(unlike.map((key) => bucketOf(key, DEPTH)))].sort((x, y) => x - y)
        expect(places).toEqual(expected)
      }),
      { seed: SEED, numRuns: 300 },
    )
  })

  it('does not depend on the order of rows, and has a hash for every bucket and the nodes above', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const tree = merkleTree(rowsOf(table), DEPTH)
        expect(merkleTree(rowsOf(table).reverse(), DEPTH)).toEqual(tree)
        expect(tree.levels.map((level) => level.length)).toEqual([1, 2, 4, 8, 16])
      }),
      { seed: SEED },
    )
  })

  it('spreads keys over its buckets and refuses a depth that it does not have', () => {
    const buckets = new Set(Array.from({ length: 400 }, (_, index) => bucketOf(`k${index}`, DEPTH)))
    expect(buckets.size).toBe(16)
    expect(() => merkleTree([], 17)).toThrow(RangeError)
    expect(() => merkleTree([], -1)).toThrow(RangeError)
  })
})

describe('what theory says of quorums', () => {
  /** Every set of k of n, as bits. */
  const sets = (n: number, k: number): number[] =>
    Array.from({ length: 1 << n }, (_, bits) => bits).filter((bits) => ones(bits) === k)
  const ones = (bits: number): number => [...bits.toString(2)].filter((digit) => digit === '1').length

  it('counts the pairs of sets that miss each other, for all N, W and R up to 6', () => {
    for (let n = 1; n <= 6; n++)
      for (let w = 1; w <= n; w++)
        for (let r = 1; r <= n; r++) {
          const pairs = sets(n, w).flatMap((write) => sets(n, r).map((read) => write & read))
          expect(missChance(n, w, r)).toBeCloseTo(pairs.filter((both) => both === 0).length / pairs.length, 12)
        }
    expect(missChance(3, 1, 1)).toBeCloseTo(2 / 3, 12)
    expect(missChance(3, 1, 2)).toBeCloseTo(1 / 3, 12)
    expect(missChance(3, 2, 2)).toBe(0)
  })

  it('has the mean and variance of the W-th smallest of N exponential times', () => {
    expect(meanOfSmallest(3, 2)).toBeCloseTo(0.8333, 4)
    expect(meanOfSmallest(1, 1)).toBe(1)
    expect(meanOfSmallest(3, 3)).toBeCloseTo(1 + 1 / 2 + 1 / 3, 12)
    expect(varianceOfSmallest(3, 2)).toBeCloseTo(1 / 9 + 1 / 4, 12)
  })

  it('adds up the chances of all patterns of nodes that are up', () => {
    for (const up of [0, 0.5, 0.9, 1])
      for (let n = 1; n <= 5; n++)
        for (let need = 0; need <= n; need++) {
          let sum = 0
          for (let bits = 0; bits < 1 << n; bits++)
            if (ones(bits) >= need) sum += up ** ones(bits) * (1 - up) ** (n - ones(bits))
          expect(availability(n, need, up)).toBeCloseTo(sum, 12)
        }
  })

  it('counts the places of N copies that leave a quorum when some nodes are down', () => {
    for (let nodes = 3; nodes <= 6; nodes++)
      for (let down = 0; down <= nodes; down++)
        for (let n = 1; n <= nodes; n++)
          for (let need = 0; need <= n; need++) {
            const alive = (1 << (nodes - down)) - 1
            const places = sets(nodes, n)
            const left = places.filter((place) => ones(place & alive) >= need).length / places.length
            expect(availabilityWithDown(nodes, down, n, need)).toBeCloseTo(left, 12)
          }
    expect(availabilityWithDown(5, 2, 3, 2)).toBeCloseTo(0.7, 12)
    expect(choose(5, 6)).toBe(0)
  })
})

describe('the guide’s placement', () => {
  it('moves nearly every key when a node is added, and names nobody when there is none', () => {
    const keys = Array.from({ length: 400 }, (_, index) => `k${index}`)
    const names = ['n1', 'n2', 'n3', 'n4', 'n5']
    const moved = keys.filter((key) => guideShards(key, names.slice(0, 4), 1)[0] !== guideShards(key, names, 1)[0])
    // Four of five keys by an even hash; this one is not quite even.
    expect(moved.length / keys.length).toBeGreaterThan(0.7)
    expect(guideShards('k1', [], 3)).toEqual([undefined, undefined, undefined])
  })

  it('masks a hash that is 32 bits long already', () => {
    const masked = (key: string): number => {
      let hash = 0
      for (const unit of key) hash = ((hash << 5) - hash + unit.charCodeAt(0)) & 0xffffffff
      return Math.abs(hash)
    }
    for (const key of ['k1', 'customer:1042', 'polygenelubricants']) expect(masked(key)).toBe(guideStringHash(key))
  })

  it('lists the primary as its own replica when there are more copies than nodes', () => {
    const homes = guideShards('k1', ['n1', 'n2'], 3)
    expect(homes[2]).toBe(homes[0])
    expect(new Set(guideShards('k1', ['n1', 'n2', 'n3'], 3)).size).toBe(3)
  })
})

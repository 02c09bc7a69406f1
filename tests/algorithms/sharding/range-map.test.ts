import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guideRangeOf } from '../../../workers/algorithms/sharding/guide-ranges'
import { type KeyRange, RangeMap } from '../../../workers/algorithms/sharding/range-map'

const keys = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ä', 'Z'), maxLength: 4 })
const bounds = fc
  .uniqueArray(
    keys.filter((key) => key !== ''),
    { maxLength: 6 },
  )
  .map((list) => list.sort((a, b) => (a < b ? -1 : 1)))
const RUNS = { seed: 5, numRuns: 300 }

function mapOf(list: readonly string[]): RangeMap {
  return new RangeMap(
    list,
    ['', ...list].map((_, index) => `s${index}`),
  )
}

function holds({ from, to }: KeyRange, key: string): boolean {
  return key >= from && (to === null || key < to)
}

describe('ranges of keys', () => {
  it('give every key to exactly the one range that holds it', () => {
    fc.assert(
      fc.property(bounds, keys, (list, key) => {
        const map = mapOf(list)
        expect(map.ranges.filter((range) => holds(range, key))).toEqual([map.explain(key).range])
        expect(map.explain(key).looked.length).toBeLessThanOrEqual(Math.ceil(Math.log2(list.length + 1)))
      }),
      RUNS,
    )
  })

  it('move by a split only the keys behind it, and only to the new shard', () => {
    fc.assert(
      fc.property(bounds, keys, keys, (list, at, key) => {
        const map = mapOf(list)
        fc.pre(map.explain(at).range.from !== at)
        const split = map.split(at, 'new')
        const [before, after] = [map.explain(key).range.shard, split.explain(key).range.shard]
        const moves = key >= at && before === map.explain(at).range.shard
        expect(after).toBe(moves ? 'new' : before)
        expect(split.ranges.filter((range) => holds(range, key))).toHaveLength(1)
      }),
      RUNS,
    )
  })

  it('move by a merge only the keys of the shard that goes, to its neighbour, and leave no seam', () => {
    fc.assert(
      fc.property(bounds, keys, fc.nat(), (list, key, pick) => {
        const map = mapOf(list)
        fc.pre(list.length > 0)
        const gone = (map.ranges[pick % map.ranges.length] as KeyRange).shard
        for (const into of map.neighbours(gone)) {
          const merged = map.merge(gone, into)
          const before = map.explain(key).range.shard
          expect(merged.explain(key).range.shard).toBe(before === gone ? into : before)
          expect(merged.ranges.filter((range) => holds(range, key))).toHaveLength(1)
          expect(merged.ranges).toHaveLength(map.ranges.length - 1)
        }
      }),
      RUNS,
    )
  })

  it('are again what they were when a split is merged', () => {
    fc.assert(
      fc.property(bounds, keys, (list, at) => {
        const map = mapOf(list)
        const { range } = map.explain(at)
        fc.pre(range.from !== at)
        expect(map.split(at, 'new').merge('new', range.shard).ranges).toEqual(map.ranges)
      }),
      RUNS,
    )
  })

  it('merge only with a neighbour', () => {
    const map = mapOf(['b', 'c'])
    expect(map.neighbours('s1')).toEqual(['s0', 's2'])
    expect(map.neighbours('s0')).toEqual(['s1'])
    expect(() => map.merge('s0', 's2')).toThrow(/no neighbour/)
  })

  it('refuse bounds that do not ascend and a split that leaves nothing', () => {
    expect(() => new RangeMap(['b', 'a'], ['x', 'y', 'z'])).toThrow(/ascend/)
    expect(() => new RangeMap(['b'], ['x'])).toThrow(/make 2 ranges/)
    expect(() => mapOf(['b']).split('b', 'new')).toThrow(/beginning/)
  })
})

describe('the ranges of the guide', () => {
  const ranges = [
    { shard: 's1', first: 'a', last: 'e' },
    { shard: 's2', first: 'f', last: 'z' },
  ]

  it('lose every key that begins with a last bound and goes on', () => {
    expect(guideRangeOf(ranges, 'dora')?.shard).toBe('s1')
    expect(guideRangeOf(ranges, 'e')?.shard).toBe('s1')
    expect(guideRangeOf(ranges, 'eve')).toBeNull()
    expect(guideRangeOf(ranges, 'zoe')).toBeNull()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guideStringHash } from '../../../workers/algorithms/hashing/guide-string-hash'
import { murmur3 } from '../../../workers/algorithms/hashing/murmur3'
import type { RingPoint } from '../../../workers/algorithms/hashing/placement'
import { Ring } from '../../../workers/algorithms/hashing/ring'
import { ringDifference } from '../../../workers/algorithms/hashing/ring-difference'

function named(count: number, prefix = 'node'): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`)
}

/** The rule, told naively: the first point at or after the hash, else the lowest. */
function ownerByScan(points: readonly RingPoint[], hash: number): string | null {
  return (points.find((point) => point.hash >= hash) ?? points[0])?.node ?? null
}

/** A hash of few values, so that points and keys collide all the time. */
const crowdedHash = (key: string) => (murmur3(key) % 37) * 0x6eb3e45

const hashes = fc.constantFrom(murmur3, guideStringHash, crowdedHash)
const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 8 })
const weight = fc.constantFrom(0.25, 1, 1, 1, 2, 3.5)
const anyHash = fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff))

function deviation(shares: readonly number[]): number {
  const mean = 1 / shares.length
  return Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length) / mean
}

describe('Ring', () => {
  it('gives every hash to the first point at or after it, around the end', () => {
    fc.assert(
      fc.property(
        names,
        hashes,
        fc.integer({ min: 1, max: 40 }),
        fc.array(anyHash),
        (nodes, hash, pointsPerNode, at) => {
          const ring = new Ring(nodes, { hash: (key) => hash(key), pointsPerNode })
          const points = ring.points()
          for (const position of [...at, ...points.flatMap((point) => [point.hash, (point.hash + 1) >>> 0])]) {
            expect(ring.locateHash(position)).toBe(ownerByScan(points, position))
          }
        },
      ),
      { seed: 7, numRuns: 150 },
    )
  })

  it('has its points sorted by hash, then name, then replica', () => {
    const points = new Ring(['b', 'a', 'B', 'é'], { hash: crowdedHash, pointsPerNode: 30 }).points()
    const byRule = [...points].sort(
      (a, b) => a.hash - b.hash || (a.node === b.node ? a.replica - b.replica : a.node < b.node ? -1 : 1),
    )
    expect(points).toEqual(byRule)
    expect(points).toHaveLength(120)
  })

  it('is after any joins, leaves and changes of weight the ring built at once', () => {
    const change = fc.tuple(fc.boolean(), fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), weight)
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25, size: 'max' }), hashes, anyHash, (changes, hash, at) => {
        const options = { pointsPerNode: 12, hash: (key: string) => hash(key) }
        const ring = new Ring(['a', 'b'], options)
        const weights = new Map([
          ['a', 1],
          ['b', 1],
        ])
        for (const [isJoin, node, joiningWeight] of changes) {
          if (isJoin) {
            ring.add(node, joiningWeight)
            weights.set(node, joiningWeight)
          } else {
            ring.remove(node)
            weights.delete(node)
          }
        }
        const rebuilt = new Ring(Object.fromEntries(weights), options)
        expect(ring.nodes).toEqual(rebuilt.nodes)
        expect(ring.points()).toEqual(rebuilt.points())
        expect(ring.locateHash(at)).toBe(rebuilt.locateHash(at))
        expect(ring.explain('key')).toEqual(rebuilt.explain('key'))
        expect(ring.shares()).toEqual(rebuilt.shares())
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('does not depend on the order in which nodes are given', () => {
    const options = { hash: crowdedHash, pointsPerNode: 20 }
    expect(new Ring(['c', 'a', 'b'], options).points()).toEqual(new Ring(['a', 'b', 'c'], options).points())
  })

  it('moves on a join only towards the new node, exactly the share that it then owns', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 9 }), weight, hashes, (all, joining, hash) => {
        const [newcomer, ...nodes] = all as [string, ...string[]]
        const ring = new Ring(nodes, { pointsPerNode: 16, hash: (key) => hash(key) })
        const before = ring.points()
        ring.add(newcomer, joining)
        const movements = ringDifference(before, ring.points())
        expect(movements.filter(({ to }) => to !== newcomer)).toEqual([])
        expect(movements.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(ring.share(newcomer), 12)
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  it('moves on a leave only the keys of the node that leaves', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `user:${index}`)
    const ring = new Ring(named(7))
    const before = keys.map((key) => ring.locate(key))
    ring.remove('node-3')
    keys.forEach((key, index) => {
      if (before[index] === 'node-3') expect(ring.locate(key)).not.toBe('node-3')
      else expect(ring.locate(key)).toBe(before[index])
    })
  })

  it('moves about one key in n + 1 when a node joins n (mean of 60 rings within 5 %)', () => {
    for (const count of [4, 10]) {
      let sum = 0
      for (let trial = 0; trial < 60; trial++)
        sum += new Ring(named(count + 1, `trial-${trial}`)).share(`trial-${trial}-${count}`)
      expect(Math.abs((sum / 60) * (count + 1) - 1)).toBeLessThan(0.05)
    }
  })

  it.each([
    [4, 100],
    [10, 160],
  ])('spreads shares over %i nodes of %i points by √((n − 1) / (nV + 1)) (200 rings, within 12 %)', (count, points) => {
    let squares = 0
    for (let trial = 0; trial < 200; trial++) {
      squares += deviation(new Ring(named(count, `trial-${trial}`), { pointsPerNode: points }).shares()) ** 2
    }
    const law = Math.sqrt((count - 1) / (count * points + 1))
    expect(Math.abs(Math.sqrt(squares / 200) / law - 1)).toBeLessThan(0.12)
  })

  it('keeps the deviation of 100 shares of 160 points under 1.15 / √160', () => {
    expect(deviation(new Ring(named(100)).shares())).toBeLessThan(1.15 / Math.sqrt(160))
  })

  it('owns exact shares: they add up to 1 and count every position', () => {
    const ring = new Ring(['a', 'b'], { pointsPerNode: 1, hash: (key) => (key === 'a-0' ? 0x40000000 : 0xffffffff) })
    expect(ring.share('a')).toBe((0x40000000 + 1) / 2 ** 32)
    expect(ring.shares()).toEqual([(0x40000000 + 1) / 2 ** 32, (0xc0000000 - 1) / 2 ** 32])
    expect(ring.share('stranger')).toBe(0)
  })

  it('gives a node of weight w about w times the share (within 4 standard errors)', () => {
    const ring = new Ring({ light: 1, middle: 2, heavy: 5 }, { pointsPerNode: 400 })
    for (const [node, weight] of [
      ['light', 1],
      ['middle', 2],
      ['heavy', 5],
    ] as const) {
      const due = weight / 8
      expect(Math.abs(ring.share(node) - due)).toBeLessThan(4 * Math.sqrt((due * (1 - due)) / (8 * 400 + 1)))
    }
    expect(ring.points().filter(({ node }) => node === 'heavy')).toHaveLength(2000)
  })

  it('prefers for copies distinct nodes, the owner first, and the next one takes over', () => {
    const ring = new Ring(named(5))
    for (let index = 0; index < 200; index++) {
      const [owner, second, third] = ring.preference(`key-${index}`, 3) as [string, string, string]
      expect(new Set([owner, second, third]).size).toBe(3)
      expect(ring.locate(`key-${index}`)).toBe(owner)
      const without = new Ring(named(5).filter((node) => node !== owner))
      expect(without.locate(`key-${index}`)).toBe(second)
    }
    expect(ring.preference('key', 9)).toHaveLength(5)
  })

  it('explains a lookup by the bucket probed and each point compared, the last one deciding', () => {
    const ring = new Ring(named(10))
    const points = ring.points()
    for (let index = 0; index < 300; index++) {
      const steps = ring.explain(`key-${index}`)
      if (steps === null) throw new Error('a ring with nodes explains every key')
      expect(steps.hash).toBe(murmur3(`key-${index}`))
      expect(steps.point).toEqual({ index: steps.point.index, ...points[steps.point.index] })
      expect(steps.bucket?.firstPoint).toBe(steps.compared[0]?.index ?? steps.pointCount)
      expect(steps.isWrapped).toBe(steps.hash > (points.at(-1) as RingPoint).hash)
      expect(steps.compared.map(({ isBefore }) => isBefore)).toEqual(
        steps.compared.map((_, at) => steps.isWrapped || at < steps.compared.length - 1),
      )
    }
  })

  it('bisects a crowded bucket, so that a hash that does not mix costs a few comparisons and not a scan', () => {
    const steps = new Ring(named(50), { hash: guideStringHash }).explain('user:12345')
    expect(steps?.pointCount).toBe(8000)
    expect(steps?.comparisons).toBeLessThan(14)
  })

  it('refuses weights that are not positive numbers and more points than it can sort exactly', () => {
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => new Ring({ a: bad })).toThrow(RangeError)
      expect(() => new Ring(['a']).add('b', bad)).toThrow(RangeError)
    }
    expect(() => new Ring(['a'], { pointsPerNode: 3_000_000, hash: () => 0 })).toThrow(RangeError)
  })
})

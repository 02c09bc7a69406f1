import { describe, expect, it } from 'vitest'
import { GuideRing } from '../../../workers/algorithms/hashing/guide-ring'
import { guideStringHash } from '../../../workers/algorithms/hashing/guide-string-hash'
import { Ring } from '../../../workers/algorithms/hashing/ring'

const shards = ['shard-0', 'shard-1', 'shard-2', 'shard-3']
const keys = Array.from({ length: 10_000 }, (_, index) => `user:${index}`)

describe('GuideRing', () => {
  it('gives all keys user:i to one of four shards', () => {
    const ring = new GuideRing(shards)
    expect(new Set(keys.map((key) => ring.locate(key))).size).toBe(1)
  })

  it('moves all of them when a fifth shard joins', () => {
    const ring = new GuideRing(shards)
    const before = keys.map((key) => ring.locate(key))
    ring.add('shard-4')
    expect(keys.filter((key, index) => ring.locate(key) !== before[index])).toHaveLength(keys.length)
  })

  it('fails by its hash, not by its rule: the same labels under a mixing hash spread the keys', () => {
    const ring = new Ring(shards, { pointsPerNode: 100 })
    for (const shard of shards) {
      const count = keys.filter((key) => ring.locate(key) === shard).length
      expect(count / keys.length).toBeGreaterThan(0.15)
    }
  })

  it('takes the first point whose hash is not below the key’s, and after the last one the first', () => {
    const ring = new GuideRing(shards)
    const points = ring.points()
    expect(points).toHaveLength(400)
    for (const key of ['user:1', 'a', 'zzzzzz', 'order:99', 'polygenelubricants', 'shard-2-17']) {
      const hash = guideStringHash(key)
      const expected = points.find((point) => hash <= point.hash) ?? points[0]
      expect(ring.locate(key)).toBe(expected?.node)
      expect(ring.explain(key)?.isWrapped).toBe(points.every((point) => point.hash < hash))
    }
    expect(ring.explain('polygenelubricants')?.isWrapped).toBe(true)
    expect(ring.explain('shard-2-17')?.point).toMatchObject({ hash: guideStringHash('shard-2-17'), replica: 17 })
  })

  it('counts in its steps the points that the guide builds and scans for one lookup', () => {
    const steps = new GuideRing(shards).explain('user:1')
    expect(steps?.pointsBuilt).toBe(400)
    expect(steps?.bucket).toBeNull()
    expect(steps?.comparisons).toBe((steps?.point.index ?? 0) + 1)
    expect(steps?.compared.at(-1)).toEqual({ ...steps?.point, isBefore: false })
  })

  it('leaves equal points in the order of the shards, as its stable sort does', () => {
    const colliding = new GuideRing(['Aa', 'BB'])
    const reversed = new GuideRing(['BB', 'Aa'])
    expect(new Set(keys.map((key) => colliding.locate(key)))).toEqual(new Set(['Aa']))
    expect(new Set(keys.map((key) => reversed.locate(key)))).toEqual(new Set(['BB']))
  })
})

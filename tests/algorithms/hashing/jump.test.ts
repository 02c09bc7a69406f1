import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Jump, jumpHash } from '../../../workers/algorithms/hashing/jump'

const word = fc.nat(0xffffffff)

/** A lower half whose product with the multiplier ends in 32 ones, so that adding 1 carries into the upper half. */
const carrying = 0x666313ab

/** The paper's loop in 64-bit integers. */
function jumpInBigIntegers(high: number, low: number, buckets: number): number {
  let key = (BigInt(high) << 32n) | BigInt(low)
  let bucket = -1
  let next = 0
  while (next < buckets) {
    bucket = next
    key = BigInt.asUintN(64, key * 2862933555777941757n + 1n)
    next = Math.trunc((bucket + 1) * (2 ** 31 / Number((key >> 33n) + 1n)))
  }
  return bucket
}

describe('jumpHash', () => {
  it.each([
    [1, 1, 0],
    [42, 57, 43],
    [0xdead10cc, 1, 0],
    [0xdead10cc, 666, 361],
    [256, 1024, 520],
  ])('puts key %i of %i buckets into bucket %i, as published implementations do', (key, buckets, bucket) => {
    expect(jumpHash(0, key, buckets)).toBe(bucket)
  })

  it('steps its generator in two halves exactly as in 64 bits', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 100_000 }), (high, low, buckets) => {
        expect(jumpHash(high, low, buckets)).toBe(jumpInBigIntegers(high, low, buckets))
      }),
      { seed: 7, numRuns: 2000, examples: [[1, carrying, 1000]] },
    )
  })

  it('is monotone: one bucket more moves a key to the new bucket or not at all', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 500 }), (high, low, buckets) => {
        const after = jumpHash(high, low, buckets + 1)
        if (after !== buckets) expect(after).toBe(jumpHash(high, low, buckets))
      }),
      { seed: 7, numRuns: 2000 },
    )
  })
})

describe('Jump', () => {
  const nodes = Array.from({ length: 10 }, (_, index) => `shard-${index}`)
  const keys = Array.from({ length: 50_000 }, (_, index) => `user:${index}`)

  it('moves one key in eleven from ten to eleven shards (within 4 standard errors)', () => {
    const jump = new Jump(nodes)
    const before = keys.map((key) => jump.locate(key))
    jump.add('shard-10')
    const moved = keys.filter((key, index) => jump.locate(key) !== before[index])
    expect(Math.abs(moved.length / keys.length - 1 / 11)).toBeLessThan(4 * Math.sqrt(10 / 121 / keys.length))
    expect(new Set(moved.map((key) => jump.locate(key)))).toEqual(new Set(['shard-10']))
  })

  it('gives the number of a node that leaves to the last one, so only keys of these two move', () => {
    const jump = new Jump(nodes)
    const before = keys.map((key) => jump.locate(key))
    jump.remove('shard-3')
    expect(jump.nodes[3]).toBe('shard-9')
    keys.forEach((key, index) => {
      if (before[index] === 'shard-3') expect(jump.locate(key)).toBe('shard-9')
      else if (before[index] !== 'shard-9') expect(jump.locate(key)).toBe(before[index])
    })
  })

  it('lists every bucket on the way, rising', () => {
    const steps = new Jump(nodes).explain('user:1')
    expect(steps?.jumps[0]).toBe(0)
    expect(steps?.jumps).toEqual([...(steps?.jumps ?? [])].sort((a, b) => a - b))
    expect(nodes[steps?.jumps.at(-1) ?? -1]).toBe(steps?.node)
  })
})

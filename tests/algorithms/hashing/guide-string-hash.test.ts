import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guideStringHash } from '../../../workers/algorithms/hashing/guide-string-hash'
import { Modulo } from '../../../workers/algorithms/hashing/modulo'

describe('guideStringHash', () => {
  it('is the absolute value of the polynomial in 31 over the code units, wrapped to 32 bits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30, size: 'max' }), (key) => {
        let sum = 0n
        for (let index = 0; index < key.length; index++) sum = sum * 31n + BigInt(key.charCodeAt(index))
        const wrapped = BigInt.asIntN(32, sum)
        expect(BigInt(guideStringHash(key))).toBe(wrapped < 0n ? -wrapped : wrapped)
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('reaches 2^31 where the absolute value of the smallest integer does not fit 32 bits', () => {
    expect(guideStringHash('polygenelubricants')).toBe(2 ** 31)
  })

  it('gives all 1024 strings of ten times Aa or BB one hash', () => {
    const hashes = new Set<number>()
    for (let choice = 0; choice < 1024; choice++) {
      const parts = Array.from({ length: 10 }, (_, bit) => ((choice >> bit) & 1 ? 'BB' : 'Aa'))
      hashes.add(guideStringHash(parts.join('')))
    }
    expect(hashes.size).toBe(1)
  })

  it.each([
    [31, 28],
    [62, 56],
    [93, 84],
  ])('reaches of %i shards only %i with keys user:i, as the divisor shares the multiplier', (shardCount, reached) => {
    const shards = new Modulo(
      Array.from({ length: shardCount }, (_, index) => `shard-${index}`),
      guideStringHash,
    )
    const seen = new Set<string | null>()
    for (let user = 0; user < 100_000; user++) seen.add(shards.locate(`user:${user}`))
    expect(seen.size).toBe(reached)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { murmur3, murmur3Bytes, murmur3Word } from '../../../workers/algorithms/hashing/murmur3'
import { verificationValue } from './verification-value'

describe('murmur3', () => {
  it('has the verification value that SMHasher publishes for MurmurHash3_x86_32', () => {
    expect(verificationValue(murmur3Bytes)).toBe(0xb0f57ee3)
  })

  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['a', 0x9747b28c, 0x7fa09ea6],
    ['aa', 0x9747b28c, 0x5d211726],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ])('hashes %j with seed %i to its published value', (key, seed, hash) => {
    expect(murmur3(key, seed)).toBe(hash)
  })

  it('hashes a string like its UTF-8 bytes, wherever the first wide character stands', () => {
    const encoder = new TextEncoder()
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40, size: 'max' }),
        fc.string(),
        fc.nat(),
        (wide, ascii, seed) => {
          const key = ascii + wide
          expect(murmur3(key, seed)).toBe(murmur3Bytes(encoder.encode(key), seed))
        },
      ),
      { seed: 7, numRuns: 500 },
    )
  })

  it('hashes a word like its four bytes, the least significant first', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), (word, seed) => {
        const bytes = new Uint8Array(4)
        new DataView(bytes.buffer).setUint32(0, word, true)
        expect(murmur3Word(word, seed)).toBe(murmur3Bytes(bytes, seed))
      }),
      { seed: 7 },
    )
  })
})

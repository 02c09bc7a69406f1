import { describe, expect, it } from 'vitest'
import { xxhash32, xxhash32Bytes } from '../../../workers/algorithms/hashing/xxhash32'
import { verificationValue } from './verification-value'

describe('xxhash32', () => {
  it('has the verification value that SMHasher publishes for XXH32', () => {
    expect(verificationValue(xxhash32Bytes)).toBe(0xba88b743)
  })

  it.each([
    ['', 0, 0x02cc5d05],
    ['', 0x9e3779b1, 0x36b78ae7],
    ['a', 0, 0x550d7456],
    ['abc', 0, 0x32d153ff],
    ['Nobody inspects the spammish repetition', 0, 0xe2293b2f],
  ])('hashes %j with seed %i to its published value', (key, seed, hash) => {
    expect(xxhash32(key, seed)).toBe(hash)
  })

  it('reads a string as its UTF-8 bytes', () => {
    expect(xxhash32('größer als 16 Bytes €')).toBe(xxhash32Bytes(new TextEncoder().encode('größer als 16 Bytes €')))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8Bytes } from '../../../workers/algorithms/hashing/utf8'

/** Any UTF-16 code units, unpaired surrogates among them. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd7fe, max: 0xe001 })), {
    maxLength: 400,
    size: 'max',
  })
  .map((units) => String.fromCharCode(...units))

describe('utf8Bytes', () => {
  it('encodes as the platform does, unpaired surrogates included', () => {
    const encoder = new TextEncoder()
    fc.assert(
      fc.property(anyText, (text) => {
        expect([...utf8Bytes(text)]).toEqual([...encoder.encode(text)])
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('encodes one, two, three and four bytes', () => {
    expect([...utf8Bytes('a')]).toEqual([0x61])
    expect([...utf8Bytes('é')]).toEqual([0xc3, 0xa9])
    expect([...utf8Bytes('€')]).toEqual([0xe2, 0x82, 0xac])
    expect([...utf8Bytes('😀')]).toEqual([0xf0, 0x9f, 0x98, 0x80])
  })
})

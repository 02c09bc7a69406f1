import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { md5 } from '../../../workers/algorithms/hashing/md5'

function hexadecimal(text: string): string {
  const digest = Buffer.alloc(16)
  md5(text).forEach((word, index) => {
    digest.writeUInt32LE(word, index * 4)
  })
  return digest.toString('hex')
}

describe('md5', () => {
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      '57edf4a22be3c955ac49da2e2107b67a',
    ],
  ])('digests %j as RFC 1321, appendix A.5 says', (text, digest) => {
    expect(hexadecimal(text)).toBe(digest)
  })

  it('pads every length around the ends of blocks as the platform does', () => {
    for (let length = 0; length < 200; length++) {
      const text = 'x'.repeat(length)
      expect(hexadecimal(text)).toBe(createHash('md5').update(text).digest('hex'))
    }
  })

  it('digests any text as the platform does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150, size: 'max' }), (text) => {
        expect(hexadecimal(text)).toBe(createHash('md5').update(text).digest('hex'))
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})

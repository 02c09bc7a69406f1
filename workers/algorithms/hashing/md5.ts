import { utf8Bytes } from './utf8'

// The integer parts of 2^32 · |sin(i)|, i = 1…64 in radians. They are written out, as engines differ in the last bit of sin.
const additions = new Uint32Array([
  0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8,
  0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
  0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87,
  0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
  0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039,
  0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
  0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
  0xeb86d391,
])

/** Left rotations: four for each round of sixteen steps, repeated. */
const rotations = new Uint8Array([7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21])

const block = new Int32Array(16)

/** An MD5 digest as its four words, each least significant byte first, integers in [0, 2^32). */
export type Md5Words = readonly [number, number, number, number]

/**
 * MD5 of the UTF-8 bytes of a text (RFC 1321). For ketama, which deals points and keys by its words; broken as a
 * defence against anyone.
 */
export function md5(text: string): Md5Words {
  const bytes = utf8Bytes(text)
  const length = bytes.length
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476])
  // The message ends with a one bit, zeros and its length in bits, 9 bytes at least.
  const blockCount = Math.floor((length + 8) / 64) + 1
  for (let index = 0; index < blockCount; index++) {
    fillBlock(bytes, index * 64)
    if (index === blockCount - 1) {
      block[14] = length << 3
      block[15] = length >>> 29
    }
    addBlock(state)
  }
  const [a, b, c, d] = state as unknown as Md5Words
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0]
}

/** Fills the block with the 64 bytes at `start`, the bytes after the end being 0x80, 0, 0… */
function fillBlock(bytes: Uint8Array, start: number): void {
  block.fill(0)
  const end = Math.min(64, bytes.length - start)
  for (let index = 0; index < end; index++) putByte(index, bytes[start + index] as number)
  if (end >= 0 && end < 64) putByte(end, 0x80)
}

function putByte(index: number, byte: number): void {
  block[index >> 2] = (block[index >> 2] as number) | (byte << ((index & 3) * 8))
}

function addBlock(state: Int32Array): void {
  let [a, b, c, d] = state as unknown as Md5Words
  for (let step = 0; step < 64; step++) {
    const round = step >> 4
    const sum = (a + choose(round, b, c, d) + (additions[step] as number) + (block[wordOf(round, step)] as number)) | 0
    const bits = rotations[round * 4 + (step & 3)] as number
    a = d
    d = c
    c = b
    b = (b + ((sum << bits) | (sum >>> (32 - bits)))) | 0
  }
  state[0] = (state[0] as number) + a
  state[1] = (state[1] as number) + b
  state[2] = (state[2] as number) + c
  state[3] = (state[3] as number) + d
}

/** The auxiliary functions F, G, H and I of RFC 1321, section 3.4. */
function choose(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d)
  if (round === 1) return (b & d) | (c & ~d)
  if (round === 2) return b ^ c ^ d
  return c ^ (b | ~d)
}

function wordOf(round: number, step: number): number {
  if (round === 0) return step
  if (round === 1) return (5 * step + 1) & 15
  if (round === 2) return (3 * step + 5) & 15
  return (7 * step) & 15
}

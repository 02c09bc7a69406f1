import { utf8Bytes } from './utf8'

const prime1 = 0x9e3779b1
const prime2 = 0x85ebca77
const prime3 = 0xc2b2ae3d
const prime4 = 0x27d4eb2f
const prime5 = 0x165667b1

/**
 * XXH32 of the UTF-8 bytes of a key (Yann Collet, `xxhash_spec.md`, "XXH32 algorithm description").
 *
 * @returns an integer in [0, 2^32)
 */
export function xxhash32(key: string, seed = 0): number {
  return xxhash32Bytes(utf8Bytes(key), seed)
}

/** XXH32 of bytes; an integer in [0, 2^32). */
export function xxhash32Bytes(bytes: Uint8Array, seed = 0): number {
  const length = bytes.length
  let index = 0
  let hash = 0
  if (length < 16) {
    hash = seed + prime5
  } else {
    let lane1 = (seed + prime1 + prime2) | 0
    let lane2 = (seed + prime2) | 0
    let lane3 = seed | 0
    let lane4 = (seed - prime1) | 0
    for (; index + 16 <= length; index += 16) {
      lane1 = round(lane1, wordAt(bytes, index))
      lane2 = round(lane2, wordAt(bytes, index + 4))
      lane3 = round(lane3, wordAt(bytes, index + 8))
      lane4 = round(lane4, wordAt(bytes, index + 12))
    }
    hash = rotateLeft(lane1, 1) + rotateLeft(lane2, 7) + rotateLeft(lane3, 12) + rotateLeft(lane4, 18)
  }
  hash = (hash + length) | 0
  for (; index + 4 <= length; index += 4)
    hash = Math.imul(rotateLeft((hash + Math.imul(wordAt(bytes, index), prime3)) | 0, 17), prime4)
  for (; index < length; index++)
    hash = Math.imul(rotateLeft((hash + Math.imul(bytes[index] as number, prime5)) | 0, 11), prime1)
  return avalanche(hash)
}

function round(lane: number, word: number): number {
  return Math.imul(rotateLeft((lane + Math.imul(word, prime2)) | 0, 13), prime1)
}

function avalanche(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), prime2)
  mixed = Math.imul(mixed ^ (mixed >>> 13), prime3)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

function wordAt(bytes: Uint8Array, index: number): number {
  return (
    (bytes[index] as number) |
    ((bytes[index + 1] as number) << 8) |
    ((bytes[index + 2] as number) << 16) |
    ((bytes[index + 3] as number) << 24)
  )
}

import { utf8Bytes } from './utf8'

/**
 * MurmurHash3_x86_32 of the UTF-8 bytes of a key (Austin Appleby, SMHasher `MurmurHash3.cpp`).
 * Every bit of the key reaches every bit of the result, which is what a placement needs; it is no defence
 * against someone who chooses keys in order to collide.
 *
 * @returns an integer in [0, 2^32)
 */
export function murmur3(key: string, seed = 0): number {
  const length = key.length
  const end = length & ~3
  let hash = seed | 0
  let index = 0
  for (; index < end; index += 4) {
    const a = key.charCodeAt(index)
    const b = key.charCodeAt(index + 1)
    const c = key.charCodeAt(index + 2)
    const d = key.charCodeAt(index + 3)
    if ((a | b | c | d) > 0x7f) return murmur3Bytes(utf8Bytes(key), seed)
    hash = addBlock(hash, a | (b << 8) | (c << 16) | (d << 24))
  }
  let tail = 0
  for (let shift = 0; index < length; index++, shift += 8) {
    const unit = key.charCodeAt(index)
    if (unit > 0x7f) return murmur3Bytes(utf8Bytes(key), seed)
    tail |= unit << shift
  }
  return finish(hash ^ scramble(tail), length)
}

/** MurmurHash3_x86_32 of bytes; an integer in [0, 2^32). */
export function murmur3Bytes(bytes: Uint8Array, seed = 0): number {
  const length = bytes.length
  const end = length & ~3
  let hash = seed | 0
  let index = 0
  for (; index < end; index += 4) {
    hash = addBlock(
      hash,
      byte(bytes, index) |
        (byte(bytes, index + 1) << 8) |
        (byte(bytes, index + 2) << 16) |
        (byte(bytes, index + 3) << 24),
    )
  }
  let tail = 0
  for (let shift = 0; index < length; index++, shift += 8) tail |= byte(bytes, index) << shift
  return finish(hash ^ scramble(tail), length)
}

/** MurmurHash3_x86_32 of one 32-bit word, least significant byte first; an integer in [0, 2^32). */
export function murmur3Word(word: number, seed = 0): number {
  return finish(addBlock(seed | 0, word), 4)
}

function byte(bytes: Uint8Array, index: number): number {
  return bytes[index] as number
}

function scramble(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}

function addBlock(hash: number, block: number): number {
  const mixed = hash ^ scramble(block)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

function finish(hash: number, length: number): number {
  let mixed = hash ^ length
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

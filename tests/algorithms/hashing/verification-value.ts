import type { murmur3Bytes } from '../../../workers/algorithms/hashing/murmur3'

/**
 * SMHasher's check of a whole 32-bit hash in one number: the hash of the hashes of the keys (), (0), (0, 1)… up to
 * 255 bytes, the key of length i with seed 256 − i, each result in four bytes, least significant first.
 */
export function verificationValue(hash: typeof murmur3Bytes): number {
  const hashes = new DataView(new ArrayBuffer(256 * 4))
  for (let length = 0; length < 256; length++) {
    const key = Uint8Array.from({ length }, (_, index) => index)
    hashes.setUint32(length * 4, hash(key, 256 - length), true)
  }
  return hash(new Uint8Array(hashes.buffer), 0)
}

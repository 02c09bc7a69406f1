const M = 0xc6a4a7935bd1e995n
const SEED = 0xadc83b19n

/** MurmurHash64A (Austin Appleby, public domain) of a byte string with the seed of Redis's HyperLogLog. */
export function murmur64(text: string): bigint {
  const { length } = text
  let hash = SEED ^ multiply(BigInt(length), M)
  const whole = length - (length % 8)
  for (let at = 0; at < whole; at += 8) {
    let block = multiply(word(text, at, 8), M)
    block = multiply(block ^ (block >> 47n), M)
    hash = multiply(hash ^ block, M)
  }
  if (whole < length) hash = multiply(hash ^ word(text, whole, length - whole), M)
  hash = multiply(hash ^ (hash >> 47n), M)
  return hash ^ (hash >> 47n)
}

function multiply(a: bigint, b: bigint): bigint {
  return BigInt.asUintN(64, a * b)
}

/** Bytes, the lowest first. */
function word(text: string, at: number, bytes: number): bigint {
  let value = 0n
  for (let index = bytes - 1; index >= 0; index--) value = (value << 8n) | BigInt(text.charCodeAt(at + index))
  return value
}

import { utf8Bytes } from './utf8'

/**
 * FNV-1a, 32 bits, of the UTF-8 bytes of a key (Fowler, Noll, Vo; RFC 9923). A good hash for tables and a poor one
 * for rings: it ends without a finalizer, so the labels `node-1`, `node-2`… of one node land close together.
 *
 * @returns an integer in [0, 2^32)
 */
export function fnv1a(key: string): number {
  const bytes = utf8Bytes(key)
  let hash = 0x811c9dc5
  for (let index = 0; index < bytes.length; index++) hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193)
  return hash >>> 0
}

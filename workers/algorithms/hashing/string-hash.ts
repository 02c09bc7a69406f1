import { fnv1a } from './fnv1a'
import { guideStringHash } from './guide-string-hash'
import { murmur3 } from './murmur3'
import { xxhash32 } from './xxhash32'

/** Turns a key into an integer in [0, 2^32). */
export type StringHash = (key: string) => number

/** The string hashes a placement can be given, by the name that a parameter uses. */
export const stringHashes = {
  murmur3: (key: string) => murmur3(key),
  xxhash32: (key: string) => xxhash32(key),
  fnv1a,
  guide: guideStringHash,
} satisfies Record<string, StringHash>

/** Name of a string hash. */
export type StringHashName = keyof typeof stringHashes

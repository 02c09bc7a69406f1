import type { PlacementPicture } from '../../../workers/systems/glyphs'
import type { Mark } from '../../../workers/trace/trace'
import type { Reading } from '../reading'

/** What a `placement/located` mark tells of one look-up. */
export interface Lookup {
  readonly key: string
  readonly hash: number
  /** Name of the node that owns the key. */
  readonly node: string
  /** On a ring: the first point at or after the hash, and whether the look-up went past the end to find it. */
  readonly pointHash: number | null
  readonly wrapped: boolean
  /** With modulo: the slot, of how many. */
  readonly index: number | null
  readonly count: number | null
}

/** The fact `placement` of a reading, or null before it is set. */
export function pictureOf(reading: Reading): PlacementPicture | null {
  const fact = reading.placement
  return fact !== null && typeof fact === 'object' && 'points' in fact ? (fact as unknown as PlacementPicture) : null
}

/** The look-up that a mark shows, or null for any other mark. */
export function lookupOf(mark: Mark | null): Lookup | null {
  if (mark === null || mark.name !== 'placement/located') return null
  const { key, hash, node, pointHash, wrapped, index, count } = mark.details
  if (typeof hash !== 'number') return null
  return {
    key: String(key),
    hash,
    node: String(node),
    pointHash: typeof pointHash === 'number' ? pointHash : null,
    wrapped: wrapped === true || wrapped === 1 || wrapped === 'true',
    index: typeof index === 'number' ? index : null,
    count: typeof count === 'number' ? count : null,
  }
}

/** A hash as people read it. */
export function hashText(hash: number): string {
  return `0x${Math.round(hash).toString(16).padStart(8, '0')}`
}

/** A key that fits a small place: its beginning and an ellipsis when it is long. */
export function shortKey(key: string, longest = 14): string {
  return key.length <= longest ? key : `${key.slice(0, longest - 1)}…`
}

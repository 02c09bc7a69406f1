/** The name of a handle: where its left edge stands and how wide it may be, in pixels. */
export interface Flag {
  readonly left: number
  readonly width: number
}

/** What is left of a name at least, so that every handle can be seen and taken hold of. */
export const LEAST_FLAG = 18
const SPACE = 2
/** A name that is cut shorter than this is a beginning that tells nothing: its flag stands without words. */
const LEAST_NAME = 60
/** About the width of a letter, and of the padding. */
const LETTER = 7
const PADDING = 16

/** How wide a name is when nothing stands in its way. */
export function flagWidth(text: string, most: number): number {
  return Math.min(most, Math.ceil(text.length * LETTER + PADDING))
}

/** The width of a flag that has no room for its name; null for one that has. */
export function bareWidth({ width }: Flag, text: string): number | null {
  return width < LEAST_NAME && width < flagWidth(text, LEAST_NAME) ? Math.min(width, LEAST_FLAG) : null
}

/**
 * Names beside handles at `places`, in the same order: none hides another, and none leaves the width. A name begins at
 * its handle where it can; where handles stand close each keeps at least a bit that can be taken hold of.
 */
export function placeFlags(places: readonly number[], wanted: readonly number[], width: number): Flag[] {
  const order = places.map((_, index) => index).sort((a, b) => at(places, a) - at(places, b) || a - b)
  const least = Math.min(LEAST_FLAG, width / Math.max(1, order.length))
  const left: number[] = []
  for (const index of order) left.push(Math.max(at(places, index), (left.at(-1) ?? -least) + least, 0))
  let limit = width
  for (let rank = order.length - 1; rank >= 0; rank--) {
    const want = at(wanted, at(order, rank))
    // The last one turns back from the edge, and shares what there is with the one before it.
    const shared = rank === order.length - 1 && rank > 0 ? (at(left, rank - 1) + limit) / 2 : 0
    const room = rank === order.length - 1 ? Math.max(limit - want, Math.min(limit - least, shared)) : limit - least
    left[rank] = Math.max(rank * least, Math.min(at(left, rank), room))
    limit = at(left, rank)
  }
  const flags: Flag[] = []
  for (const [rank, index] of order.entries()) {
    const isLast = rank === order.length - 1
    const room = (isLast ? width : at(left, rank + 1) - SPACE) - at(left, rank)
    flags[index] = { left: at(left, rank), width: Math.min(at(wanted, index), room) }
  }
  return flags
}

function at(values: readonly number[], index: number): number {
  return values[index] as number
}

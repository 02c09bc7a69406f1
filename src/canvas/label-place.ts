import type { Point } from '../../workers/systems/system'
import type { Box } from './curve'
import type { Size } from './glyphs/glyph-kind'
import { covered } from './word-places'

/** Which way from a packet its label stands, as a direction along both axes; the best first. */
const SIDES = [
  [0, -1],
  [0, 1],
  [1, 0],
  [-1, 0],
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
] as const

/** Index in `SIDES`. */
export type Side = number

/** Between a packet and its label, and between a label and the edge of the picture. */
export const LABEL_GAP = 12
const MARGIN = 4
/** Another side must cover so much less of the boxes, in square pixels, before a label leaves the one where it is. */
const WORTH_A_JUMP = 400

/**
 * Where the label of a packet stands: beside it, within the picture, over as little of the nodes as can be. It keeps the
 * side that it had while that is about as good as any.
 *
 * @param packet all in pixels of the picture
 * @param boxes the nodes, by their centres
 * @param before the side that the label of this packet had; null for a new one
 */
export function labelPlace(
  packet: Point,
  size: Size,
  boxes: readonly Box[],
  space: Size,
  before: Side | null,
): { readonly side: Side; readonly centre: Point } {
  const at = (side: Side): Point => centreAt(packet, size, space, side)
  const costs = SIDES.map((_, side) => costOf({ ...at(side), ...size }, packet, boxes))
  const least = Math.min(...costs)
  const best = costs.indexOf(least)
  const stays = before !== null && (costs[before] ?? Number.POSITIVE_INFINITY) <= least + WORTH_A_JUMP
  const side = stays ? before : best
  return { side, centre: at(side) }
}

function centreAt({ x, y }: Point, { width, height }: Size, space: Size, side: Side): Point {
  const [across, down] = SIDES[side] ?? [0, -1]
  const wanted = { x: x + across * (width / 2 + LABEL_GAP), y: y + down * (height / 2 + LABEL_GAP) }
  return {
    x: within(wanted.x, width / 2 + MARGIN, space.width - width / 2 - MARGIN),
    y: within(wanted.y, height / 2 + MARGIN, space.height - height / 2 - MARGIN),
  }
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}

/** Pushed in from an edge a label may come to lie over its own packet, which is worse than over any node. */
function costOf(label: Box, packet: Point, boxes: readonly Box[]): number {
  const own = covered(label, { ...packet, width: LABEL_GAP, height: LABEL_GAP })
  return boxes.reduce((sum, box) => sum + covered(label, box), own > 0 ? label.width * label.height * boxes.length : 0)
}

import type { Point } from '../../workers/systems/system'
import { type Box, type Curve, curvePoint } from './curve'

/** About as large as the usual words of a link, with a little space around. */
export const WORD = { width: 40, height: 22 }

/**
 * Places along a curve, the best first. Not the very middle while there is another one: there what a cut link loses
 * disappears.
 */
const PLACES = [0.7, 0.3, 0.62, 0.38, 0.78, 0.22, 0.86, 0.14, 0.5]
/** A box hides what lies under it; another word only crowds. */
const HIDDEN = 4
/** How much covered area a worse place is worth. */
const PREFERENCE = 6
const ROUNDS = 2

/**
 * Where what is wrong with each link is written: on its curve, clear of boxes and of the words of other links as far as
 * there is room. For all links at once, so that a word stays in its place whatever else is wrong.
 */
export function wordPlaces(curves: readonly Curve[], boxes: readonly Box[]): readonly Point[] {
  const chosen: Point[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, curve] of curves.entries()) {
      const others = chosen.filter((_, other) => other !== index)
      chosen[index] = bestPlace(curve, boxes, others)
    }
  }
  return chosen
}

function bestPlace(curve: Curve, boxes: readonly Box[], words: readonly Point[]): Point {
  let best = curvePoint(curve, PLACES[0] as number)
  let least = Number.POSITIVE_INFINITY
  for (const [rank, place] of PLACES.entries()) {
    const word = { ...curvePoint(curve, place), ...WORD }
    let cost = rank * PREFERENCE
    for (const box of boxes) cost += HIDDEN * covered(word, box)
    for (const other of words) cost += covered(word, { ...other, ...WORD })
    if (cost >= least) continue
    least = cost
    best = { x: word.x, y: word.y }
  }
  return best
}

/** The area that two boxes share. */
export function covered(a: Box, b: Box): number {
  const across = (a.width + b.width) / 2 - Math.abs(a.x - b.x)
  const down = (a.height + b.height) / 2 - Math.abs(a.y - b.y)
  return across > 0 && down > 0 ? Math.min(across, a.width, b.width) * Math.min(down, a.height, b.height) : 0
}

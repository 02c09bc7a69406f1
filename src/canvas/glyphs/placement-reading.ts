import type { PlacementPicture, PlacementStep } from '../../../workers/systems/glyphs'
import type { Mark } from '../../../workers/trace/trace'
import type { Reading } from '../reading'

/** The fact `placement` of a reading, or null before it is set. */
export function pictureOf(reading: Reading): PlacementPicture | null {
  const fact = reading.placement
  return fact !== null && typeof fact === 'object' && 'points' in fact ? (fact as unknown as PlacementPicture) : null
}

/** The step of a look-up that a mark shows, or null for any other mark. */
export function stepOf(mark: Mark | null): PlacementStep | null {
  return mark !== null && PLACEMENT_STEPS.includes(mark.name) ? (mark.details as unknown as PlacementStep) : null
}

/** Marks that are steps of a look-up. */
export const PLACEMENT_STEPS: readonly string[] = [
  'placement/probed',
  'placement/walked',
  'placement/jumped',
  'placement/located',
]

/** The node that a step chooses, passes or comes to; null while there is none. */
export function chosenBy(step: PlacementStep | null): string | null {
  return step !== null && 'node' in step ? step.node : null
}

/** A hash as people read it. */
export function hashText(hash: number): string {
  return `0x${Math.round(hash).toString(16).padStart(8, '0')}`
}

/** A key that fits a small place: its beginning and an ellipsis when it is long. */
export function shortKey(key: string, longest = 14): string {
  return key.length <= longest ? key : `${key.slice(0, longest - 1)}…`
}

import type { ArrivalsPicture } from '../../../workers/systems/glyphs'
import type { Reading } from '../reading'

/** The fact `arrivals` of a reading; null before the first. */
export function arrivalsOf(reading: Reading): ArrivalsPicture | null {
  const fact = reading.arrivals
  return typeof fact === 'object' && fact !== null && 'cells' in fact ? (fact as unknown as ArrivalsPicture) : null
}

/** `20 within the last window, 10 are meant` */
export function arrivedText(reading: Reading): string {
  const picture = arrivalsOf(reading)
  return picture === null
    ? 'nothing has arrived'
    : `${picture.within} of ${picture.key} within the last window, ${picture.meant} are meant`
}

/** Height of the tallest bar: a third of what is meant in one cell fills the chart, or the fullest cell when it is more. */
export function fullCell(cells: readonly number[], meant: number): number {
  return Math.max(1, meant / 3, ...cells)
}

/** Where the last window length begins and ends, as shares of the whole width. */
export function lastWindow(
  { fromMicros, atMicros }: ArrivalsPicture,
  windowMicros: number,
): { x: number; width: number } {
  const end = (atMicros - fromMicros) / (2 * windowMicros)
  const begin = Math.max(0, end - 0.5)
  return { x: begin, width: Math.min(1, end) - begin }
}

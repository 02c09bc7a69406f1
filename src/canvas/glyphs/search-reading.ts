import type { SearchResults, SearchStep } from '../../../workers/systems/glyphs'
import type { Mark } from '../../../workers/trace/trace'

/** A step with the numbers that its sentence tells. */
export type ShownStep = SearchStep & { readonly scored: number; readonly matching: number }

/** The step that a mark of a shard shows, or null for any other mark. */
export function searchStepOf(mark: Mark | null): ShownStep | null {
  return mark !== null && 'cells' in mark.details ? (mark.details as unknown as ShownStep) : null
}

/** The step that a mark of the coordinator shows, or null for any other mark. */
export function searchResultsOf(mark: Mark | null): SearchResults | null {
  return mark !== null && 'docs' in mark.details ? (mark.details as unknown as SearchResults) : null
}

/** As many of the ids (parted by spaces) as there is room for, the first ones, and the best if it is among them. */
export function fittingCells(cells: string, best: string, room: number): readonly string[] {
  const ids = cells.split(' ').filter((id) => id !== '')
  const first = ids.slice(0, room)
  return !ids.includes(best) || first.includes(best) ? first : [...first.slice(0, room - 1), best]
}

/** At most `length` characters; what is cut off leaves an ellipsis. Never half of a pair. */
export function cutText(text: string, length: number): string {
  const characters = [...text]
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

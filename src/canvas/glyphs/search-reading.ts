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

import { compareVersions, type Version } from './version'

/** A replica that has answered and promised to follow no primary of an older epoch. */
export interface Candidate {
  readonly id: string
  /** The last change in its log. */
  readonly last: Version
}

export type Promotion =
  | { readonly kind: 'promoted'; readonly id: string; readonly last: Version; readonly others: readonly Candidate[] }
  | { readonly kind: 'none'; readonly answers: number; readonly needed: number }

/**
 * Whom to make the next primary: of those that promised the new epoch the one whose log goes furthest, by epoch and then
 * position; the first of equals. Nobody when fewer than `needed` promised: with a majority, and writes that a majority
 * holds before they are acknowledged, the chosen log has all of them, since two majorities share a node.
 */
export function choosePrimary(candidates: readonly Candidate[], needed: number): Promotion {
  const [first, ...rest] = candidates
  if (first === undefined || candidates.length < needed) return { kind: 'none', answers: candidates.length, needed }
  let best = first
  for (const candidate of rest) if (compareVersions(candidate.last, best.last) > 0) best = candidate
  return { kind: 'promoted', id: best.id, last: best.last, others: candidates.filter(({ id }) => id !== best.id) }
}

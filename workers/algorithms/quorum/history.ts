/** One write, named by who wrote it and the how manyth of that writer it is, from 1. */
export type Dot = { readonly by: string; readonly count: number }

/**
 * A set of writes that somebody has seen: of each writer the first so many, and `also` single later ones with a gap before
 * them. Without `also` it is a version vector (Parker et al., IEEE TSE 9, 1983); the exceptions (Malkhi and Terry, "Concise
 * Version Vectors in WinFS", DISC 2005) keep it exact where messages are lost or overtake each other. Plain data in one
 * canonical order: two histories of the same writes are equal in every byte.
 */
export type History = {
  readonly upTo: readonly Dot[]
  readonly also: readonly Dot[]
}

export const NOTHING_SEEN: History = { upTo: [], also: [] }

export function hasSeen({ upTo, also }: History, dot: Dot): boolean {
  return dot.count <= countOf(upTo, dot.by) || also.some(({ by, count }) => by === dot.by && count === dot.count)
}

/** Everything that one of them has seen, and these single writes. */
export function joinHistories(histories: readonly History[], dots: readonly Dot[] = []): History {
  const upTo = new Map<string, number>()
  for (const { by, count } of histories.flatMap((history) => history.upTo))
    upTo.set(by, Math.max(count, upTo.get(by) ?? 0))
  const also: Dot[] = []
  for (const dot of [...histories.flatMap((history) => history.also), ...dots].sort(compareDots)) {
    const seen = upTo.get(dot.by) ?? 0
    if (dot.count === seen + 1) upTo.set(dot.by, dot.count)
    else if (dot.count > seen && !isSameDot(also.at(-1), dot)) also.push(dot)
  }
  return { upTo: [...upTo].map(([by, count]) => ({ by, count })).sort(compareDots), also }
}

/** By writer, then by number. */
export function compareDots(a: Dot, b: Dot): number {
  return a.by === b.by ? a.count - b.count : a.by < b.by ? -1 : 1
}

export function isSameDot(a: Dot | undefined, b: Dot): boolean {
  return a !== undefined && a.by === b.by && a.count === b.count
}

/** `a3 b2`, and single later writes behind a plus: `a3 b2 +b5` */
export function historyText({ upTo, also }: History): string {
  return [...upTo.map(textOf), ...also.map((dot) => `+${textOf(dot)}`)].join(' ')
}

function textOf({ by, count }: Dot): string {
  return `${by}${count}`
}

function countOf(upTo: readonly Dot[], writer: string): number {
  return upTo.find(({ by }) => by === writer)?.count ?? 0
}

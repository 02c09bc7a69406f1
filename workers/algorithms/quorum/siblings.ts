import { compareDots, type Dot, type History, hasSeen, historyText, isSameDot, joinHistories } from './history'

/** A value with the write that made it and everything that its writer had seen. */
export type Version = {
  readonly dot: Dot
  readonly past: History
  /** What is in the cart, each item once, in order. */
  readonly items: readonly number[]
}

/**
 * What a node holds of one key: versions of which none has seen another, siblings when there is more than one. A write gets
 * a number of its own beside the past that its writer read (dotted version vectors: Preguiça et al., "Brief Announcement:
 * Efficient Causality Tracking in Distributed Storage Systems With Dotted Version Vectors", PODC 2012): with a plain vector
 * two writes through one coordinator that read the same past would seem to follow each other.
 */
export type Siblings = { readonly versions: readonly Version[] }

/** All versions of both, but those that another one has seen. */
export function mergeSiblings(a: Siblings, b: Siblings): Siblings {
  const all = [...a.versions, ...b.versions.filter(({ dot }) => !a.versions.some((own) => isSameDot(own.dot, dot)))]
  const versions = all.filter(({ dot }) => !all.some(({ past }) => hasSeen(past, dot)))
  return { versions: versions.sort((one, other) => compareDots(one.dot, other.dot)) }
}

/** What one who has read these has seen: the context of his next write. */
export function seenWith(siblings: Siblings | null): History {
  const versions = siblings?.versions ?? []
  return joinHistories(
    versions.map(({ past }) => past),
    versions.map(({ dot }) => dot),
  )
}

export function isSameSiblings(a: Siblings, b: Siblings): boolean {
  return (
    a.versions.length === b.versions.length && a.versions.every(({ dot }, at) => isSameDot(b.versions[at]?.dot, dot))
  )
}

/** Every item of any sibling, each once, in order: how a cart is merged (Dynamo, SOSP 2007, §4.4). */
export function unionOfItems({ versions }: Siblings): number[] {
  return [...new Set(versions.flatMap(({ items }) => items))].sort((a, b) => a - b)
}

/** `a3 b2`, and of siblings `a3|b2` */
export function siblingsText({ versions }: Siblings): string {
  return versions.map((version) => historyText(seenWith({ versions: [version] }))).join('|')
}

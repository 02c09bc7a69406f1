import { compareBytes } from './byte-string'

/** A member with its score, in the order of Redis: by score, then by the bytes of the member. */
export interface Scored {
  readonly member: string
  readonly score: number
}

/** Chunks are split in two when they reach this many elements. */
const CHUNK = 256

/**
 * Members ordered by score. The order is kept in chunks of sorted elements, so that an insertion moves at most one
 * chunk and a rank is a sum over chunks.
 */
export class SortedSet {
  readonly #scores = new Map<string, number>()
  #chunks: Scored[][] = []

  get size(): number {
    return this.#scores.size
  }

  score(member: string): number | undefined {
    return this.#scores.get(member)
  }

  /** In the order of insertion. */
  members(): string[] {
    return [...this.#scores.keys()]
  }

  /** Adds a member or moves it. */
  set(member: string, score: number): void {
    const old = this.#scores.get(member)
    if (old !== undefined) this.#take(member, old)
    this.#scores.set(member, score)
    const element = { member, score }
    const index = this.#chunkOf(element)
    const chunk = this.#chunks[index]
    if (chunk === undefined) {
      this.#chunks.push([element])
      return
    }
    chunk.splice(lowerBound(chunk, element), 0, element)
    if (chunk.length >= CHUNK) this.#chunks.splice(index + 1, 0, chunk.splice(CHUNK >> 1))
  }

  delete(member: string): boolean {
    const score = this.#scores.get(member)
    if (score === undefined) return false
    this.#scores.delete(member)
    this.#take(member, score)
    return true
  }

  /** How many elements come before this one. */
  rank(member: string): number | null {
    const score = this.#scores.get(member)
    return score === undefined ? null : this.countBefore((element) => compare(element, { member, score }) < 0)
  }

  /** @param isBefore holds for a beginning of the order and for nothing behind it */
  countBefore(isBefore: (element: Scored) => boolean): number {
    let total = 0
    for (const chunk of this.#chunks) {
      if (isBefore(chunk.at(-1) as Scored)) {
        total += chunk.length
        continue
      }
      let [low, high] = [0, chunk.length]
      while (low < high) {
        const middle = (low + high) >>> 1
        if (isBefore(chunk[middle] as Scored)) low = middle + 1
        else high = middle
      }
      return total + low
    }
    return total
  }

  /** The elements of ranks `start` up to and without `end`. */
  slice(start: number, end: number): Scored[] {
    const found: Scored[] = []
    let first = 0
    for (const chunk of this.#chunks) {
      if (first >= end) break
      const last = first + chunk.length
      if (last > start) found.push(...chunk.slice(Math.max(0, start - first), Math.min(chunk.length, end - first)))
      first = last
    }
    return found
  }

  all(): Scored[] {
    return this.#chunks.flat()
  }

  /** The first chunk whose last element is not before this one, else the last chunk. */
  #chunkOf(element: Scored): number {
    let [low, high] = [0, this.#chunks.length - 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare((this.#chunks[middle] as Scored[]).at(-1) as Scored, element) < 0) low = middle + 1
      else high = middle
    }
    return Math.max(0, low)
  }

  #take(member: string, score: number): void {
    const element = { member, score }
    const index = this.#chunkOf(element)
    const chunk = this.#chunks[index] as Scored[]
    chunk.splice(lowerBound(chunk, element), 1)
    if (chunk.length === 0) this.#chunks.splice(index, 1)
  }
}

function compare(a: Scored, b: Scored): number {
  return a.score === b.score ? compareBytes(a.member, b.member) : a.score < b.score ? -1 : 1
}

function lowerBound(chunk: readonly Scored[], element: Scored): number {
  let [low, high] = [0, chunk.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(chunk[middle] as Scored, element) < 0) low = middle + 1
    else high = middle
  }
  return low
}

import type { Entry } from './entry-queue'
import type { RowEntry } from './eviction-policy'
import type { Lots } from './lots'

/** Places of the pool, and keys that are looked at for every eviction: EVPOOL_SIZE and maxmemory-samples of Redis. */
export const POOL_PLACES = 16
const SAMPLES = 5

interface Candidate {
  readonly entry: Entry
  /** How good a victim it is: the more, the better. */
  readonly score: number
}

/**
 * The candidates for eviction of Redis (evict.c, evictionPoolPopulate): instead of an order of all keys, a few are drawn
 * for every eviction, and the best of all that were drawn so far are kept, in order of the score that they had then. A
 * candidate that was deleted meanwhile is skipped; one that was used meanwhile keeps its old score, as there.
 *
 * Redis draws neighbours in its hash table; here every lot is independent, so a key may be drawn twice.
 */
export class SampledPool {
  /** In rising order of the score. */
  private candidates: Candidate[] = []
  /** All entries, for drawing one at random; an entry knows its place in `places`. */
  private readonly entries: Entry[] = []
  private readonly places = new Map<Entry, number>()

  constructor(private readonly lots: Lots) {}

  get length(): number {
    return this.candidates.length
  }

  add(entry: Entry): void {
    this.places.set(entry, this.entries.length)
    this.entries.push(entry)
  }

  /** The last entry takes the place of the one that goes. */
  remove(entry: Entry): void {
    const place = this.places.get(entry)
    const last = this.entries.pop()
    this.places.delete(entry)
    if (place === undefined || last === undefined || last === entry) return
    this.entries[place] = last
    this.places.set(last, place)
  }

  /** Draws samples, and takes the best candidate that is still there out of the pool. Call it only while there is an entry. */
  takeBest(scoreOf: (entry: Entry) => number): Candidate {
    for (;;) {
      for (let sample = 0; sample < SAMPLES; sample++) {
        const entry = this.entries[this.lots.integer(this.entries.length)] as Entry
        this.offer({ entry, score: scoreOf(entry) })
      }
      for (let best = this.candidates.pop(); best !== undefined; best = this.candidates.pop())
        if (this.places.has(best.entry)) return best
    }
  }

  /** The candidates, from the worst to the one that would leave next. */
  *row(): Generator<RowEntry> {
    for (const { entry, score } of this.candidates) yield { key: entry.key, count: score }
  }

  /** All entries in no order that means anything. */
  *all(): Generator<RowEntry> {
    for (const { key, count } of this.entries) yield { key, count }
  }

  get size(): number {
    return this.entries.length
  }

  /** A full pool drops its worst candidate, or the new one when that is no better.. */
  private offer(candidate: Candidate): void {
    const { candidates } = this
    let place = 0
    while (place < candidates.length && (candidates[place] as Candidate).score < candidate.score) place++
    const isFull = candidates.length === POOL_PLACES
    if (isFull && place === 0) return
    candidates.splice(place, 0, candidate)
    if (isFull) candidates.shift()
  }
}

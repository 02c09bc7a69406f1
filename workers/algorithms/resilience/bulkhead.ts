/**
 * A bound on calls under way at once: what one slow dependency may hold of its caller (Nygard's bulkhead). Nobody waits
 * for a place; who finds none is refused.
 */
export class Bulkhead {
  inUse = 0

  /** @throws RangeError when the number of places is not a whole number from 1 */
  constructor(readonly places: number) {
    if (!(Number.isInteger(places) && places >= 1))
      throw new RangeError(`A bulkhead has a whole number of places from 1, not ${places}.`)
  }

  /** @returns whether there was a place; then it is taken until `leave`. */
  enter(): boolean {
    if (this.inUse >= this.places) return false
    this.inUse++
    return true
  }

  /** @throws RangeError when nobody is in */
  leave(): void {
    if (this.inUse === 0) throw new RangeError('Nobody is in the bulkhead, so nobody can leave it.')
    this.inUse--
  }
}

const FIRST_PLACES = 16

/**
 * Finds the slot of a key: open addressing with linear probing, in one typed array of pairs of slot and hash, so that a
 * look-up mostly touches one line of memory and compares strings only when all 32 bits of their hashes agree. Who uses it
 * keeps the keys, and hashes each of them once for all it does with it. At most half of the places are taken.
 */
export class SlotTable {
  size = 0
  /** Slot, 0 for a free place, and hash in turn. */
  private pairs = new Int32Array(2 * FIRST_PLACES)
  private mask = FIRST_PLACES - 1

  /** The slot of a key whose hash is given as a 32-bit integer, or 0. @param keyAt the keys by slot */
  find(key: string, hash: number, keyAt: readonly string[]): number {
    const { pairs, mask } = this
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const slot = pairs[2 * place] as number
      if (slot === 0 || (pairs[2 * place + 1] === hash && keyAt[slot] === key)) return slot
    }
  }

  /** Enters a slot, from 1, under a key that is not there. */
  add(hash: number, slot: number): void {
    if (2 * (this.size + 1) > this.mask + 1) this.grow()
    this.size++
    this.put(hash, slot)
  }

  /** Takes out a slot that is there, and moves those behind it up, so that no search ends too early. */
  remove(hash: number, slot: number): void {
    const { pairs, mask } = this
    let gap = hash & mask
    while (pairs[2 * gap] !== slot) gap = (gap + 1) & mask
    for (let place = (gap + 1) & mask; pairs[2 * place] !== 0; place = (place + 1) & mask) {
      const home = (pairs[2 * place + 1] as number) & mask
      // It may fill the gap only when its search passes there.
      if (((place - home) & mask) < ((place - gap) & mask)) continue
      pairs[2 * gap] = pairs[2 * place] as number
      pairs[2 * gap + 1] = pairs[2 * place + 1] as number
      gap = place
    }
    pairs[2 * gap] = 0
    this.size--
  }

  /** The hash under which a slot was entered is found beside it. */
  private grow(): void {
    const { pairs } = this
    this.pairs = new Int32Array(2 * pairs.length)
    this.mask = this.pairs.length / 2 - 1
    for (let at = 0; at < pairs.length; at += 2)
      if (pairs[at] !== 0) this.put(pairs[at + 1] as number, pairs[at] as number)
  }

  private put(hash: number, slot: number): void {
    const { pairs, mask } = this
    let place = hash & mask
    while (pairs[2 * place] !== 0) place = (place + 1) & mask
    pairs[2 * place] = slot
    pairs[2 * place + 1] = hash
  }
}

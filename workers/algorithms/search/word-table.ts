/**
 * Numbers by word, where a word is a span of a text: a look-up makes no string. Open addressing over FNV-1a, at most half
 * full.
 */
export class WordTable {
  private readonly words: string[] = []
  private readonly values: number[] = []
  private readonly hashes: number[] = []
  /** Places in `words`, plus one; 0 for free. */
  private slots = new Uint32Array(1024)

  /** The number of a word, or undefined. */
  get(text: string, start: number, end: number): number | undefined {
    const place = this.slots[this.slotOf(text, start, end, hashOf(text, start, end))]!
    return place === 0 ? undefined : this.values[place - 1]
  }

  /** Takes in a word that is not there yet. */
  add(text: string, start: number, end: number, value: number): void {
    if (this.words.length * 2 >= this.slots.length) this.grow()
    const hash = hashOf(text, start, end)
    this.words.push(text.slice(start, end))
    this.values.push(value)
    this.hashes.push(hash)
    this.slots[this.slotOf(text, start, end, hash)] = this.words.length
  }

  /** The slot of a word, or the free one where it would stand. */
  private slotOf(text: string, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const place = this.slots[slot]!
      if (place === 0 || (this.hashes[place - 1] === hash && isSame(this.words[place - 1]!, text, start, end)))
        return slot
    }
  }

  private grow(): void {
    this.slots = new Uint32Array(this.slots.length * 2)
    const mask = this.slots.length - 1
    this.hashes.forEach((hash, place) => {
      let slot = hash & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = place + 1
    })
  }
}

/** FNV-1a over UTF-16 units, its high bits mixed into the low ones that choose a slot; 31 bits, a small integer. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) & 0x3fffffff
}

function isSame(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) !== text.charCodeAt(start + at)) return false
  return true
}

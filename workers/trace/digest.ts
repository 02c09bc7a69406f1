/**
 * A rolling 64-bit digest over words: two murmur3-style lanes with different constants. It identifies a run; it is no
 * defence against somebody who looks for collisions.
 */
export class Digest {
  private a = 0x9747b28c
  private b = 0x1b873593
  private readonly view = new DataView(new ArrayBuffer(8))

  word(value: number): void {
    let k = Math.imul(value, 0xcc9e2d51)
    k = (k << 15) | (k >>> 17)
    this.a ^= Math.imul(k, 0x1b873593)
    this.a = (this.a << 13) | (this.a >>> 19)
    this.a = (Math.imul(this.a, 5) + 0xe6546b64) | 0
    let j = Math.imul(value, 0x85ebca6b)
    j = (j << 16) | (j >>> 16)
    this.b ^= Math.imul(j, 0xc2b2ae35)
    this.b = (this.b << 17) | (this.b >>> 15)
    this.b = (Math.imul(this.b, 5) + 0x52dce729) | 0
  }

  /** A double by its value: whole numbers as two words, others by their IEEE 754 bits. */
  number(value: number): void {
    if (value >= 0 && Math.floor(value) === value && value <= Number.MAX_SAFE_INTEGER) {
      const high = Math.floor(value / 0x1_0000_0000)
      this.word(value - high * 0x1_0000_0000)
      this.word(high)
      return
    }
    this.view.setFloat64(0, value)
    this.word(this.view.getInt32(4))
    this.word(this.view.getInt32(0) ^ 0x5bd1e995)
  }

  text(value: string): void {
    for (let index = 0; index < value.length; index++) this.word(value.charCodeAt(index))
    this.word(value.length ^ 0x2545f491)
  }

  /** Takes in the state of another digest. */
  add(other: Digest): void {
    this.word(other.a)
    this.word(other.b)
  }

  /** The digest of everything so far: 16 hexadecimal digits. */
  get hex(): string {
    return finish(this.a).toString(16).padStart(8, '0') + finish(this.b).toString(16).padStart(8, '0')
  }
}

/** The finalizer of murmur3 (Appleby, public domain): every input bit reaches every output bit. */
function finish(lane: number): number {
  let h = lane
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  h ^= h >>> 16
  return h >>> 0
}

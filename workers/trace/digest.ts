/** Where doubles are taken apart. One for all: a digest is made for every block of every run. */
const bitsOf = new DataView(new ArrayBuffer(8))

/**
 * A rolling 64-bit digest over words: two murmur3-style lanes with different constants. It identifies a run; it is no
 * defence against somebody who looks for collisions.
 */
export class Digest {
  /** The lanes as signed words, which the engine keeps in place; as doubles each would be an object of its own. */
  private a = 0x9747b28c | 0
  private b = 0x1b873593

  word(value: number): void {
    this.a = stepA(this.a, value)
    this.b = stepB(this.b, value)
  }

  /** The words of an array from one index up to another, as `word` one by one but without storing the lanes between. */
  words(array: Uint32Array, from: number, to: number): void {
    let { a, b } = this
    for (let index = from; index < to; index++) {
      const value = array[index] as number
      a = stepA(a, value)
      b = stepB(b, value)
    }
    this.a = a
    this.b = b
  }

  /** The same for doubles, as `number` one by one. Nearly all are whole and below 2^32. */
  numbers(array: Float64Array, from: number, to: number): void {
    let { a, b } = this
    for (let index = from; index < to; index++) {
      const value = array[index] as number
      const low = value >>> 0
      if (low === value) {
        a = stepA(stepA(a, low), 0)
        b = stepB(stepB(b, low), 0)
        continue
      }
      this.a = a
      this.b = b
      this.number(value)
      ;({ a, b } = this)
    }
    this.a = a
    this.b = b
  }

  /** A double by its value: whole numbers as two words, others by their IEEE 754 bits. */
  number(value: number): void {
    if (value >= 0 && Math.floor(value) === value && value <= Number.MAX_SAFE_INTEGER) {
      const high = Math.floor(value / 0x1_0000_0000)
      this.word(value - high * 0x1_0000_0000)
      this.word(high)
      return
    }
    bitsOf.setFloat64(0, value)
    this.word(bitsOf.getInt32(4))
    this.word(bitsOf.getInt32(0) ^ 0x5bd1e995)
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

function stepA(lane: number, value: number): number {
  const k = Math.imul(value, 0xcc9e2d51)
  const mixed = lane ^ Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

function stepB(lane: number, value: number): number {
  const k = Math.imul(value, 0x85ebca6b)
  const mixed = lane ^ Math.imul((k << 16) | (k >>> 16), 0xc2b2ae35)
  return (Math.imul((mixed << 17) | (mixed >>> 15), 5) + 0x52dce729) | 0
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

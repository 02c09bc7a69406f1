/**
 * The bits of doubles as pairs of 32-bit words. Numbers of the language may lose what a NaN carries, words do not: a
 * column of values is copied through its words, and so is every value of a block.
 */
export class DoubleWords {
  private readonly words: Uint32Array

  /** Shares the memory of `values`. */
  constructor(values: Float64Array) {
    this.words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2)
  }

  /** Sign, exponent and the first 20 bits of the fraction. */
  high(index: number): number {
    return this.words[index * 2 + HIGH] as number
  }
  /** The last 32 bits of the fraction. */
  low(index: number): number {
    return this.words[index * 2 + LOW] as number
  }
  set(index: number, high: number, low: number): void {
    this.words[index * 2 + HIGH] = high
    this.words[index * 2 + LOW] = low
  }
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1
const HIGH = LITTLE_ENDIAN ? 1 : 0
const LOW = LITTLE_ENDIAN ? 0 : 1

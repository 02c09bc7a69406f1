/**
 * The bits of doubles as pairs of 32-bit words. Numbers of the language may lose what a NaN carries, words do not: a
 * column of values is read and written through its words.
 */
export class DoubleWords {
  private readonly view: DataView

  /** Shares the memory of `values`. */
  constructor(values: Float64Array) {
    this.view = new DataView(values.buffer, values.byteOffset, values.byteLength)
  }

  /** Sign, exponent and the first 20 bits of the fraction. */
  high(index: number): number {
    return this.view.getUint32(index * 8 + HIGH, LITTLE_ENDIAN)
  }
  /** The last 32 bits of the fraction. */
  low(index: number): number {
    return this.view.getUint32(index * 8 + LOW, LITTLE_ENDIAN)
  }
  set(index: number, high: number, low: number): void {
    this.view.setUint32(index * 8 + HIGH, high, LITTLE_ENDIAN)
    this.view.setUint32(index * 8 + LOW, low, LITTLE_ENDIAN)
  }
}

/** The order in which this machine keeps the bytes of a column: whatever it is, the same words come out. */
const LITTLE_ENDIAN = new DataView(Float64Array.of(1).buffer).getFloat64(0, true) === 1
const HIGH = LITTLE_ENDIAN ? 4 : 0
const LOW = LITTLE_ENDIAN ? 0 : 4

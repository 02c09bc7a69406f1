/** Reads what a BitWriter wrote. */
export class BitReader {
  private readonly view: DataView
  private readonly bits: number
  private position = 0

  constructor(bytes: Uint8Array) {
    this.bits = bytes.length * 8
    // Two words more, so that reading past the end finds zeros before the bound is looked at.
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4 + 8)
    padded.set(bytes)
    this.view = new DataView(padded.buffer)
  }

  /**
   * The next bit. Most points begin with a few that decide how it goes on.
   *
   * @throws {RangeError} when there is none left
   */
  bit(): number {
    const { position } = this
    if (position >= this.bits) this.refuse()
    this.position = position + 1
    return (this.view.getUint8(position >>> 3) >>> (7 - (position & 7))) & 1
  }

  /**
   * The next `count` (1 to 32) bits as an unsigned number.
   *
   * @throws {RangeError} when there are not so many left
   */
  read(count: number): number {
    const { position } = this
    const byte = (position >>> 5) << 2
    const used = position & 31
    let word = this.view.getUint32(byte) << used
    if (used + count > 32) word |= this.view.getUint32(byte + 4) >>> (32 - used)
    this.position = position + count
    if (this.position > this.bits) this.refuse()
    return word >>> (32 - count)
  }

  private refuse(): never {
    throw new RangeError(`The block ends after ${this.bits} bits, in the middle of a point.`)
  }
}

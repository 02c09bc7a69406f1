/** Writes bits from the most significant one on, in a buffer that grows. */
export class BitWriter {
  private buffer: Uint8Array<ArrayBuffer>
  private view: DataView
  /** Bits that are not stored yet, from the top of the word down; `used` of them are taken. */
  private word = 0
  private used = 0
  private stored = 0

  /** @param bytes how much room there is before the buffer grows for the first time */
  constructor(bytes = 256) {
    this.buffer = new Uint8Array(Math.max(8, bytes))
    this.view = new DataView(this.buffer.buffer)
  }

  /** How many bits were written. */
  get length(): number {
    return this.stored * 8 + this.used
  }

  /** Writes the lowest `count` (1 to 32) bits of `value`; a negative value as two's complement. */
  write(value: number, count: number): void {
    const aligned = value << (32 - count)
    this.word |= aligned >>> this.used
    this.used += count
    if (this.used >= 32) this.store(aligned, count)
  }

  /** What was written, the last byte filled up with zeros. */
  bytes(): Uint8Array {
    const length = Math.ceil(this.length / 8)
    if (this.stored + 4 > this.buffer.length) this.grow()
    this.view.setUint32(this.stored, this.word)
    return this.buffer.slice(0, length)
  }

  private store(aligned: number, count: number): void {
    if (this.stored + 4 > this.buffer.length) this.grow()
    this.view.setUint32(this.stored, this.word)
    this.stored += 4
    this.used -= 32
    // A shift by 32 would be one by 0, so a word that is just full is told apart.
    this.word = this.used === 0 ? 0 : aligned << (count - this.used)
  }

  private grow(): void {
    const larger = new Uint8Array(this.buffer.length * 2)
    larger.set(this.buffer)
    this.buffer = larger
    this.view = new DataView(larger.buffer)
  }
}

import type { BitReader } from './bit-reader'
import type { BitWriter } from './bit-writer'
import { bitsOfDelta, fitsDelta, readDelta, writeDelta } from './signed-delta'

/** Bits of the first difference, and of the moment a block begins: 64 in the paper, 32 in go-tsz. */
const FIRST_BITS = 14
export type HeaderBits = 32 | 64

const TWO_TO_32 = 0x1_0000_0000

/**
 * Writes timestamps as the change of the difference between two (Gorilla, section 4.1.1). A series that is scraped
 * steadily costs one bit a point.
 */
export class TimestampWriter {
  private delta = -1

  /** @param start when the block begins, in whole ticks; at most 16,383 ticks before its first point */
  constructor(
    private readonly bits: BitWriter,
    private time: number,
    header: HeaderBits,
  ) {
    if (header === 64) bits.write(Math.floor(time / TWO_TO_32), 32)
    bits.write(time, 32)
  }

  write(time: number): void {
    const delta = time - this.time
    if (this.delta < 0) this.bits.write(delta, FIRST_BITS)
    else writeDelta(this.bits, delta - this.delta)
    this.delta = delta
    this.time = time
  }
}

/** Whether a block that begins at `start` can hold these ascending timestamps. */
export function fitTimestamps(start: number, times: Float64Array, header: HeaderBits): boolean {
  const first = (times[0] as number) - start
  if (!(first >= 0 && first < 1 << FIRST_BITS)) return false
  if (header === 32 && !(start >= 0 && start < TWO_TO_32)) return false
  let before = first
  for (let index = 1; index < times.length; index++) {
    const delta = (times[index] as number) - (times[index - 1] as number)
    if (!(delta >= 0 && fitsDelta(delta - before))) return false
    before = delta
  }
  return true
}

/** Bits that the timestamps behind the first one take, of a block that begins at its first point. */
export function bitsOfTimestamps(times: Float64Array): number {
  let bits = 0
  let before = 0
  for (let index = 1; index < times.length; index++) {
    const delta = (times[index] as number) - (times[index - 1] as number)
    bits += bitsOfDelta(delta - before)
    before = delta
  }
  return bits
}

/** Reads what a TimestampWriter wrote. */
export class TimestampReader {
  private time: number
  private delta = -1

  constructor(
    private readonly bits: BitReader,
    header: HeaderBits,
  ) {
    const high = header === 64 ? bits.read(32) | 0 : 0
    this.time = high * TWO_TO_32 + bits.read(32)
  }

  /** The next timestamp, or null at the end of the block. */
  next(): number | null {
    if (this.delta < 0) this.delta = this.bits.read(FIRST_BITS)
    else {
      const change = readDelta(this.bits)
      if (change === null) return null
      this.delta += change
    }
    this.time += this.delta
    return this.time
  }
}

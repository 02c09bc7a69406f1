import type { BitReader } from './bit-reader'
import type { BitWriter } from './bit-writer'

/** No window of significant bits yet: no value has so many leading zeros. */
const NO_WINDOW = 65
/** Five bits tell the leading zeros. */
const MOST_LEADING = 31

/**
 * Writes each double as its XOR with the one before (Gorilla, section 4.1.2): `0` when it is the same, `10` and the
 * significant bits when they lie within the window of the last that stated one, else `11`, five bits of leading zeros,
 * six bits of length (64 as 0) and the significant bits. The first value is written whole.
 */
export class XorWriter {
  private high = 0
  private low = 0
  private leading = NO_WINDOW
  private trailing = 0

  constructor(private readonly bits: BitWriter) {}

  first(high: number, low: number): void {
    this.bits.write(high, 32)
    this.bits.write(low, 32)
    this.high = high
    this.low = low
  }

  write(high: number, low: number): void {
    const xorHigh = high ^ this.high
    const xorLow = low ^ this.low
    this.high = high
    this.low = low
    if ((xorHigh | xorLow) === 0) {
      this.bits.write(0, 1)
      return
    }
    const leading = Math.min(MOST_LEADING, Math.clz32(xorHigh))
    const trailing = xorLow === 0 ? 32 + trailingZeros(xorHigh) : trailingZeros(xorLow)
    if (leading >= this.leading && trailing >= this.trailing) this.bits.write(0b10, 2)
    else {
      this.leading = leading
      this.trailing = trailing
      this.bits.write((0b11 << 11) | (leading << 6) | ((64 - leading - trailing) & 63), 13)
    }
    this.writeSignificant(xorHigh, xorLow)
  }

  private writeSignificant(high: number, low: number): void {
    const { bits, trailing } = this
    const count = 64 - this.leading - trailing
    if (trailing >= 32) {
      bits.write(high >>> (trailing - 32), count)
      return
    }
    const lower = trailing === 0 ? low : (low >>> trailing) | (high << (32 - trailing))
    if (count > 32) {
      bits.write(high >>> trailing, count - 32)
      bits.write(lower, 32)
    } else bits.write(lower, count)
  }
}

/** Reads what an XorWriter wrote; `high` and `low` are the words of the last value. */
export class XorReader {
  high = 0
  low = 0
  private count = 0
  private trailing = 0

  constructor(private readonly bits: BitReader) {}

  first(): void {
    this.high = this.bits.read(32)
    this.low = this.bits.read(32)
  }

  next(): void {
    const { bits } = this
    if (bits.bit() === 0) return
    if (bits.bit() === 1) {
      const leading = bits.read(5)
      this.count = bits.read(6) || 64
      this.trailing = 64 - leading - this.count
      if (this.trailing < 0) throw new RangeError('A value of the block has more than 64 bits.')
    }
    this.readSignificant()
  }

  private readSignificant(): void {
    const { bits, count, trailing } = this
    const upper = count > 32 ? bits.read(count - 32) : 0
    const lower = bits.read(Math.min(32, count))
    if (trailing >= 32) {
      this.high ^= lower << (trailing - 32)
      return
    }
    this.low ^= lower << trailing
    this.high ^= trailing === 0 ? upper : (upper << trailing) | (lower >>> (32 - trailing))
  }
}

/** Zeros at the low end of a word that is not 0. */
function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word)
}

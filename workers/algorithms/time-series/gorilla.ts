import { BitReader } from './bit-reader'
import { BitWriter } from './bit-writer'
import { type Columns, PointColumns } from './columns'
import { DoubleWords } from './double-words'
import { writeEnd } from './signed-delta'
import { fitTimestamps, type HeaderBits, TimestampReader, TimestampWriter } from './timestamps'
import { XorReader, XorWriter } from './xor-values'

/**
 * A block of Gorilla (Pelkonen et al., VLDB 2015, section 4.1), bit for bit as go-tsz writes it when `header` is 32:
 * the start, the first difference in 14 bits, the first value whole, then a change of difference and an XOR a point, and
 * a marker at the end. Every double comes back with all its bits.
 *
 * @param start when the block begins; by default at its first point
 * @returns null when the timestamps do not fit: the first lies 16,384 ticks or more behind the start, they do not
 *   ascend, or a difference changes by 2^31 ticks or more
 * @throws {RangeError} without any point
 */
export function encodeGorilla(
  { times, values }: Columns,
  { start = times[0] ?? 0, header = 64 }: { start?: number; header?: HeaderBits } = {},
): Uint8Array | null {
  if (times.length === 0) throw new RangeError('A block holds at least one point, not none.')
  if (!fitTimestamps(start, times, header)) return null
  const words = new DoubleWords(values)
  const bits = new BitWriter(32 + times.length * 8)
  const stamps = new TimestampWriter(bits, start, header)
  const xors = new XorWriter(bits)
  stamps.write(times[0] as number)
  xors.first(words.high(0), words.low(0))
  for (let index = 1; index < times.length; index++) {
    stamps.write(times[index] as number)
    xors.write(words.high(index), words.low(index))
  }
  writeEnd(bits)
  return bits.bytes()
}

/**
 * @param count how many points there are, when it is known: it spares a copy
 * @throws {RangeError} when the bytes end before the marker does, or tell a value that cannot be
 */
export function decodeGorilla(
  bytes: Uint8Array,
  { header = 64, count = 64 }: { header?: HeaderBits; count?: number } = {},
): Columns {
  const bits = new BitReader(bytes)
  const stamps = new TimestampReader(bits, header)
  const xors = new XorReader(bits)
  const points = new PointColumns(count)
  let words = new DoubleWords(points.values)
  let time = stamps.next()
  xors.first()
  for (let index = 0; time !== null; index++) {
    if (index === points.times.length) {
      points.grow()
      words = new DoubleWords(points.values)
    }
    points.times[index] = time
    words.set(index, xors.high, xors.low)
    points.length = index + 1
    time = stamps.next()
    if (time !== null) xors.next()
  }
  return points.all()
}

/** Bits before the second point, of a block with a header of 64 bits: start, first difference, first value. */
export const BITS_BEFORE_SECOND_POINT = 64 + 14 + 64

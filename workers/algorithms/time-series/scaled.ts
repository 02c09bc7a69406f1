import { BitReader } from './bit-reader'
import { BitWriter } from './bit-writer'
import { type Columns, PointColumns } from './columns'
import { DoubleWords } from './double-words'
import { fitsDelta, readDelta, writeDelta, writeEnd } from './signed-delta'
import { fitTimestamps, TimestampReader, TimestampWriter } from './timestamps'

/** Most decimals that are looked for. */
const MOST_DECIMALS = 6
const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
/** Beyond it a double no longer tells neighbouring integers apart. */
const LARGEST = 9_007_199_254_740_991

/** A block of decimals: the values are integers divided by ten to the power of `decimals`. */
export interface ScaledBlock {
  readonly decimals: number
  readonly bytes: Uint8Array
}

/**
 * A block like Gorilla's whose values are decimals: whole multiples of a power of ten, written as the differences of
 * these integers in the five lengths of the timestamps. `0.1` is a long fraction in binary, so an XOR of decimals has
 * hardly a zero at its end; their integers differ by little.
 *
 * @returns null when a value is no decimal of at most six places (−0, NaN and infinities are none), two neighbours
 *   differ by 2^31 or more, or the timestamps do not fit
 * @throws {RangeError} without any point
 */
export function encodeScaled(columns: Columns): ScaledBlock | null {
  const { times, values } = columns
  const start = times[0]
  if (start === undefined) throw new RangeError('A block holds at least one point, not none.')
  const decimals = decimalsOf(values)
  if (decimals === null || !fitTimestamps(start, times, 64)) return null
  const power = POWERS[decimals] as number
  const bits = new BitWriter(32 + times.length * 2)
  const stamps = new TimestampWriter(bits, start, 64)
  let before = Math.round((values[0] as number) * power)
  const first = new DoubleWords(Float64Array.of(before))
  stamps.write(start)
  bits.write(first.high(0), 32)
  bits.write(first.low(0), 32)
  for (let index = 1; index < times.length; index++) {
    const scaled = Math.round((values[index] as number) * power)
    if (!fitsDelta(scaled - before)) return null
    stamps.write(times[index] as number)
    writeDelta(bits, scaled - before)
    before = scaled
  }
  writeEnd(bits)
  return { decimals, bytes: bits.bytes() }
}

/**
 * @param count how many points there are, when it is known: it spares a copy
 * @throws {RangeError} when the bytes end before the marker does
 */
export function decodeScaled({ decimals, bytes, count = 64 }: ScaledBlock & { readonly count?: number }): Columns {
  const power = POWERS[decimals]
  if (power === undefined) throw new RangeError(`A scaled block has 0 to ${MOST_DECIMALS} decimals, not ${decimals}.`)
  const bits = new BitReader(bytes)
  const stamps = new TimestampReader(bits, 64)
  const points = new PointColumns(count)
  const first = Float64Array.of(0)
  let time = stamps.next()
  const high = bits.read(32)
  new DoubleWords(first).set(0, high, bits.read(32))
  let scaled = first[0] as number
  while (time !== null) {
    points.push(time, scaled / power)
    time = stamps.next()
    if (time !== null) scaled += readDelta(bits) ?? 0
  }
  return points.all()
}

/** The least number of places with which every value comes back as it was, or null. */
function decimalsOf(values: Float64Array): number | null {
  let decimals = 0
  let settled = 0
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    while (!comesBack(value, POWERS[decimals] as number)) {
      if (++decimals > MOST_DECIMALS) return null
      settled = index
    }
  }
  // With more places a value of fewer may come back as another double, so those before are looked at once more.
  const power = POWERS[decimals] as number
  for (let index = 0; index < settled; index++) if (!comesBack(values[index] as number, power)) return null
  return decimals
}

function comesBack(value: number, power: number): boolean {
  const scaled = Math.round(value * power)
  // Of all doubles that equal 0 only one is +0: 1 / −0 is −Infinity.
  return scaled / power === value && Math.abs(scaled) <= LARGEST && (value !== 0 || 1 / value > 0)
}

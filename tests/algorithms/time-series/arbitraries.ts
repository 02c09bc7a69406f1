import fc from 'fast-check'
import type { Columns } from '../../../workers/algorithms/time-series/columns'

/** Every double by its bits: NaNs with any payload, −0, infinities, subnormals; and plain numbers, which repeat. */
export const doubleBits: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
  fc.constantFrom(
    0x8000_0000_0000_0000n,
    0x7ff0_0000_0000_0000n,
    0xfff0_0000_0000_0000n,
    0x7ff8_0000_0000_0000n,
    0x7ff0_0000_0000_0001n,
    0xffff_dead_beef_cafen,
    0x0000_0000_0000_0001n,
    0x000f_ffff_ffff_ffffn,
  ),
  fc.double({ noNaN: true }).map(bitsOf),
  fc.integer({ min: -50, max: 50 }).map(bitsOf),
)

export function bitsOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0)
}

/** A column with exactly these bits. */
export function columnOf(bits: readonly bigint[]): Float64Array {
  const column = new Float64Array(bits.length)
  new BigUint64Array(column.buffer).set(bits)
  return column
}

export function bitsIn(column: Float64Array): bigint[] {
  return [...new BigUint64Array(column.slice().buffer)]
}

/** Ascending timestamps: steady, with jitter, with leaps, around 0 and far from it. */
export const times: fc.Arbitrary<number[]> = fc
  .record({
    start: fc.oneof(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -(2 ** 52), max: 2 ** 52 })),
    gaps: fc.array(
      fc.oneof(
        fc.constant(20),
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(84, 83, 276, 275, 2068, 2067, 1, 5000),
        fc.integer({ min: 1, max: 2 ** 31 }),
      ),
      { minLength: 0, maxLength: 60 },
    ),
  })
  .map(({ start, gaps }) => {
    let time = start
    return [start, ...gaps.map((gap) => (time += gap))]
  })

export const columns: fc.Arbitrary<Columns> = times.chain((all) =>
  fc
    .array(doubleBits, { minLength: all.length, maxLength: all.length })
    .map((bits) => ({ times: Float64Array.from(all), values: columnOf(bits) })),
)

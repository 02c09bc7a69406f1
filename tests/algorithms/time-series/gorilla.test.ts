import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeGorilla, encodeGorilla } from '../../../workers/algorithms/time-series/gorilla'
import { bitsOfTimestamps } from '../../../workers/algorithms/time-series/timestamps'
import { bitsIn, columnOf, columns, times } from './arbitraries'

function hex(bytes: Uint8Array | null): string {
  return [...(bytes ?? [])].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

describe('a Gorilla block', () => {
  it('is byte for byte what go-tsz writes', () => {
    const start = 1_427_162_400
    const points = { times: Float64Array.of(start + 62, start + 122, start + 182), values: Float64Array.of(12, 12, 24) }
    expect(hex(encodeGorilla(points, { start, header: 32 }))).toBe(
      '55 10 c5 20 00 f9 00 a0 00 00 00 00 00 02 fc 6b 07 ff ff ff ff e0',
    )
  })

  it('comes back bit for bit, whatever the doubles and however the timestamps ascend', () => {
    fc.assert(
      fc.property(columns, (points) => {
        const bytes = encodeGorilla(points)
        if (bytes === null) {
          expect(Math.max(...changes(points.times))).toBeGreaterThan(2 ** 31 - 1)
          return
        }
        const back = decodeGorilla(bytes)
        expect([...back.times]).toEqual([...points.times])
        expect(bitsIn(back.values)).toEqual(bitsIn(points.values))
      }),
      { seed: 29, numRuns: 2000 },
    )
  })

  it('keeps each change of the difference of every length, at its bounds', () => {
    const bounds = [
      0, 1, -1, 63, -63, 64, -64, 65, 255, -255, 256, -256, 257, 2047, -2047, 2048, -2048, 2049, 1e6, -1e6,
    ]
    for (const change of bounds) {
      const times = Float64Array.of(0, 2e6, 4e6 + change, 6e6 + change)
      const back = decodeGorilla(encodeGorilla({ times, values: new Float64Array(4) }) as Uint8Array)
      expect([...back.times], `change by ${change}`).toEqual([...times])
    }
  })

  it('costs two bits a point while nothing changes', () => {
    const count = 1000
    const steady = {
      times: Float64Array.from({ length: count }, (_, index) => index * 20),
      values: new Float64Array(count),
    }
    // Start and first value, the first difference, the difference that is first told, two bits for each point, the end.
    const bits = 64 + 64 + 14 + 9 + 1 + 2 * (count - 2) + 37
    expect(encodeGorilla(steady)?.length).toBe(Math.ceil(bits / 8))
  })

  it('refuses timestamps that do not fit, and nothing else', () => {
    const two = (first: number, second: number) => ({
      times: Float64Array.of(first, second),
      values: new Float64Array(2),
    })
    expect(encodeGorilla(two(16_383, 16_384), { start: 0 })).not.toBeNull()
    expect(encodeGorilla(two(16_384, 16_385), { start: 0 })).toBeNull()
    expect(encodeGorilla(two(5, 4))).toBeNull()
    expect(encodeGorilla(two(0, 2 ** 31 - 1))).not.toBeNull()
    expect(encodeGorilla(two(0, 2 ** 31))).toBeNull()
    expect(encodeGorilla(two(-1, 5), { header: 32 })).toBeNull()
    expect(encodeGorilla(two(Number.NaN, 5))).toBeNull()
    expect(() => encodeGorilla({ times: new Float64Array(0), values: new Float64Array(0) })).toThrow(RangeError)
  })

  it('that ends too early is an error, not a made-up point', () => {
    const bytes = encodeGorilla({ times: Float64Array.of(1, 2, 3), values: columnOf([1n, 2n, 3n]) }) as Uint8Array
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeGorilla(bytes.slice(0, length)), `${length} bytes`).toThrow(RangeError)
  })
})

it('The bits of timestamps are those that a block has beside its header, one bit a value and the end', () => {
  fc.assert(
    fc.property(times, (all) => {
      const stamps = Float64Array.from(all)
      const bytes = encodeGorilla({ times: stamps, values: new Float64Array(all.length) })
      if (bytes === null) return
      const bits = 64 + 14 + 64 + bitsOfTimestamps(stamps) + all.length - 1 + 37
      expect(bytes.length).toBe(Math.ceil(bits / 8))
    }),
    { seed: 2 },
  )
})

/** By how much each difference differs from the one before. */
function changes(times: Float64Array): number[] {
  return Array.from(times.slice(1), (time, index) => {
    const before = index === 0 ? 0 : (times[index] as number) - (times[index - 1] as number)
    return Math.abs(time - (times[index] as number) - before)
  })
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, openBlock, sealBlock } from '../../../workers/algorithms/time-series/block'
import { bitsIn, columnOf, columns } from './arbitraries'

const decimal = fc
  .record({ whole: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), places: fc.integer({ min: 0, max: 6 }) })
  .map(({ whole, places }) => Number(`${whole}e-${places}`))

describe('a sealed block', () => {
  it.each(['raw', 'xor', 'scaled'] as const)('of codec %s opens to what went in, bit for bit', (codec) => {
    fc.assert(
      fc.property(columns, (points) => {
        const block = sealBlock(1, codec, points)
        const back = openBlock(block)
        expect([...back.times]).toEqual([...points.times])
        expect(bitsIn(back.values)).toEqual(bitsIn(points.values))
        expect([block.count, block.firstTime, block.lastTime]).toEqual([
          points.times.length,
          points.times[0],
          points.times.at(-1),
        ])
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  it('of decimals opens to the same doubles', () => {
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1, maxLength: 40 }), (values) => {
        const points = { times: Float64Array.from(values, (_, index) => index * 20), values: Float64Array.from(values) }
        expect(bitsIn(openBlock(sealBlock(1, 'scaled', points)).values)).toEqual(bitsIn(points.values))
      }),
      { seed: 8, numRuns: 1000 },
    )
  })

  it('of slowly moving decimals takes at most two bytes a point as scaled integers, where XORs take more than six', () => {
    let level = 5_000
    let state = 1
    const values = Float64Array.from({ length: 256 }, () => {
      state = Math.imul(state, 1_103_515_245) + 12_345
      level += ((state >>> 16) % 101) - 50
      return level / 100
    })
    const points = { times: Float64Array.from(values, (_, index) => 1_700_000_000_000 + index * 15_000), values }
    expect(sealBlock(1, 'scaled', points).codec).toBe('scaled')
    expect(bytesOf(sealBlock(1, 'scaled', points)) / 256).toBeLessThan(2)
    expect(bytesOf(sealBlock(1, 'xor', points)) / 256).toBeGreaterThan(6)
    expect(bytesOf(sealBlock(1, 'raw', points)) / 256).toBe(16)
  })

  it.each([
    ['−0', [0x8000_0000_0000_0000n]],
    ['a NaN', [0x7ff8_0000_0000_0001n]],
    ['seven places', [0x3e7a_d7f2_9abc_af48n]],
    ['a leap of 2^31', [0n, 0x41e0_0000_0000_0000n]],
  ])('is kept as XORs when a value is no decimal: %s', (_, bits) => {
    const values = columnOf(bits)
    const block = sealBlock(1, 'scaled', { times: Float64Array.from(bits, (_, index) => index), values })
    expect(block.codec).toBe('xor')
    expect(bitsIn(openBlock(block).values)).toEqual(bits)
  })
})

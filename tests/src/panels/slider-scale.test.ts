import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NumberParameter } from '../../../src/panels/parameter-text'
import { neighbour, positionOf, SLIDER_STEPS, valueAt } from '../../../src/panels/slider-scale'

const range = fc
  .record({
    min: fc.integer({ min: 0, max: 10_000 }),
    span: fc.integer({ min: 1, max: 1_000_000_000 }),
    scale: fc.constantFrom('linear' as const, 'log' as const),
  })
  .map(
    ({ min, span, scale }): NumberParameter => ({
      key: 'k',
      label: 'K',
      help: '',
      group: 'G',
      kind: 'integer',
      min,
      max: min + span,
      default: min,
      scale,
    }),
  )

describe('the scale of a slider', () => {
  it('gives whole values in range, never falling, and exactly both ends', () => {
    fc.assert(
      fc.property(range, (parameter) => {
        let before = valueAt(parameter, 0)
        expect(before).toBe(parameter.min)
        for (let position = 1; position <= SLIDER_STEPS; position += 37) {
          const value = valueAt(parameter, position)
          expect(Number.isInteger(value)).toBe(true)
          expect(value).toBeGreaterThanOrEqual(before)
          expect(value).toBeLessThanOrEqual(parameter.max)
          before = value
        }
        expect(valueAt(parameter, SLIDER_STEPS)).toBe(parameter.max)
      }),
      { seed: 7 },
    )
  })

  it('puts both ends of the range at both ends of the slider', () => {
    fc.assert(
      fc.property(range, (parameter) => {
        expect(positionOf(parameter, parameter.min)).toBe(0)
        expect(positionOf(parameter, parameter.max)).toBe(SLIDER_STEPS)
      }),
      { seed: 7 },
    )
  })

  it('moves by an arrow key to another value until the end of the range', () => {
    fc.assert(
      fc.property(range, fc.double({ min: 0, max: 1, noNaN: true }), (parameter, part) => {
        const value = Math.round(parameter.min + part * (parameter.max - parameter.min))
        const up = neighbour(parameter, value, 1)
        const down = neighbour(parameter, value, -1)
        if (value < parameter.max) expect(up).toBeGreaterThan(value)
        else expect(up).toBe(parameter.max)
        if (value > parameter.min) expect(down).toBeLessThan(value)
        else expect(down).toBe(parameter.min)
      }),
      { seed: 7 },
    )
  })

  it('gives two significant digits on a logarithmic scale', () => {
    const parameter: NumberParameter = {
      key: 'k',
      label: 'K',
      help: '',
      group: 'G',
      kind: 'duration',
      min: 100,
      max: 100_000_000,
      default: 100,
      scale: 'log',
    }
    expect(valueAt(parameter, 500)).toBe(100_000)
    expect(valueAt(parameter, 537)).toBe(170_000)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../workers/kernel/random'
import { type Latency, Link, type LinkOptions } from '../../workers/network/link'
import { Fate } from '../../workers/protocol'
import { hopsOf, pair, sentencesOf } from './hand-built'

function newLink(options: LinkOptions): Link {
  return new Link(0, 0, 1, options, RandomStream.named(7, 'link a b'))
}

const FIXED = { kind: 'fixed', micros: 1_000 } as const

describe('latency', () => {
  it.each<[Latency, low: number, high: number, mean: number, tolerance: number]>([
    [FIXED, 1_000, 1_000, 1_000, 0],
    // 4σ of the mean of 20,000 draws: 4·289/√20000 = 8.2 and 4·300/√20000 = 8.5.
    [{ kind: 'uniform', low: 500, high: 1_500 }, 500, 1_500, 1_000, 8.2],
    [{ kind: 'exponential', floor: 700, mean: 300 }, 700, Number.POSITIVE_INFINITY, 1_000, 8.5],
  ])('%o stays in its range and has its mean', (latency, low, high, mean, tolerance) => {
    const link = newLink({ latency })
    const draws = Array.from({ length: 20_000 }, () => link.pass(0, 64).micros)
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(low)
    expect(Math.max(...draws)).toBeLessThanOrEqual(high)
    const average = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
    expect(Math.abs(average - mean)).toBeLessThanOrEqual(tolerance)
  })
})

describe('bandwidth', () => {
  it('is shared first come, first served, as one wire that is busy for bytes ÷ speed', () => {
    const message = fc.record({ gap: fc.integer({ min: 0, max: 3_000 }), bytes: fc.integer({ min: 1, max: 5_000 }) })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 30 }), fc.integer({ min: 1_000, max: 9_999_999 }), (drawn, speed) => {
        const link = newLink({ latency: FIXED, bytesPerSecond: speed })
        let now = 0
        let free = 0
        for (const { gap, bytes } of drawn) {
          now += gap
          free = Math.max(now, free) + Math.ceil((bytes * 1_000_000) / speed)
          expect(link.pass(now, bytes)).toEqual({ arrives: true, micros: free - now + 1_000 })
        }
      }),
      { seed: 7 },
    )
  })

  it('of one direction is not used up by the other', () => {
    const { trace } = pair(
      [
        { at: 0, label: 'x', bytes: 1_000 },
        { at: 0, label: 'y', bytes: 500 },
      ],
      [],
      { bytesPerSecond: 1_000_000, workMicros: 0 },
    )
    expect(hopsOf(trace).map(({ label, sentMicros, dueMicros }) => [label, sentMicros, dueMicros])).toEqual([
      ['x', 0, 2_000],
      ['y', 0, 2_500],
      ['200', 2_000, 3_064],
      ['200', 2_500, 3_564],
    ])
  })
})

describe('faults', () => {
  it('a cut link loses every message half-way, until it heals', () => {
    const { trace } = pair(
      [0, 10_000, 20_000].map((at) => ({ at, label: `${at}` })),
      [
        { at: 9_000, kind: 'cut', link: ['a', 'b'] },
        { at: 15_000, kind: 'heal', link: ['b', 'a'] },
      ],
      { workMicros: 0 },
    )
    expect(hopsOf(trace).map(({ label, fate, dueMicros }) => [label, fate, dueMicros])).toEqual([
      ['0', Fate.delivered, 1_000],
      ['200', Fate.delivered, 2_000],
      ['10000', Fate.lost, 10_500],
      ['20000', Fate.delivered, 21_000],
      ['200', Fate.delivered, 22_000],
    ])
    expect(sentencesOf(trace)).toEqual([
      'The link between a and b is cut: messages on it are lost.',
      'The link between b and a works normally again.',
    ])
  })

  it('a message that is under way when the link is cut still arrives', () => {
    const { trace } = pair([{ at: 0, label: 'x' }], [{ at: 500, kind: 'cut', link: ['a', 'b'] }])
    expect(hopsOf(trace)[0]).toMatchObject({ fate: Fate.delivered })
  })

  it('a delay makes both directions longer, and healing ends it', () => {
    const { trace } = pair(
      [
        { at: 100, label: 'x' },
        { at: 50_000, label: 'y' },
      ],
      [
        { at: 0, kind: 'delay', link: ['a', 'b'], extraMicros: 7_000 },
        { at: 49_000, kind: 'heal', link: ['a', 'b'] },
      ],
      { workMicros: 0 },
    )
    expect(hopsOf(trace).map(({ sentMicros, dueMicros }) => dueMicros - sentMicros)).toEqual([
      8_000, 8_000, 1_000, 1_000,
    ])
  })

  it.each([
    [0, 0, 0],
    // 4σ of 4,000 lots: 4·√(4000·0.3·0.7) = 116.
    [30, 1_200, 116],
    [100, 4_000, 0],
  ])('a link that drops %i %% loses that share', (dropPercent, expected, tolerance) => {
    const link = newLink({ latency: FIXED })
    link.dropPercent = dropPercent
    let lost = 0
    for (let index = 0; index < 4_000; index++) if (!link.pass(0, 64).arrives) lost++
    expect(Math.abs(lost - expected)).toBeLessThanOrEqual(tolerance)
  })

  it('move no latency of later messages: lots are drawn for lost messages too', () => {
    const options: LinkOptions = { latency: { kind: 'exponential', floor: 10, mean: 400 } }
    const fine = newLink(options)
    const faulty = newLink(options)
    for (let index = 0; index < 100; index++) {
      faulty.cut = index % 3 === 1
      faulty.dropPercent = index % 5 === 0 ? 50 : 0
      const here = fine.pass(0, 64).micros
      const there = faulty.pass(0, 64)
      expect(there.micros).toBe(there.arrives ? here : Math.ceil(here / 2))
    }
  })

  it('heal forgets cut, drop and delay, but not the loss that the link was made with', () => {
    const link = newLink({ latency: FIXED, lossPerTenThousand: 10_000 })
    Object.assign(link, { cut: true, dropPercent: 10, extraMicros: 5 })
    link.heal()
    expect(link).toMatchObject({ cut: false, dropPercent: 0, extraMicros: 0 })
    expect(link.pass(0, 64).arrives).toBe(false)
  })
})

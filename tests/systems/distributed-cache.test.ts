import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Intervention } from '../../workers/scenario/scenario'
import { firstMissShare } from '../../workers/systems/distributed-cache/claims-measures'
import meta from '../../workers/systems/distributed-cache/meta'
import { ONE_LOAD } from '../../workers/systems/distributed-cache/meta-checks'
import model from '../../workers/systems/distributed-cache/model'
import { Fleet } from '../../workers/systems/distributed-cache/model-fleet'
import { countMarks, firstMark } from '../../workers/trace/marks'
import { requestCounts } from '../../workers/trace/measure'
import { systemUnderTest } from './system-under-test'

const { preset: scenarioOf, traceOf } = systemUnderTest(meta, model)

describe('a fleet', () => {
  const keys = Array.from({ length: 5_000 }, (_, index) => `item:${index}`)
  const caches = ['cache-1', 'cache-2', 'cache-3', 'cache-4']

  it('moves no key when a gutter stands in or a copy answers', () => {
    for (const variant of ['gutter', 'copies']) {
      const fleet = new Fleet(variant, caches, variant === 'gutter' ? 'gutter' : null)
      const before = keys.map((key) => fleet.homes(key))
      expect(fleet.set('cache-2', true, keys)).toBe(0)
      expect(keys.map((key) => fleet.homes(key))).toEqual(before)
    }
  })

  it('gives each key two different homes with copies, half of the keys to each of four nodes', () => {
    const fleet = new Fleet('copies', caches, null)
    for (const key of keys) expect(new Set(fleet.homes(key)).size).toBe(2)
    // A share of a half of 5,000 keys: four standard deviations are 2.8 %.
    for (const cache of caches) expect(Math.abs(fleet.share(cache, keys) - 0.5)).toBeLessThan(0.029)
  })

  it('takes back exactly what it gave away when a node returns', () => {
    for (const variant of ['ring', 'modulo', 'guide']) {
      const fleet = new Fleet(variant, caches, null)
      const before = keys.map((key) => fleet.owner(key))
      const gone = fleet.set('cache-2', true, keys)
      expect(keys.every((key) => fleet.owner(key) !== 'cache-2')).toBe(true)
      expect(fleet.set('cache-2', false, keys)).toBe(gone)
      expect(keys.map((key) => fleet.owner(key))).toEqual(before)
    }
  })
})

test('after a node is lost as many keys miss as have moved, for every number of nodes', () => {
  for (const variant of ['ring', 'modulo'])
    for (const caches of [3, 5]) {
      const trace = traceOf(scenarioOf('lose-ring', { variant, values: { caches } }))
      const law = Number(firstMark(trace, 'fleet/remapped')?.details.share)
      const { share, keys } = firstMissShare(trace) ?? { share: Number.NaN, keys: 0 }
      expect(keys).toBeGreaterThan(100)
      expect(Math.abs(share - law)).toBeLessThan(4 * Math.sqrt((law * (1 - law)) / keys))
    }
})

describe('under crashes and pauses of caches and applications', () => {
  const nodes = ['cache-1', 'cache-2', 'gutter', 'app-1', 'app-2'] as const
  const fault = fc
    .record({
      node: fc.constantFrom(...nodes),
      at: fc.integer({ min: 100, max: 1_500 }),
      isCrash: fc.boolean(),
    })
    .map(({ node, at, isCrash }): Intervention[] =>
      isCrash
        ? [
            { at: at * 1_000, kind: 'crash', node },
            { at: at * 1_000 + 400_000, kind: 'restart', node },
          ]
        : [{ at: at * 1_000, kind: 'pause', node, forMicros: 200_000 }],
    )
  const values = { rps: 200, writes: 20, keys: 20 }

  it('loads no key twice by one lease, and the database outlives it all', () => {
    let refused = 0
    fc.assert(
      fc.property(fc.array(fault, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 500 }), (faults, seed) => {
        const script = faults.flat().sort((a, b) => a.at - b.at)
        const trace = traceOf(scenarioOf('gutter', { script, seed, values, horizonMicros: 2_500_000 }))
        expect(trace.breaches.filter(({ check }) => check === ONE_LOAD)).toEqual([])
        expect(requestCounts(trace, 2_300_000).served).toBeGreaterThan(0)
        refused += countMarks(trace, 'lease/refused')
      }),
      { seed: 8, numRuns: 25 },
    )
    expect(refused).toBeGreaterThan(0)
  })

  it('reads nothing old when only applications stand still, with leases', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 1_500 }), fc.integer({ min: 1, max: 500 }), (at, seed) => {
        const script: Intervention[] = [{ at: at * 1_000, kind: 'pause', node: 'app-1', forMicros: 300_000 }]
        const base = scenarioOf('stale-set-refused', { script, seed, horizonMicros: 2_500_000 })
        expect(traceOf(base).breaches).toEqual([])
      }),
      { seed: 2, numRuns: 25 },
    )
  })
})

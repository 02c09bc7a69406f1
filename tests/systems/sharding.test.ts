import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { stayingFraction } from '../../workers/algorithms/hashing/modulo'
import { keySlot } from '../../workers/algorithms/hashing/redis-slots'
import type { Intervention } from '../../workers/scenario/scenario'
import { isQuery, meanOf } from '../../workers/systems/sharding/claims-measures'
import meta from '../../workers/systems/sharding/meta'
import model from '../../workers/systems/sharding/model'
import { type Naming, orderKeys, shardNames, userKeys } from '../../workers/systems/sharding/model-keys'
import { createMap } from '../../workers/systems/sharding/model-map'
import { boundsOf } from '../../workers/systems/sharding/model-ranges'
import { countMarks, firstMark, marksOf } from '../../workers/trace/marks'
import { systemUnderTest } from './system-under-test'

const LIVE = ['hash', 'ring', 'slots', 'range'] as const
const JOIN: Intervention = { at: 500_000, kind: 'act', action: 'add-shard', target: 'shard-5' }

const LEAVE: Intervention = { at: 500_000, kind: 'act', action: 'remove-shard', target: 'shard-2' }
const BACK: Intervention = { at: 500_000, kind: 'act', action: 'roll-back', target: 'router' }
/** How a move can end. */
const ENDS = ['shard/cut-over', 'shard/cleaned', 'shard/abandoned', 'shard/rolled-back', 'shard/copies-dropped']

const { preset: scenarioOf, traceOf } = systemUnderTest(meta, model)

function mapOf(variant: string, count: number, keys: readonly string[], naming: Naming = 'users') {
  const shards = shardNames(count)
  return createMap(variant, { shards, points: 128, bounds: boundsOf(variant, shards, keys, naming) })
}

describe('maps of keys', () => {
  const keys = orderKeys(20_000)

  it('keep by modulo the share of keys that number theory says', () => {
    for (const count of [2, 3, 4, 5, 6]) {
      const before = mapOf('hash', count, keys)
      const after = before.grown(`shard-${count + 1}`, '', [])
      const stay = keys.filter((key) => before.locate(key) === after.locate(key)).length / keys.length
      const law = stayingFraction(count, count + 1)
      expect(Math.abs(stay - law)).toBeLessThan(4 * Math.sqrt((law * (1 - law)) / keys.length))
    }
  })

  it('give a shard that joins a ring or slots its fair share, from all, and nothing to others', () => {
    for (const variant of ['ring', 'slots'])
      for (const count of [2, 4, 6]) {
        const name = `shard-${count + 1}`
        const before = mapOf(variant, count, keys)
        const after = before.grown(name, '', [])
        const moved = keys.filter((key) => before.locate(key) !== after.locate(key))
        expect(moved.every((key) => after.locate(key) === name)).toBe(true)
        // One share of a ring with 128 points deviates by 1/√128 of itself; four of these, and the chance of the sample.
        expect(Math.abs(moved.length / keys.length - 1 / (count + 1))).toBeLessThan(
          4 / Math.sqrt(128) / (count + 1) + 0.01,
        )
      }
  })

  it('split a range in the middle of its rows', () => {
    const users = userKeys(480)
    const before = mapOf('range', 4, users)
    const rows = users.filter((key) => before.locate(key) === 'shard-1').sort()
    const after = before.grown('shard-5', 'shard-1', rows)
    const moved = users.filter((key) => before.locate(key) !== after.locate(key))
    expect(moved.sort()).toEqual(rows.slice(rows.length >> 1))
  })

  it('know every user by another name', () => {
    expect(new Set(userKeys(960)).size).toBe(960)
  })
})

test('slots are those of Redis Cluster, dealt as redis-cli deals them', () => {
  const trace = traceOf(scenarioOf('slots', { script: [], horizonMicros: 1_000_000 }))
  const routed = marksOf(trace, 'shard/routed')
  expect(routed.length).toBeGreaterThan(300)
  for (const { details } of routed) {
    expect(details.slot).toBe(keySlot(String(details.key)))
    expect(details.shard).toBe(`shard-${Math.floor(Number(details.slot) / 4_096) + 1}`)
  }
})

describe('a shard that joins live', () => {
  const members = ['shard-1', 'shard-2', 'shard-5', 'router'] as const
  const fault = fc.oneof(
    fc
      .record({ node: fc.constantFrom(...members), at: fc.integer({ min: 400, max: 1_500 }) })
      .map(({ node, at }) => [
        { at: at * 1_000, kind: 'crash', node } as const,
        { at: at * 1_000 + 150_000, kind: 'restart', node } as const,
      ]),
    fc
      .record({ node: fc.constantFrom('shard-1', 'shard-5'), at: fc.integer({ min: 400, max: 1_500 }) })
      .map(({ node, at }) => [
        { at: at * 1_000, kind: 'cut', link: ['router', node] } as const,
        { at: at * 1_000 + 200_000, kind: 'heal', link: ['router', node] } as const,
      ]),
    fc
      .record({ node: fc.constantFrom(...members), at: fc.integer({ min: 400, max: 1_500 }) })
      .map(({ node, at }) => [{ at: at * 1_000, kind: 'pause', node, forMicros: 300_000 } as const]),
  )

  const second = fc.integer({ min: 400, max: 2_200 })
  const move = fc.record({
    variant: fc.constantFrom(...LIVE),
    act: fc.constantFrom(JOIN, LEAVE),
    backAt: fc.option(second.map((at) => at * 1_000)),
    keys: fc.constantFrom('users', 'carts', 'orders'),
    asks: fc.constantFrom('all', 'group'),
  })

  it('loses no acknowledged write and leaves every row one home, whatever fails and whether it is taken back', () => {
    const seen = new Map<string, number>()
    let repairs = 0
    fc.assert(
      fc.property(
        move,
        fc.array(fault, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 1_000 }),
        ({ variant, act, backAt, keys, asks }, faults, seed) => {
          const back = backAt === null ? [] : [{ ...BACK, at: backAt }]
          const script = [act, ...back, ...faults.flat()].sort((a, b) => a.at - b.at)
          const values = {
            rps: 250,
            writes: 50,
            queries: 15,
            keys,
            asks,
            rows: 120,
            'shard-timeout': 60_000,
            batch: 10,
          }
          const trace = traceOf(scenarioOf('live-ring', { variant, script, seed, values, horizonMicros: 4_200_000 }))
          expect(trace.breaches).toEqual([])
          for (const name of ENDS) seen.set(name, (seen.get(name) ?? 0) + countMarks(trace, name))
          repairs += marksOf(trace, 'shard/verified').reduce((sum, { details }) => sum + Number(details.repaired), 0)
        },
      ),
      { seed: 4, numRuns: 32 },
    )
    // Else nothing was tried: moves end in every way, and some copies had to be repaired.
    expect(Math.min(...ENDS.map((name) => seen.get(name) ?? 0))).toBeGreaterThanOrEqual(3)
    expect(repairs).toBeGreaterThan(0)
  })

  it('waits for the writes that know nothing of the second home', () => {
    const trace = traceOf(scenarioOf('live-ring', { values: { writes: 80, rps: 900, work: 4_000 } }))
    expect(Number(firstMark(trace, 'shard/dual-begun')?.details.drained)).toBeGreaterThan(0)
    expect(trace.breaches).toEqual([])
  })

  it('fails a write whose second home is cut off just when that becomes the one that counts', () => {
    const values = { rps: 600, writes: 80, work: 5_000, 'shard-timeout': 60_000, rows: 120 }
    const horizonMicros = 2_500_000
    const cutOver =
      firstMark(traceOf(scenarioOf('live-ring', { values, horizonMicros })), 'shard/cut-over')?.atMicros ?? 0
    let turned = 0
    for (const before of [1, 4]) {
      const at = cutOver - 1_000 * before
      const link = ['router', 'shard-5'] as const
      const script: Intervention[] = [
        { ...JOIN, at: 1_000_000 },
        { at, kind: 'cut', link },
        { at: at + 30_000, kind: 'heal', link },
      ]
      const trace = traceOf(scenarioOf('live-ring', { values, script, horizonMicros }))
      expect(firstMark(trace, 'shard/cut-over')?.atMicros).toBe(cutOver)
      expect(trace.breaches).toEqual([])
      turned += marksOf(trace, 'shard/second-write-failed').filter(({ tone }) => tone === 'bad').length
    }
    expect(turned).toBeGreaterThan(0)
  })

  it('joins once, and one at a time', () => {
    const again = { ...JOIN, at: 600_000 }
    const trace = traceOf(scenarioOf('live-ring', { script: [JOIN, again, { ...JOIN, at: 3_500_000 }] }))
    expect(marksOf(trace, 'shard/cannot-move').map(({ details }) => details.why)).toEqual([
      'another move is under way',
      'it is a member',
    ])
  })
})

test('a query to n shards takes as long as the slowest of n, by the order statistics of the exponential law', () => {
  for (const shards of [2, 3, 6]) {
    const trace = traceOf(scenarioOf('scatter', { values: { shards, rps: 15 }, horizonMicros: 40_000_000 }))
    let [law, variance] = [0, 0]
    for (let k = 1; k <= shards; k++) {
      law += 6_000 / k
      variance += (6_000 / k) ** 2
    }
    const mean = meanOf(trace, (request) => isQuery(trace, request))
    // Four standard errors, and 5 % for what waits although shards are nearly idle.
    const tolerance = 4 * Math.sqrt(variance / trace.requestsEnded(trace.events)) + 0.05 * law
    expect(Math.abs(mean - law)).toBeLessThan(tolerance)
  }
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keySlot, slotCount } from '../../workers/algorithms/hashing/redis-slots'
import type { Intervention } from '../../workers/scenario/scenario'
import { crashOf } from '../../workers/systems/distributed-cache/claims-measures'
import meta from '../../workers/systems/distributed-cache/meta'
import model from '../../workers/systems/distributed-cache/model'
import { ClusterConfig } from '../../workers/systems/distributed-cache/model-cluster-config'
import { SlotMap } from '../../workers/systems/distributed-cache/model-slot-map'
import { countMarks, gaugeBefore } from '../../workers/trace/marks'
import { requestCounts } from '../../workers/trace/measure'
import type { Trace } from '../../workers/trace/trace'
import { systemUnderTest } from './system-under-test'

/** The one slot of a key. */
const ONE = [keySlot('any'), keySlot('any')] as const

const { presetTrace: traceOf } = systemUnderTest(meta, model)

/** Slots of all nodes together: each has one owner, and none is owned twice. */
function slotsOwned(trace: Trace): number {
  return trace.topology.nodes.reduce((sum, { name }) => sum + gaugeBefore(trace, name, 'slots'), 0)
}

function faultsOf(nodes: readonly string[]): fc.Arbitrary<Intervention[]> {
  const fault = fc.record({
    node: fc.constantFrom(...nodes),
    at: fc.integer({ min: 100, max: 1_400 }),
    isCrash: fc.boolean(),
    forMs: fc.integer({ min: 5, max: 900 }),
  })
  return fc.array(fault, { minLength: 1, maxLength: 3 }).map((faults) =>
    faults
      .flatMap(({ node, at, isCrash, forMs }): Intervention[] =>
        isCrash
          ? [
              { at: at * 1_000, kind: 'crash', node },
              { at: (at + forMs) * 1_000, kind: 'restart', node },
            ]
          : [{ at: at * 1_000, kind: 'pause', node, forMicros: forMs * 1_000 }],
      )
      .sort((a, b) => a.at - b.at),
  )
}

function crashesOf(nodes: readonly string[]): fc.Arbitrary<Intervention[]> {
  return faultsOf(nodes).filter((faults) => faults.every(({ kind }) => kind !== 'pause'))
}

const few = { rps: 200, writes: 20, keys: 20 }
const seed = fc.integer({ min: 1, max: 500 })

describe('a cluster', () => {
  it('whose nodes crash and come back has each slot once, serves again, and with waiting deletes reads nothing old', () => {
    let failovers = 0
    fc.assert(
      fc.property(crashesOf(['cache-1', 'cache-2', 'cache-1b', 'app-1']), seed, (script, seed) => {
        const trace = traceOf('cluster-waits', { script, seed, values: few, horizonMicros: 3_500_000 })
        expect(trace.breaches).toEqual([])
        expect(slotsOwned(trace)).toBe(slotCount)
        const { served, failed } = requestCounts(trace, 3_000_000)
        expect(failed).toBe(0)
        expect(served).toBeGreaterThan(30)
        failovers += countMarks(trace, 'cluster/promoted')
      }),
      { seed: 5, numRuns: 7 },
    )
    expect(failovers).toBeGreaterThan(0)
  })

  it('that grows while nodes crash and stand still loses no slot and no delete', () => {
    let failed = 0
    let moved = 0
    fc.assert(
      fc.property(faultsOf(['cache-1', 'cache-2', 'cache-4', 'app-1']), seed, (faults, seed) => {
        const join = { at: 300_000, kind: 'act', action: 'join', target: 'cache-4' } as const
        const script = [join, ...faults].sort((a, b) => a.at - b.at)
        const trace = traceOf('cluster-grow', { script, seed, values: few, horizonMicros: 3_000_000 })
        expect(trace.breaches).toEqual([])
        expect(slotsOwned(trace)).toBe(slotCount)
        failed += countMarks(trace, 'cluster/hand-over-failed')
        moved += countMarks(trace, 'cluster/handed-over')
      }),
      { seed: 6, numRuns: 7 },
    )
    expect(failed).toBeGreaterThan(0)
    expect(moved).toBeGreaterThan(7)
  })

  it('whose primary is cut off with one application serves that one no longer than its probes need', () => {
    const ends = ['cache-1', 'cache-3', 'cache-2b', 'cache-1b', 'cache-3b'] as const
    const script = ends.map((end) => ({ at: 800_000, kind: 'cut', link: ['cache-2', end] }) as const)
    const trace = traceOf('cluster-failover', { script })
    expect(countMarks(trace, 'cluster/down')).toBe(1)
    expect(countMarks(trace, 'cluster/promoted')).toBe(1)
    expect(crashOf(trace)).toBe(null)
  })
})

describe('what nodes and clients know', () => {
  it('is the same in the end, in whatever order they hear of claims', () => {
    const claim = fc.record({ owner: fc.constantFrom('a', 'b', 'c'), epoch: fc.integer({ min: 1, max: 6 }) })
    const unique = fc.uniqueArray(claim, {
      selector: ({ owner, epoch }) => `${owner} ${epoch}`,
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(unique, fc.integer(), (claims, turn) => {
        const all = claims.map((each) => ({ ...each, slots: [ONE] }))
        const split = Math.abs(turn) % all.length
        const other = [...all.slice(split), ...all.slice(0, split)]
        const maps = [all, other].map((list) => new SlotMap(list).locate('any'))
        const greatest = all.reduce((best, each) =>
          each.epoch > best.epoch || (each.epoch === best.epoch && each.owner > best.owner) ? each : best,
        )
        expect(maps).toEqual([greatest.owner, greatest.owner])
        const config = new ClusterConfig('z', [], null)
        for (const each of other) config.adopt(each)
        expect(config.slots.owner(ONE[0])).toBe(greatest.owner)
      }),
      { seed: 7 },
    )
  })

  it('does not go back from MOVED to an older claim', () => {
    const map = new SlotMap([{ owner: 'b', epoch: 3, slots: [ONE] }])
    map.moved(ONE[0], 'a')
    map.adopt([{ owner: 'b', epoch: 3, slots: [ONE] }])
    expect(map.locate('any')).toBe('a')
    map.adopt([{ owner: 'b', epoch: 4, slots: [ONE] }])
    expect(map.locate('any')).toBe('b')
  })
})

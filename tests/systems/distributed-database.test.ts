import { describe, expect, it } from 'vitest'
import { availabilityWithDown, missChance } from '../../workers/algorithms/quorum/quorum-law'
import { findPreset, presetScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import {
  drawsOf,
  leasesAtOnce,
  readsAnswered,
  staleReads,
} from '../../workers/systems/distributed-database/claims-measures'
import meta from '../../workers/systems/distributed-database/meta'
import {
  ALL_EQUAL,
  EVERY_ITEM,
  LINEARIZABLE,
  NOTHING_LOST,
} from '../../workers/systems/distributed-database/meta-checks'
import model from '../../workers/systems/distributed-database/model'
import type { Preset } from '../../workers/systems/system'
import { countMarks, marksOf } from '../../workers/trace/marks'
import type { Trace } from '../../workers/trace/trace'
import { systemUnderTest } from './system-under-test'

const { presetTrace: traceOf } = systemUnderTest(meta, model)

function breaks(trace: Trace, check: string): boolean {
  return trace.breaches.some((breach) => breach.check === check)
}

const SEEDS = [1, 2, 3, 4] as const

/** Two of three copies are far from one coordinator: its writes reach the third one long before them. */
const FAR = ['n1', 'n2'].map((node) => ({
  at: 0,
  kind: 'delay' as const,
  link: ['coordinator-b', node] as const,
  extraMicros: 100_000,
}))

describe('quorums', () => {
  it('miss as often as combinations say, for one and for two copies that are read', () => {
    for (const r of [1, 2]) {
      const { reads, missed, sumOfSquares } = drawsOf(traceOf('fixed-sets', { values: { 'read-quorum': r } }))
      const law = missChance(3, 1, r)
      expect(Math.abs(missed / reads - law)).toBeLessThan((4 * Math.sqrt(law * (1 - law) * sumOfSquares)) / reads)
    }
  })

  it('never tell a stale value when R + W > N, for every such pair, and do when R + W ≤ N', () => {
    for (const [w, r] of [
      [1, 3],
      [2, 2],
      [3, 1],
      [2, 3],
    ] as const) {
      const trace = traceOf('overlap', { values: { 'write-quorum': w, 'read-quorum': r, 'read-repair': false } })
      expect(readsAnswered(trace)).toBeGreaterThan(150)
      expect(staleReads(trace), `W = ${w}, R = ${r}`).toBe(0)
    }
    for (const [w, r] of [
      [1, 1],
      [2, 1],
      [1, 2],
    ] as const) {
      const trace = traceOf('overlap', { values: { 'write-quorum': w, 'read-quorum': r, 'read-repair': false } })
      expect(staleReads(trace), `W = ${w}, R = ${r}`).toBeGreaterThan(0)
    }
  })

  it('are not linearizable with one copy written and one read, for any of some seeds', () => {
    for (const seed of SEEDS) expect(breaks(traceOf('stale-read', { seed }), LINEARIZABLE), `seed ${seed}`).toBe(true)
  })

  it('serve the share of keys that combinations say when two of five nodes are down', () => {
    const trace = traceOf('two-down', { values: { keys: 200, rps: 400 } })
    const served = new Set(marksOf(trace, ['quorum/written', 'quorum/read'], 400_000).map(({ details }) => details.key))
    const refused = new Set(marksOf(trace, 'quorum/refused', 400_000).map(({ details }) => details.key))
    expect([...served].filter((key) => refused.has(key))).toEqual([])
    const share = served.size / (served.size + refused.size)
    const law = availabilityWithDown(5, 2, 3, 2)
    expect(Math.abs(share - law)).toBeLessThan(4 * Math.sqrt((law * (1 - law)) / 200))
  })
})

describe('copies that differ after a cut', () => {
  it('stay so without a way to heal, and are equal in the end by reads, hints or hash trees, for some seeds', () => {
    for (const seed of SEEDS) {
      expect(breaks(traceOf('nothing-heals', { seed }), ALL_EQUAL), `seed ${seed}`).toBe(true)
      for (const preset of ['hinted-handoff', 'anti-entropy', 'partition-available'])
        expect(breaks(traceOf(preset, { seed }), ALL_EQUAL), `${preset}, seed ${seed}`).toBe(false)
    }
  })
})

describe('carts', () => {
  /** Both coordinators and two nodes crash and come back while the sides are cut. */
  const CRASHES = (['coordinator-a', 'n2', 'coordinator-b', 'n5'] as const).flatMap((node, index) => [
    { at: 700_000 + 400_000 * index, kind: 'crash' as const, node },
    { at: 900_000 + 400_000 * index, kind: 'restart' as const, node },
  ])

  it('lose no acknowledged item under version vectors, and items under the last write, cut and with crashes, for some seeds', () => {
    const { script } = presetScenario(meta, findPreset(meta, 'carts-merge') as Preset)
    for (const seed of SEEDS.slice(0, 2))
      for (const change of [{ seed }, { seed, script: [...script, ...CRASHES].sort((a, b) => a.at - b.at) }]) {
        const merged = traceOf('carts-merge', change)
        expect(breaks(merged, EVERY_ITEM), `seed ${seed}`).toBe(false)
        expect(breaks(merged, ALL_EQUAL), `seed ${seed}`).toBe(false)
        expect(countMarks(merged, 'replica/siblings')).toBeGreaterThan(0)
        if (!('script' in change)) expect(breaks(traceOf('carts-lose', change), EVERY_ITEM), `seed ${seed}`).toBe(true)
      }
  })
})

describe('the atomic register', () => {
  it('is linearizable and loses nothing, calm, cut or with a node that crashes and comes back, for some seeds', () => {
    const crash = [
      { at: 700_000, kind: 'crash', node: 'n2' },
      { at: 1_900_000, kind: 'restart', node: 'n2' },
    ] as const
    for (const seed of SEEDS)
      for (const trace of [
        traceOf('atomic', { seed }),
        traceOf('partition-consistent', { seed }),
        // Without writing back, reads would go from new to old here.
        traceOf('atomic', { seed, script: FAR, horizonMicros: 1_600_000, values: { nodes: 3, distance: 0, rps: 100 } }),
        traceOf('atomic', { seed, script: crash, values: { 'latency-spread': 'varies', latency: 8_000 } }),
      ]) {
        expect(readsAnswered(trace)).toBeGreaterThan(30)
        expect(breaks(trace, LINEARIZABLE), `seed ${seed}`).toBe(false)
        expect(breaks(trace, NOTHING_LOST), `seed ${seed}`).toBe(false)
      }
  })
})

describe('ranges', () => {
  /** Links that are cut and nodes that crash, by the numbers of a seed; all is well again at the end. */
  function trouble(seed: number): Scenario['script'] {
    const nodes = ['n1', 'n2', 'n3', 'n4', 'n5']
    let state = seed
    const draw = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return (state >>> 8) % below
    }
    return Array.from({ length: 7 }, () => {
      const at = 300_000 + draw(2_000_000)
      const until = at + 100_000 + draw(600_000)
      const [one, other] = [draw(5), 1 + draw(4)]
      const node = nodes[one] as string
      const link = [node, nodes[(one + other) % 5] as string] as const
      return draw(3) === 0
        ? [
            { at, kind: 'crash' as const, node },
            { at: until, kind: 'restart' as const, node },
          ]
        : [
            { at, kind: 'cut' as const, link },
            { at: until, kind: 'heal' as const, link },
          ]
    })
      .flat()
      .sort((a, b) => a.at - b.at)
  }

  it('are linearizable, lose nothing and never have two leases at once, whatever is cut or crashes, by lease or by majority', () => {
    for (const seed of [1, 2, 3, 4]) {
      const values = {
        'range-reads': seed % 2 === 0 ? 'majority' : 'lease',
        lease: 200_000,
        ...(seed % 3 === 0 && { latency: 8_000, 'latency-spread': 'varies' }),
      }
      const trace = traceOf('lease-moves', { seed, script: trouble(seed), values })
      expect(readsAnswered(trace)).toBeGreaterThan(100)
      expect(leasesAtOnce(trace), `seed ${seed}`).toEqual([])
      for (const check of [LINEARIZABLE, NOTHING_LOST, ALL_EQUAL])
        expect(breaks(trace, check), `seed ${seed}: ${check}`).toBe(false)
    }
  })

  /** n2 hears nothing of n1, the leader of r1; n3 hears both. `restarts`: n3 starts again and again meanwhile. */
  const oneSided = (restarts: boolean): Scenario['script'] => [
    { at: 1_000_000, kind: 'cut', link: ['n1', 'n2'] },
    ...(restarts ? Array.from({ length: 30 }, (_, index) => 1_100_000 + 31_000 * index) : []).flatMap((at) => [
      { at, kind: 'crash' as const, node: 'n3' },
      { at: at + 1_000, kind: 'restart' as const, node: 'n3' },
    ]),
    { at: 2_200_000, kind: 'heal', link: ['n1', 'n2'] },
  ]

  it('give no vote to who does not hear a leader that they hear, nor when they have just started and cannot know', () => {
    for (const restarts of [false, true])
      for (const seed of SEEDS) {
        // Heartbeats are rare and nothing is written, so that n2 has all that n3 has, and the leader learns late of another one.
        const values = { 'share-writes': 0, heartbeat: 150_000, lease: 200_000 }
        const trace = traceOf('lease-moves', { seed, script: oneSided(restarts), values, horizonMicros: 3_000_000 })
        expect(countMarks(trace, 'range/withheld')).toBeGreaterThan(0)
        expect(leasesAtOnce(trace), `seed ${seed}, ${restarts}`).toEqual([])
      }
  })

  it('work with a single copy, which commits alone', () => {
    const trace = traceOf('lease-moves', { script: [], values: { copies: 1 }, horizonMicros: 1_000_000 })
    expect(readsAnswered(trace)).toBeGreaterThan(40)
    expect(trace.breaches).toEqual([])
  })

  it('tell what is not true any more with a lease that outlives the election timeout', () => {
    for (const seed of SEEDS.slice(0, 3)) {
      const trace = traceOf('lease-too-long', { seed })
      expect(leasesAtOnce(trace).length, `seed ${seed}`).toBeGreaterThan(0)
      expect(breaks(trace, LINEARIZABLE), `seed ${seed}`).toBe(true)
    }
  })
})

describe('the guide’s database', () => {
  it('keeps what arrives last: copies that differ in the end were overtaken', () => {
    const trace = traceOf('guide-overtaken')
    expect(countMarks(trace, 'replica/overtaken')).toBeGreaterThan(0)
    expect(breaks(trace, ALL_EQUAL)).toBe(true)
    const inOrder = traceOf('guide-overtaken', { values: { 'latency-spread': 'fixed', 'work-spread': 'fixed' } })
    expect(countMarks(inOrder, 'replica/overtaken')).toBe(0)
  })
})

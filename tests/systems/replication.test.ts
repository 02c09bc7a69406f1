import { describe, expect, it } from 'vitest'
import { Values } from '../../workers/scenario/parameters'
import type { Scenario } from '../../workers/scenario/scenario'
import claims from '../../workers/systems/replication/claims'
import { lostWrites, meanOf, orderStatistic, unhinderedWaits } from '../../workers/systems/replication/claims-measures'
import meta from '../../workers/systems/replication/meta'
import {
  LINEARIZABLE,
  NEVER_BACK,
  NOTHING_LOST,
  ONE_PRIMARY,
  OWN_WRITES,
} from '../../workers/systems/replication/meta-checks'
import model from '../../workers/systems/replication/model'
import { ReplicationWitness } from '../../workers/systems/replication/model-witness'
import proof from '../../workers/systems/replication/proof'
import { systemUnderTest } from './system-under-test'

const { preset, traceOf } = systemUnderTest(meta, model)

const seeds = Array.from({ length: 24 }, (_, index) => index + 100)

describe('what an asynchronous failover loses', () => {
  it('is Poisson with mean λ · lag: mean, variance and every count of 160 seeds', { timeout: 60_000 }, () => {
    const many = Array.from({ length: 160 }, (_, index) => index + 1)
    // The log is shipped at 600 ms; what comes until the crash at 790 ms is on no other node.
    const script = [{ at: 790_000, kind: 'crash', node: 'n1' }] as const
    const change = { script, horizonMicros: 1_250_000, values: { 'reads-rate': 1 } }
    const lost = many.map((seed) => lostWrites(traceOf(preset('lost', { ...change, seed }))))
    const law = 50 * 0.19
    const mean = meanOf(lost)
    expect(Math.abs(mean - law)).toBeLessThan(4 * Math.sqrt(law / lost.length))
    // The variance of a Poisson count is its mean; that of a sample lies within 4 of its own deviations.
    const variance = lost.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (lost.length - 1)
    expect(Math.abs(variance / law - 1)).toBeLessThan(4 * Math.sqrt(2 / (lost.length - 1)))
    // Pearson's statistic over counts up to 5, 6, 7 … 13, and from 14: mean and deviation are those of chi-squared.
    const cells = Array.from({ length: 10 }, () => ({ seen: 0, expected: 0 }))
    const cellOf = (count: number) => cells[Math.min(9, Math.max(0, count - 5))] as (typeof cells)[number]
    for (const count of lost) cellOf(count).seen++
    for (let count = 0, chance = Math.exp(-law); count < 60; count++, chance *= law / count)
      cellOf(count).expected += lost.length * chance
    const statistic = cells.reduce((sum, { seen, expected }) => sum + (seen - expected) ** 2 / expected, 0)
    expect(Math.min(...cells.map(({ expected }) => expected))).toBeGreaterThan(5)
    expect(statistic).toBeLessThan(9 + 4 * Math.sqrt(2 * 9))
  })
  it('is nothing when each change leaves at once: what is on its way arrives', { timeout: 30_000 }, () => {
    for (const seed of seeds.slice(0, 8))
      expect(lostWrites(traceOf(preset('lost', { seed, values: { ship: 0 }, horizonMicros: 2_600_000 })))).toBe(0)
  })
  it('is nothing with one confirmation, on the same seeds', { timeout: 30_000 }, () => {
    for (const seed of seeds.slice(0, 8)) {
      const trace = traceOf(preset('semi-sync', { seed, horizonMicros: 2_600_000 }))
      expect(lostWrites(trace), `seed ${seed}`).toBe(0)
    }
  })
})

describe('the wait for k of four replicas', () => {
  it.each([1, 2, 3, 4])('is distributed as the k-th order statistic, k = %i', { timeout: 30_000 }, (confirmations) => {
    const waits = seeds.slice(0, 6).flatMap((seed) => {
      const trace = traceOf(preset('order-statistic', { seed, values: { confirmations } }))
      return unhinderedWaits(trace, 5_000).map((waited) => (waited - 10_000) / 20_000)
    })
    expect(waits.length).toBeGreaterThan(200)
    const mean = orderStatistic(4, confirmations)
    const deviation = Math.sqrt([0, 1, 2, 3].slice(0, confirmations).reduce((sum, i) => sum + 1 / (4 - i) ** 2, 0))
    expect(Math.abs(meanOf(waits) - mean)).toBeLessThan((4 * deviation) / Math.sqrt(waits.length))
    // At least k of four exponentials are over; Kolmogorov's distance at the level of 1 in 1000.
    const distribution = (x: number) =>
      [0, 1, 2, 3, 4]
        .filter((over) => over >= confirmations)
        .reduce(
          (sum, over) => sum + ([1, 4, 6, 4, 1][over] ?? 0) * (1 - Math.exp(-x)) ** over * Math.exp(-x) ** (4 - over),
          0,
        )
    const sorted = [...waits].sort((a, b) => a - b)
    const distances = sorted.map((x, index) =>
      Math.max(distribution(x) - index / waits.length, (index + 1) / waits.length - distribution(x)),
    )
    expect(Math.max(...distances)).toBeLessThan(1.95 / Math.sqrt(waits.length))
  })
  it('is between the fastest and the slowest, as the harmonic numbers say', () => {
    expect(orderStatistic(4, 1)).toBeCloseTo(1 / 4, 12)
    expect(orderStatistic(4, 4)).toBeCloseTo(1 + 1 / 2 + 1 / 3 + 1 / 4, 12)
    expect(orderStatistic(3, 2)).toBeCloseTo(0.833333, 6)
  })
})

describe('what a session reads', () => {
  const measuredBy = (id: string, scenario: Scenario, trace = traceOf(scenario)) => {
    const law = proof.laws.find((one) => one.id === id)?.measure(trace, new Values(scenario.values), scenario)
    return law?.kind === 'measured' ? law.quantity.value : null
  }
  it.each(seeds.slice(0, 6))('is no older than the bound while replicas are cut off and slow (seed %i)', (seed) => {
    const { script } = preset('bounded')
    const delayed = { at: 1_200_000, kind: 'delay', link: ['n1', 'n3'], extraMicros: 150_000 } as const
    const values = { bound: 100_000, apply: 20_000 }
    expect(measuredBy('staleness', preset('bounded', { seed, script: [...script, delayed], values }))).toBe(0)
  })
  it('is seen to be too old where nobody looks', () => {
    const scenario = preset('bounded', { values: { bound: 100_000 } })
    const trace = traceOf({ ...scenario, values: { ...scenario.values, reads: 'any' } })
    expect(measuredBy('staleness', scenario, trace)).toBeGreaterThan(20)
  })
  it.each(seeds.slice(0, 6))('is what it wrote and no less than before, where it waits or stays (seed %i)', (seed) => {
    for (const id of ['waits', 'sticky']) expect(measuredBy('session', preset(id, { seed }))).toBe(0)
  })
})

describe('with Raft and with a quorum', () => {
  const faults: readonly Scenario['script'][] = [
    [{ at: 1_000_000, kind: 'crash', node: 'n1' }],
    [{ at: 1_000_000, kind: 'pause', node: 'n1', forMicros: 900_000 }],
    [
      { at: 900_000, kind: 'crash', node: 'n2' },
      { at: 1_200_000, kind: 'restart', node: 'n2' },
      { at: 1_400_000, kind: 'crash', node: 'n1' },
      { at: 1_900_000, kind: 'restart', node: 'n1' },
    ],
    [
      { at: 900_000, kind: 'drop', link: ['n1', 'n2'], percent: 40 },
      { at: 900_000, kind: 'drop', link: ['n1', 'n3'], percent: 40 },
    ],
    preset('raft-partition').script,
  ]
  const cases = ['raft', 'quorum'].flatMap((variant) =>
    faults.flatMap((script, index) => [1, 2, 3].map((seed) => [variant, index, seed, script] as const)),
  )
  it.each(cases)('%s keeps every check under faults %i (seed %i)', { timeout: 30_000 }, (variant, _, seed, script) => {
    const trace = traceOf(preset('quorum', { variant, seed, script, horizonMicros: 4_500_000 }))
    expect(trace.breaches.map(({ sentence }) => sentence)).toEqual([])
  })
})

/** A run in which what a preset shows must not be seen, and the claims that have to notice. */
const COUNTEREXAMPLES: readonly [preset: string, change: Partial<Scenario>, failing: readonly string[]][] = [
  ['split-brain', { variant: 'async' }, ['two-accept', 'acknowledged-lost']],
  ['two-promoted', { variant: 'async' }, ['both-promote', 'acknowledged-lost']],
  ['old-returns', { variant: 'async' }, ['two-call-themselves-primary', 'reads-stand-still']],
  ['stale-lag', { variant: 'async', values: { reads: 'bounded' } }, ['old-answers']],
  ['fenced', { script: [] }, ['old-steps-down', 'one-accepts']],
  ['switched-off', { values: { stonith: false } }, ['off-before-another']],
  ['not-switched-off', { values: { stonith: false } }, ['no-failover-unless-off']],
  ['outage', { script: [] }, ['every-write-throws']],
  ['ill-primary', { variant: 'async' }, ['reads-ill-primary']],
  ['lag-zero', { variant: 'async' }, ['cut-off-promoted', 'acknowledged-lost']],
  ['by-position', { variant: 'guide' }, ['furthest-promoted']],
  ['lost', { variant: 'quorum' }, ['lost-by-lag']],
  ['semi-sync', { variant: 'async' }, ['none-lost', 'waits-for-one']],
  ['order-statistic', { values: { confirmations: 4 } }, ['second-of-four']],
  ['alone', { values: { alone: 0 } }, ['acknowledged-alone', 'acknowledged-lost']],
  ['own-write', { values: { reads: 'primary' } }, ['stale-own']],
  ['waits', { values: { reads: 'any' } }, ['waits-for-position', 'session-kept']],
  ['sticky', { values: { reads: 'any' } }, ['never-back']],
  ['bounded', { values: { reads: 'any' } }, ['bound-kept']],
  ['min-replicas', { values: { 'min-replicas': 0 } }, ['refuses-alone']],
  ['raft-partition', { variant: 'guide' }, ['minority-commits-nothing', 'one-log-cut', 'none-lost']],
  ['raft-election', { script: [] }, ['elected-in-time']],
]

describe('a claim', () => {
  it.each(COUNTEREXAMPLES)('of %s fails where its phenomenon is not (%#)', (id, change, failing) => {
    const scenario = preset(id, change)
    const trace = traceOf(scenario)
    const holds = failing.filter((claim) => claims[claim]?.measure(trace, new Values(scenario.values), scenario).holds)
    expect(holds).toEqual([])
  })
})

describe('the witnesses', () => {
  const told = (witness: ReplicationWitness, name: string) =>
    witness.checks.find((check) => check.name === name)?.watch?.({} as never)() ?? null
  const write = (witness: ReplicationWitness, session: string, value: string): void => {
    witness.writeBegins(session, 'k', value)
    witness.writeEnds(value)
  }

  it('know one primary an epoch', () => {
    const witness = new ReplicationWitness()
    witness.accepted('n1', 1)
    witness.accepted('n2', 2)
    expect(told(witness, ONE_PRIMARY)).toBeNull()
    witness.accepted('n2', 1)
    expect(told(witness, ONE_PRIMARY)).toBe('n1 and n2 both accept writes in epoch 1.')
  })
  it('miss an acknowledged write at a new primary, before and after it takes over', () => {
    const witness = new ReplicationWitness()
    write(witness, 'app-1', 'a1')
    write(witness, 'app-1', 'a2')
    expect(witness.promoted('n2', (value) => value === 'a1')).toEqual(['a2'])
    expect(told(witness, NOTHING_LOST)).toContain('a2')
    witness.writeBegins('app-2', 'k', 'b1')
    expect(witness.writeEnds('b1')).toBe(false)
  })
  it('see a session that misses its own write, and not one that finds a later one of another', () => {
    const witness = new ReplicationWitness()
    write(witness, 'app-1', 'a1')
    write(witness, 'app-1', 'a2')
    write(witness, 'app-2', 'b1')
    witness.readEnds(witness.readBegins('app-1', 'k'), 'b1')
    expect(told(witness, OWN_WRITES)).toBeNull()
    expect(told(witness, NEVER_BACK)).toBeNull()
    witness.readEnds(witness.readBegins('app-1', 'k'), 'a1')
    expect(told(witness, OWN_WRITES)).toBe('app-1 has written k = a2 and reads a1.')
    expect(told(witness, NEVER_BACK)).toBe('app-1 has read k = b1 and then reads a1.')
    expect(told(witness, LINEARIZABLE)).toContain('A read of k finds a1')
  })
})

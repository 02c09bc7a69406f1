import { describe, expect, it } from 'vitest'
import { deadlockFreeSize, startingSize } from '../../workers/algorithms/connection-pool/pool-size'
import { erlangB } from '../../workers/algorithms/scaling/erlang'
import { capacityOf } from '../../workers/algorithms/scaling/scalability'
import type { World } from '../../workers/network/world'
import { Values } from '../../workers/scenario/parameters'
import type { ParameterValues, Scenario } from '../../workers/scenario/scenario'
import claims from '../../workers/systems/database-pools/claims'
import { lagsOf } from '../../workers/systems/database-pools/claims-lag'
import { asked, SECOND, sweepResults } from '../../workers/systems/database-pools/claims-measures'
import meta from '../../workers/systems/database-pools/meta'
import {
  COMES_BACK,
  FIRST_COME,
  NOT_STUCK,
  ONE_AT_A_TIME,
  OWN_WRITES,
  WITHIN_LIMIT,
} from '../../workers/systems/database-pools/meta-checks'
import model from '../../workers/systems/database-pools/model'
import { PoolWitness } from '../../workers/systems/database-pools/model-witness'
import proof from '../../workers/systems/database-pools/proof'
import { isKept } from '../../workers/systems/law'
import { gaugeBefore, gaugePeak } from '../../workers/trace/marks'
import { requestCounts } from '../../workers/trace/measure'
import type { Trace } from '../../workers/trace/trace'
import { systemUnderTest } from './system-under-test'

const { preset, traceOf } = systemUnderTest(meta, model)

function broken(trace: Trace): readonly string[] {
  return trace.breaches.map(({ check }) => check).sort()
}

describe('the size of a pool', () => {
  /** Served a second by `cores` whose statements hinder each other, once the connections keep them busy. */
  const ceiling = (connections: number, cores: number, hindrance: number, perSecond: number): number => {
    const law = { sigma: 0, kappa: hindrance / 100 / (50 * 49) }
    const active = Math.min(connections, cores)
    return (active * perSecond * capacityOf(connections, law)) / connections
  }

  it.each([2, 4])('is best near twice the cores, for %i cores', (cores) => {
    const pool = cores / 2
    const script = [1, 2, 4, 8, 16].map((times, index) => ({
      at: (index + 1) * 2 * SECOND,
      kind: 'set' as const,
      parameter: 'pool',
      value: cores * times,
    }))
    const values = { cores, pool, users: 16 * cores }
    const trace = traceOf(preset('sweep', { values, script, horizonMicros: 12 * SECOND }))
    const results = sweepResults(trace, pool)
    const start = startingSize(cores, 0)
    const at = (size: number) => results.find((result) => result.size === size)?.perSecond ?? Number.NaN
    expect(at(start)).toBeGreaterThan(0.9 * Math.max(...results.map(({ perSecond }) => perSecond)))
    expect(at(cores / 2)).toBeLessThan(0.5 * at(start))
    expect(at(16 * cores)).toBeLessThan(at(start))
  })

  it('serves no more than the cores allow, with what so many statements cost one another', () => {
    const trace = traceOf(preset('sweep', { values: { hold: 0, latency: 0 } }))
    const results = sweepResults(trace, 2)
    // Sixty-four users all wait for the database: as many statements as connections are at work all the time.
    for (const { size, perSecond } of results) {
      const law = ceiling(size, 4, 200, 50)
      expect(Math.abs(perSecond - law) / law, `${size} connections`).toBeLessThan(0.2)
    }
    expect(results.map(({ size }) => size)).toEqual([2, 4, 8, 16, 32, 64])
  })
})

describe('a pool that nobody may wait for', () => {
  it.each([4, 10])('refuses as Erlang says, with %i connections', (pool) => {
    const offered = 8
    const values = { pool, min: pool }
    const trace = traceOf(preset('blocked', { values, seed: 100 + pool, horizonMicros: 60 * SECOND }))
    const { all, refused } = asked(trace, SECOND)
    expect(Math.abs(refused / all - erlangB(pool, offered))).toBeLessThan(0.03)
  })
})

describe('nested connections', () => {
  it.each([
    [4, 2],
    [3, 3],
    [2, 4],
  ])('stick with one connection too few for %i threads that need %i, and not with enough', (threads, connections) => {
    const least = deadlockFreeSize(threads, connections)
    const run = (pool: number) => {
      const values = { threads, connections, pool, rps: 60, hold: 2_000 }
      return traceOf(preset('nested-full', { values, horizonMicros: 20 * SECOND }))
    }
    expect(broken(run(least))).toEqual([])
    expect(broken(run(least - 1))).toEqual([NOT_STUCK])
  })

  it('come free again when waiting has an end', () => {
    const values = { acquire: 300_000, timeout: 10 * SECOND }
    const trace = traceOf(preset('nested-full', { values }))
    expect(broken(trace)).toEqual([NOT_STUCK])
    expect(requestCounts(trace, 5 * SECOND).served).toBeGreaterThan(50)
  })
})

describe('a replica that lags', () => {
  it.each([10_000, 60_000, 150_000])('gives as many old rows as its lag of %i µs says', (lag) => {
    const scenario = preset('guide-stale', { values: { lag, rps: 40 }, horizonMicros: 12 * SECOND })
    const trace = traceOf(scenario)
    const law = proof.laws.find(({ id }) => id === 'lag')
    const finding = law?.measure(trace, new Values(scenario.values), scenario)
    if (finding?.kind !== 'measured') throw new Error('the law does not speak')
    expect(isKept(finding.quantity), JSON.stringify(finding.quantity)).toBe(true)
    for (const own of lagsOf(trace, 'replica-1').values()) expect(own).toBeGreaterThan(lag)
  })

  it.each([1, 2, 3])('never hides an own write from who is routed by position (seed %i)', (seed) => {
    const trace = traceOf(preset('own-writes', { seed, values: { lag: 300_000, replicas: 3 } }))
    expect(gaugeBefore(trace, 'users', 'looks')).toBeGreaterThan(50)
    expect(broken(trace)).toEqual([])
  })
})

describe('whatever happens', () => {
  it.each(['pool', 'pooler', 'replicas', 'none', 'guide'])(
    '%s: crashes and cuts break no limit, no order, no connection',
    (variant) => {
      const script: Scenario['script'] = [
        { at: 500_000, kind: 'restart', node: 'app-1' },
        { at: 900_000, kind: 'crash', node: 'primary' },
        { at: 1_200_000, kind: 'restart', node: 'primary' },
        { at: 1_500_000, kind: 'pause', node: 'app-2', forMicros: 400_000 },
        { at: 2_000_000, kind: 'cut', link: ['users', 'app-1'] },
        { at: 2_300_000, kind: 'heal', link: ['users', 'app-1'] },
      ]
      const values = { max: 10, rps: 150, acquire: 500_000 }
      const trace = traceOf(preset('steady', { variant, script, values, horizonMicros: 4 * SECOND }))
      expect(broken(trace)).toEqual([])
      expect(gaugePeak(trace, 'primary', 'connections')).toBeLessThanOrEqual(10)
      expect(requestCounts(trace, 3 * SECOND).served).toBeGreaterThan(20)
    },
  )
})

it('a pooler lends no connection on which a statement of a client that has gone still runs', () => {
  const script = Array.from({ length: 9 }, (_, index) => ({
    at: 300_000 * (index + 1),
    kind: 'restart' as const,
    node: 'app-1',
  }))
  const values = { apps: 2, writes: 100, work: 200_000, rps: 40, 'server-pool': 4, arrivals: 'poisson' }
  const trace = traceOf(preset('pooler', { script, values, horizonMicros: 4 * SECOND }))
  expect(broken(trace)).toEqual([])
  expect(requestCounts(trace).served).toBeGreaterThan(10)
})

/** A run in which what a preset shows must not be seen, and the claims that have to notice. */
const COUNTEREXAMPLES: readonly [
  preset: string,
  change: { readonly variant?: string; readonly values?: ParameterValues; readonly script?: Scenario['script'] },
  failing: readonly string[],
][] = [
  ['steady', { values: { rps: 300 } }, ['all-served']],
  ['steady', { values: { lifetime: 100_000 } }, ['opens-few']],
  ['sweep', { values: { hindrance: 0 } }, ['big-pool-is-worse']],
  ['sweep', { values: { hold: 200_000 } }, ['knee-near-twice-cores']],
  ['tips-over', { values: { pool: 4 } }, ['stays-slow']],
  ['stands-up', { values: { pool: 40 } }, ['catches-up']],
  ['waits', { values: { rps: 40 } }, ['four-of-ten-wait']],
  ['blocked', { values: { line: 1_000 } }, ['one-of-eight-refused']],
  ['guide-burst', { variant: 'pool' }, ['database-refuses']],
  ['guide-burst', { values: { arrivals: 'steady' } }, ['database-refuses', 'opens-beyond-use']],
  ['per-request', { variant: 'pool' }, ['connects-each-time']],
  ['exhaustion', { values: { acquire: 100_000, line: 10 } }, ['pages-fail']],
  ['fail-fast', { values: { acquire: 10 * SECOND, line: 1_000 } }, ['pages-live']],
  ['slow-query', { values: { reports: 0 } }, ['reads-starve']],
  ['statement-timeout', { values: { statement: 0 } }, ['reads-live', 'reports-cancelled']],
  ['own-pool', { values: { 'reports-pool': false } }, ['reads-live', 'some-reports']],
  ['held', { values: { early: true } }, ['lent-but-idle']],
  ['given-back-first', { values: { early: false } }, ['nobody-waits-long']],
  ['cut-while-idle', { values: { cut: 0 } }, ['dead-connections']],
  ['closed-in-time', { values: { idle: 3 * SECOND } }, ['no-dead-connections']],
  ['aged-together', { values: { spread: 60 } }, ['renewed-at-once']],
  ['aged-apart', { values: { spread: 0 } }, ['renewed-apart']],
  ['pooler-session', { values: { mode: 'transaction' } }, ['first-clients-keep-all']],
  ['prepared-lost', { values: { tracks: true } }, ['names-unknown']],
  ['prepared-tracked', { values: { tracks: false } }, ['names-known']],
  ['nested-one', { values: { pool: 9 } }, ['nobody-served']],
  ['nested-full', { values: { pool: 9 } }, ['sticks-later']],
  ['nested-enough', { values: { pool: 8 } }, ['never-sticks']],
  ['leak', { values: { leak: 0 } }, ['runs-dry']],
  ['leak-found', { values: { reclaim: false } }, ['keeps-serving']],
  ['too-many', { values: { max: 100 } }, ['fleet-exceeds-limit', 'database-refuses']],
  ['pooler', { variant: 'pool' }, ['many-over-few', 'nobody-refused']],
  ['guide-stale', { variant: 'replicas', values: { routing: 'position' } }, ['stale-reads']],
  ['own-writes', { values: { routing: 'turns' } }, ['no-stale-reads', 'replicas-still-read']],
  ['reads-scale', { variant: 'pool' }, ['beyond-one-database']],
  ['writes-stay', { values: { writes: 5 } }, ['primary-is-the-limit']],
  ['busy-replica', { values: { replicas: 3, hindrance: 0 } }, ['lag-grows']],
]

describe('a claim', () => {
  it.each(COUNTEREXAMPLES)('of %s fails where its phenomenon is not (%#)', (id, change, failing) => {
    const scenario = preset(id, change)
    const trace = traceOf(scenario)
    const holds = failing.filter((claim) => claims[claim]?.measure(trace, new Values(scenario.values), scenario).holds)
    expect(holds).toEqual([])
  })

  it('has a counterexample', () => {
    const refuted = new Set(COUNTEREXAMPLES.flatMap(([, , failing]) => failing))
    expect(Object.keys(claims).filter((id) => !refuted.has(id))).toEqual([])
  })
})

describe('the witnesses', () => {
  const world = {} as World
  const told = (witness: PoolWitness, name: string) =>
    witness.checks.find((check) => check.name === name)?.watch?.(world)() ?? null
  const holder = (id: string) => ({ id, label: id })
  const began = () => {
    const witness = new PoolWitness()
    witness.began('app/db', 2)
    return witness
  }

  it('count connections and statements', () => {
    const witness = began()
    witness.limit('db', 2)
    witness.connections('db', 2)
    witness.statement('db', 1, 1)
    witness.statement('db', 2, 1)
    expect([told(witness, WITHIN_LIMIT), told(witness, ONE_AT_A_TIME)]).toEqual([null, null])
    witness.connections('db', 3)
    witness.statement('db', 1, 1)
    expect(told(witness, WITHIN_LIMIT)).toContain('has 3 connections')
    expect(told(witness, ONE_AT_A_TIME)).toContain('2 statements on connection 1')
  })

  it('see a connection that is given twice, or to one who has not waited longest', () => {
    const witness = began()
    witness.lent('app/db', 1, holder('a'))
    witness.waits('app/db', holder('b'))
    witness.waits('app/db', holder('c'))
    witness.returned('app/db', 1)
    witness.waitsNoMore('app/db', holder('b'))
    witness.lent('app/db', 1, holder('b'))
    expect([told(witness, FIRST_COME), told(witness, ONE_AT_A_TIME)]).toEqual([null, null])
    witness.lent('app/db', 1, holder('d'))
    expect(told(witness, FIRST_COME)).toContain('d gets connection 1 of app/db before')
    expect(told(witness, ONE_AT_A_TIME)).toContain('while another has it')
  })

  it('see who never gives back, a pool that is stuck, and a session that misses its own write', () => {
    const witness = began()
    witness.lent('app/db', 1, holder('a'))
    witness.lent('app/db', 2, holder('b'))
    witness.waits('app/db', holder('a'))
    witness.read(1, 'x', 5, 5)
    expect([NOT_STUCK, COMES_BACK, OWN_WRITES].map((name) => told(witness, name))).toEqual([null, null, null])
    witness.waits('app/db', holder('b'))
    witness.ended(holder('a'))
    witness.read(1, 'x', 5, 4)
    expect(told(witness, NOT_STUCK)).toContain('All 2 connections of app/db')
    expect(told(witness, COMES_BACK)).toContain('a is answered and still has connection 1')
    expect(told(witness, OWN_WRITES)).toContain('saved x as version 5 and reads version 4')
  })
})

import { describe, expect, it } from 'vitest'
import { FaultSearch, type Finding } from '../../workers/explore/search'
import { tryScenario } from '../../workers/explore/trial'
import type { World } from '../../workers/network/world'
import { Values } from '../../workers/scenario/parameters'
import { defaultScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import claims from '../../workers/systems/distributed-lock/claims'
import meta from '../../workers/systems/distributed-lock/meta'
import { NOTHING_LOST, ONE_HOLDER, TOKENS_IN_ORDER } from '../../workers/systems/distributed-lock/meta-checks'
import model from '../../workers/systems/distributed-lock/model'
import { LockWitness } from '../../workers/systems/distributed-lock/model-witness'
import { systemUnderTest } from './system-under-test'

const { preset, traceOf } = systemUnderTest(meta, model)

const LOST = { kind: 'check', name: NOTHING_LOST } as const

/** Two workers, six deposits each, and nothing that goes wrong by itself. */
const calm: Scenario = {
  ...defaultScenario(meta),
  values: { ...defaultScenario(meta).values, workers: 2, deposits: 6 },
  horizonMicros: 3_000_000,
}

function search(variant: string, runs: number): Finding | null {
  const found = new FaultSearch({ ...calm, variant }, meta, model, LOST, { runs, shard: { index: 0, count: 1 } })
  while (!found.isOver) found.step()
  return found.finding
}

describe('a search for a lost deposit', () => {
  it('finds it without fencing within 2,000 runs and needs at most three interventions', { timeout: 30_000 }, () => {
    expect(tryScenario({ ...calm, variant: 'safe' }, model, LOST).met).toBeNull()
    const finding = search('safe', 2_000)
    expect(finding).not.toBeNull()
    expect(finding?.scenario.script.length).toBeLessThanOrEqual(3)
  })

  it('finds nothing with fencing tokens in 300 runs', { timeout: 30_000 }, () => {
    expect(search('fenced', 300)).toBeNull()
  })
})

/** A run in which what a preset shows must not be seen, and the claims that have to notice. */
const COUNTEREXAMPLES: readonly [preset: string, change: Partial<Scenario>, failing: readonly string[]][] = [
  ['in-turn', { variant: 'guide', values: { work: 600_000 } }, ['all-counted']],
  ['pause-guide', { script: [] }, ['two-holders', 'hundred-of-two-hundred', 'told-ok']],
  ['pause-safe', { variant: 'fenced' }, ['deposit-lost', 'heard-too-late']],
  ['pause-fenced', { variant: 'guide' }, ['late-write-refused', 'all-counted']],
  ['renewed', { variant: 'guide' }, ['renews', 'all-counted']],
  ['failover', { script: [] }, ['failover-forgets', 'two-holders', 'deposit-lost']],
  ['failover', { script: preset('failover').script.slice(1) }, ['failover-forgets', 'two-holders', 'deposit-lost']],
  ['redlock', { script: [] }, ['goes-on-without-two']],
  [
    'redlock-clock',
    { script: preset('redlock-clock').script.filter(({ kind }) => kind !== 'act') },
    ['clock-makes-two', 'two-holders', 'deposit-lost'],
  ],
  ['holder-crashes', { script: [] }, ['lease-frees']],
  ['herd', { values: { workers: 1 } }, ['overtaken', 'vain-questions']],
]

describe('a claim', () => {
  it.each(COUNTEREXAMPLES)('of %s fails where its phenomenon is not (%#)', (id, change, failing) => {
    const scenario = preset(id, change)
    const trace = traceOf(scenario)
    const holds = failing.filter((claim) => claims[claim]?.measure(trace, new Values(scenario.values), scenario).holds)
    expect(holds).toEqual([])
  })
})

describe('the fenced account', () => {
  it.each([
    ['redis crashes and forgets its counter', [{ at: 400_000, kind: 'restart', node: 'redis' }]],
    [
      'a replica without the last tokens takes over',
      [
        { at: 200_000, kind: 'delay', link: ['redis', 'replica'], extraMicros: 400_000 },
        { at: 700_000, kind: 'act', action: 'failover', target: 'redis' },
      ],
    ],
    ['the account crashes', [{ at: 400_000, kind: 'restart', node: 'account' }]],
  ] satisfies [string, Scenario['script']][])('loses nothing when %s', (_, script) => {
    const trace = traceOf({ ...calm, variant: 'fenced', script })
    const broken = trace.breaches.map(({ check }) => check)
    expect(broken).not.toContain(NOTHING_LOST)
    expect(broken).not.toContain(TOKENS_IN_ORDER)
  })
})

describe('the witnesses', () => {
  const up = { network: { node: () => ({ up: true }) } } as unknown as World
  const told = (witness: LockWitness, name: string) =>
    witness.checks.find((check) => check.name === name)?.watch?.(up)() ?? null

  it('count who holds the lock', () => {
    const witness = new LockWitness()
    witness.granted('w1')
    witness.left('w1')
    witness.granted('w2')
    expect(told(witness, ONE_HOLDER)).toBeNull()
    witness.granted('w1')
    expect(told(witness, ONE_HOLDER)).toBe('w2 and w1 both hold the lock.')
  })

  it('miss a deposit only once it is acknowledged', () => {
    const witness = new LockWitness()
    witness.wrote({ deposit: 'a', worker: 'w1', basedOn: 0, token: 1 })
    witness.wrote({ deposit: 'b', worker: 'w2', basedOn: 0, token: 2 })
    witness.acknowledge('b')
    expect(told(witness, NOTHING_LOST)).toBeNull()
    witness.acknowledge('a')
    expect(told(witness, NOTHING_LOST)).toContain('a is acknowledged')
  })

  it('see a write that goes over an acknowledged one, and an older token', () => {
    const witness = new LockWitness()
    for (const [token, deposit] of ['a', 'b', 'c'].entries())
      witness.wrote({ deposit, worker: 'w1', basedOn: token, token: token + 1 })
    witness.acknowledge('c')
    expect(told(witness, TOKENS_IN_ORDER)).toBeNull()
    witness.wrote({ deposit: 'd', worker: 'w2', basedOn: 2, token: 2 })
    expect(told(witness, NOTHING_LOST)).toContain('w2 writes over c')
    expect(told(witness, TOKENS_IN_ORDER)).toContain('token 2 is accepted after one with 3')
  })
})

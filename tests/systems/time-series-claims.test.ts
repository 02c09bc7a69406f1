import { describe, expect, it } from 'vitest'
import { Values } from '../../workers/scenario/parameters'
import { presetScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import claims from '../../workers/systems/time-series/claims'
import meta from '../../workers/systems/time-series/meta'
import model from '../../workers/systems/time-series/model'
import { traceOf } from '../network/hand-built'
import { systemUnderTest } from './system-under-test'

const { preset: changed } = systemUnderTest(meta, model)

/** A scenario in which the phenomenon of a preset must not show, and the claims that have to notice. */
const COUNTEREXAMPLES: readonly [preset: string, change: Partial<Scenario>, failing: readonly string[]][] = [
  ['spike-average', { values: { function: 'max' } }, ['spike-hidden']],
  ['spike-average', { script: [] }, ['spike-stored']],
  ['spike-largest', { values: { function: 'avg' } }, ['spike-shown']],
  ['shapes', { variant: 'columns' }, ['constant-small', 'counter-middle', 'noise-large']],
  ['decimals-xor', { values: { values: 'decimals' } }, ['decimals-large']],
  ['decimals-scaled', { values: { values: 'doubles' } }, ['decimals-small']],
  ['cardinality', { values: { users: 1 } }, ['series-explode', 'memory-explodes', 'nothing-sealed']],
  ['late-inside', { values: { late: 0 } }, ['late-kept']],
  ['late-inside', { values: { window: 200_000 } }, ['late-none-refused']],
  ['late-outside', { values: { window: 2_000_000 } }, ['late-refused', 'late-told']],
  ['read-points', { variant: 'aggregates' }, ['reads-all']],
  ['read-summaries', { variant: 'gorilla' }, ['reads-few']],
  ['read-points', { values: { 'query-rate': 50, workers: 1, read: 100 } }, ['takes-what-it-reads']],
  ['counter-restart', { script: [] }, ['counter-falls']],
  ['counter-restart', { values: { function: 'max' } }, ['rate-holds']],
  ['retention', { values: { retention: 60_000_000 } }, ['points-bounded', 'rollups-used']],
  ['retention', { values: { 'rollup-retention': 3_000_000 } }, ['answered-beyond']],
  ['crash-log', { values: { log: false } }, ['log-gives-back']],
  ['crash-log', { script: [] }, ['gap-stays']],
  ['guide-nothing', { variant: 'columns' }, ['guide-finds-nothing', 'guide-index-stale']],
  ['guide-late', { values: { late: 0 } }, ['guide-drops-silently']],
  ['guide-late', { values: { retention: 60_000_000 } }, ['guide-index-leaks']],
  ['guide-moves', { values: { 'late-by': 100_000 } }, ['guide-moves-many']],
]

describe('a claim', () => {
  it.each(COUNTEREXAMPLES)('of %s does not hold with %j', (id, change, failing) => {
    const scenario = changed(id, change)
    const trace = traceOf(startRun(scenario, model))
    const verdicts = failing.map((claim) => [
      claim,
      claims[claim]?.measure(trace, new Values(scenario.values), scenario).holds,
    ])
    expect(verdicts).toEqual(failing.map((claim) => [claim, false]))
  })

  it('is made by some preset and can be broken', () => {
    const made = meta.presets.flatMap((preset) => preset.claims)
    expect([...new Set(made)].sort()).toEqual(Object.keys(claims).sort())
    expect([...new Set(COUNTEREXAMPLES.flatMap(([, , failing]) => failing))].sort()).toEqual(Object.keys(claims).sort())
  })
})

describe('a preset', () => {
  it.each(meta.presets.map((preset) => [preset.id, preset] as const))(
    '%s opens at a moment whose last mark is of the store',
    (_, preset) => {
      const trace = traceOf(startRun(presetScenario(meta, preset), model))
      const last = trace.marksSet(trace.countAt(preset.openAt ?? 0)) - 1
      expect(trace.markNameOf(last)).toMatch(/^(series|guide)\//)
      expect((preset.openAt ?? 0) - trace.mark(last).atMicros).toBeLessThan(1_000)
    },
  )
})

import { describe, expect, it } from 'vitest'
import { Values } from '../../workers/scenario/parameters'
import { findPreset, presetScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import claims from '../../workers/systems/consistent-hashing/claims'
import meta from '../../workers/systems/consistent-hashing/meta'
import model from '../../workers/systems/consistent-hashing/model'
import { traceOf } from '../network/hand-built'

/** A scenario in which the phenomenon of a preset must not show, and the claims that have to notice. */
const COUNTEREXAMPLES: readonly [preset: string, change: Partial<Scenario>, failing: readonly string[]][] = [
  ['add-modulo', { variant: 'ring' }, ['moved-by-modulo', 'hit-ratio-falls', 'database-spike']],
  ['add-ring', { variant: 'modulo' }, ['moved-by-ring', 'hit-ratio-holds', 'database-calm']],
  ['add-ring', { script: [] }, ['moved-keys-miss']],
  ['guide-one-node', { variant: 'ring' }, ['guide-one-node', 'guide-hit-ratio', 'guide-moves-all']],
  ['few-points', { values: { points: 128 } }, ['busiest-far']],
  ['many-points', { values: { points: 4 } }, ['busiest-near']],
  ['many-points', { variant: 'guide-ring' }, ['share-deviation']],
  ['bounded-loads', { variant: 'ring' }, ['bound-holds', 'bounded-walks']],
  ['add-slots', { variant: 'modulo' }, ['moved-evenly']],
  ['add-maglev', { variant: 'ring' }, ['moved-little-more']],
  ['jump-from-the-middle', { variant: 'rendezvous' }, ['jump-moves-twice']],
  ['lose-node', { script: [] }, ['lost-keys-fall-back', 'database-doubles', 'failures-have-causes']],
  [
    'lose-node',
    { script: [{ at: 1_000_000, kind: 'act', action: 'remove-node', target: 'cache-2' }] },
    ['membership-stays'],
  ],
  ['remove-node', { script: [] }, ['database-relieved']],
  ['remove-node', { values: { workers: 1 } }, ['no-failures']],
]

describe('a claim', () => {
  it.each(COUNTEREXAMPLES)('of %s does not hold with %j', (id, change, failing) => {
    const preset = findPreset(meta, id)
    if (preset === undefined) throw new Error(`there is no preset ${id}`)
    const base = presetScenario(meta, preset)
    const scenario = { ...base, ...change, values: { ...base.values, ...change.values } }
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
    '%s keeps its claims and breaks no check',
    (_, preset) => {
      const scenario = presetScenario(meta, preset)
      const trace = traceOf(startRun(scenario, model), 50_000)
      expect(trace.status.kind).toBe('finished')
      expect(trace.breaches).toEqual([])
      expect(trace.events).toBeGreaterThan(20_000)
      expect(trace.events).toBeLessThan(60_000)
      for (const claim of preset.claims) {
        const verdict = claims[claim]?.measure(trace, new Values(scenario.values), scenario)
        expect(verdict?.holds, `${claim}: ${verdict?.measured}`).toBe(true)
      }
    },
  )
})

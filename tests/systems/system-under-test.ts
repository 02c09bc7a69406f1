import { findPreset, presetScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import type { SystemMeta, SystemModel } from '../../workers/systems/system'
import type { Trace } from '../../workers/trace/trace'
import { traceOf as finished } from '../network/hand-built'

/** What the tests of one system begin with: its presets, changed or not, and whole runs. */
export function systemUnderTest(meta: SystemMeta, model: SystemModel) {
  /**
   * The scenario of a preset, with some of it changed; of its values only those that are named.
   * @throws Error when there is no such preset
   */
  const preset = (id: string, change: Partial<Scenario> = {}): Scenario => {
    const found = findPreset(meta, id)
    if (found === undefined) throw new Error(`There is no preset ${id}.`)
    const base = presetScenario(meta, found)
    return { ...base, ...change, values: { ...base.values, ...change.values } }
  }
  /** The finished run of a scenario. */
  const traceOf = (scenario: Scenario): Trace => finished(startRun(scenario, model))
  /** The finished run of a preset. */
  const presetTrace = (id: string, change?: Partial<Scenario>): Trace => traceOf(preset(id, change))
  return { preset, traceOf, presetTrace }
}

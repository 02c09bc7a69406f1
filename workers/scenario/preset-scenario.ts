import type { Preset, SystemMeta } from '../systems/system'
import { defaultValues } from './parameters'
import type { Scenario } from './scenario'

/** The scenario in which nothing was chosen: the first variant, every parameter at its default, no interventions. */
export function defaultScenario(meta: SystemMeta): Scenario {
  return {
    system: meta.id,
    variant: meta.variants[0]?.id ?? '',
    values: defaultValues(meta.parameters),
    seed: meta.seed,
    horizonMicros: meta.horizonMicros,
    script: [],
  }
}

/** The scenario of a preset: the default one with what the preset changes. */
export function presetScenario(meta: SystemMeta, preset: Preset): Scenario {
  const base = defaultScenario(meta)
  return {
    ...base,
    variant: preset.variant ?? base.variant,
    values: { ...base.values, ...preset.values },
    seed: preset.seed ?? base.seed,
    horizonMicros: preset.horizonMicros ?? base.horizonMicros,
    script: preset.script ?? base.script,
  }
}

/** The preset with this id, or undefined. */
export function findPreset(meta: SystemMeta, id: string | null): Preset | undefined {
  return id === null ? undefined : meta.presets.find((preset) => preset.id === id)
}

/** The scenario that a link starts from: that of the preset, or the default one when there is no such preset. */
export function baseScenario(meta: SystemMeta, preset: string | null): Scenario {
  const found = findPreset(meta, preset)
  return found === undefined ? defaultScenario(meta) : presetScenario(meta, found)
}

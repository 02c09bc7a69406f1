import type { SystemMeta } from '../systems/system'
import { baseScenario } from './preset-scenario'
import type { ParameterValue, Scenario } from './scenario'

/** The scenario of a step of a lesson, told by what differs from a preset. */
export interface StepSetting {
  readonly preset: string
  readonly variant?: string
  readonly values?: Readonly<Record<string, ParameterValue>>
  readonly script?: Scenario['script']
}

export function stepScenario(meta: SystemMeta, { preset, variant, values, script }: StepSetting): Scenario {
  const base = baseScenario(meta, preset)
  return {
    ...base,
    variant: variant ?? base.variant,
    values: { ...base.values, ...values },
    script: script ?? base.script,
  }
}

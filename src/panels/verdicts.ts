import { useEffect, useState } from 'react'
import { Values } from '../../workers/scenario/parameters'
import { presetScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import type { Claims, Preset, SystemMeta, Verdict } from '../../workers/systems/system'
import type { Trace } from '../../workers/trace/trace'
import { useRun } from '../run/run-store'
import { useSystemClaims } from './system-claims'

/** A claim with what the run shows of it; `verdict` is null while the run is under way. */
export interface MeasuredClaim {
  readonly id: string
  readonly sentence: string
  readonly verdict: Verdict | null
}

/** Measures claims of the shown run. A claim that cannot be measured there does not hold, and says why. */
export function measureClaims(
  claims: Claims,
  ids: readonly string[],
  trace: Trace | null,
  scenario: Scenario,
): readonly MeasuredClaim[] {
  return ids.map((id) => {
    const claim = claims[id]
    if (claim === undefined)
      return { id, sentence: id, verdict: { holds: false, measured: 'This claim is not known.' } }
    return { id, sentence: claim.sentence, verdict: trace === null ? null : measure(claim, trace, scenario) }
  })
}

function measure(claim: Claims[string], trace: Trace, scenario: Scenario): Verdict {
  try {
    return claim.measure(trace, new Values(scenario.values), scenario)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { holds: false, measured: `It cannot be measured on this run: ${reason}` }
  }
}

/** The claims of a preset, measured after the picture is drawn once the run has ended. */
export function useVerdicts(preset: Preset | undefined): readonly MeasuredClaim[] {
  return useClaimVerdicts(useSystemClaims(), preset?.claims ?? NO_CLAIMS)
}

const NO_CLAIMS: readonly string[] = []

/** As `useVerdicts`, of any claims; `claims` and `ids` are to be the same objects while nothing changes. None before they are there. */
export function useClaimVerdicts(claims: Claims | null, ids: readonly string[]): readonly MeasuredClaim[] {
  const scenario = useRun((run) => run.scenario)
  const trace = useRun((run) => (run.phase === 'finished' ? run.trace : null))
  const growth = useRun((run) => run.growth)
  const [measured, setMeasured] = useState<readonly MeasuredClaim[]>([])
  useEffect(() => {
    setMeasured(claims === null ? [] : measureClaims(claims, ids, null, scenario))
    if (claims === null) return
    if (trace === null || growth < 0) return
    const timer = window.setTimeout(() => setMeasured(measureClaims(claims, ids, trace, scenario)))
    return () => clearTimeout(timer)
  }, [claims, ids, scenario, trace, growth])
  return measured
}

/** Whether a scenario is still what the preset says, value for value. */
export function isAsPreset(meta: SystemMeta, preset: Preset, scenario: Scenario): boolean {
  return isSameScenario(presetScenario(meta, preset), scenario)
}

/** Whether two scenarios of one system are alike, value for value. */
export function isSameScenario(own: Scenario, scenario: Scenario): boolean {
  const sameRun =
    own.variant === scenario.variant && own.seed === scenario.seed && own.horizonMicros === scenario.horizonMicros
  const sameValues = Object.keys(own.values).every((key) => own.values[key] === scenario.values[key])
  return sameRun && sameValues && JSON.stringify(own.script) === JSON.stringify(scenario.script)
}

import type { Intervention, ParameterValue, Scenario } from '../../workers/scenario/scenario'
import { playheadStore } from '../playback/playhead-store'
import { runStore } from '../run/run-store'
import { faultMoment } from './faults-in-force'

/** The value that a parameter has at a moment: what was set last by then, or what the run began with. */
export function valueInForce({ script, values }: Scenario, key: string, micros: number): ParameterValue | undefined {
  let value = values[key]
  for (const entry of script) {
    if (entry.at > micros) break
    if (entry.kind === 'set' && entry.parameter === key) value = entry.value
  }
  return value
}

/** The script in which a parameter is set at a moment, once: what set it at that moment before is gone. */
export function withValueFrom(
  script: readonly Intervention[],
  key: string,
  value: ParameterValue,
  at: number,
): readonly Intervention[] {
  const others = script.filter((entry) => !isSetAt(entry, key, at))
  const later = others.findIndex((entry) => entry.at > at)
  const index = later < 0 ? others.length : later
  return [...others.slice(0, index), { at, kind: 'set', parameter: key, value }, ...others.slice(index)]
}

/** Sets a parameter from the moment shown on. A moment where it is set already gets the new value: so a drag is one entry. */
export function setFromHere(key: string, value: ParameterValue): void {
  const { scenario, meta, change } = runStore.getState()
  const { micros, pause, seek } = playheadStore.getState()
  const here = Math.floor(micros)
  const isSetHere = scenario.script.some((entry) => isSetAt(entry, key, here))
  const at = isSetHere ? here : faultMoment(micros, scenario.horizonMicros)
  const label = meta.parameters.find((parameter) => parameter.key === key)?.label ?? key
  pause()
  change({ ...scenario, script: withValueFrom(scenario.script, key, value, at) }, label, `set ${key}`)
  seek(at)
}

function isSetAt(entry: Intervention, key: string, at: number): boolean {
  return entry.kind === 'set' && entry.parameter === key && entry.at === at
}

import { durationText } from '../kernel/time'
import type { SystemMeta } from '../systems/system'
import type { Intervention, Scenario } from './scenario'
import { interventionText } from './url-intervention'
import { type Notes, quoted } from './url-notes'
import type { Packing } from './url-packed'
import { valueText } from './url-value'

/** An empty script has a word too, since a preset may have a script that was taken away. */
export const NO_SCRIPT = 'nothing'

/**
 * What a scenario differs in from another one of its system, as fields of a link in their one order.
 * @param packing packs the script; null leaves it readable
 */
export function differences(meta: SystemMeta, scenario: Scenario, base: Scenario, packing: Packing | null): string[] {
  const fields: string[] = []
  const field = (key: string, value: string): void => void fields.push(`${key}=${value}`)
  if (scenario.variant !== base.variant) field('variant', scenario.variant)
  for (const parameter of meta.parameters) {
    const value = scenario.values[parameter.key]
    if (value !== undefined && value !== base.values[parameter.key]) field(parameter.key, valueText(parameter, value))
  }
  if (scenario.seed !== base.seed) field('seed', String(scenario.seed))
  if (scenario.horizonMicros !== base.horizonMicros) field('for', durationText(scenario.horizonMicros))
  const script = scriptText(scenario.script, meta)
  if (script !== scriptText(base.script, meta))
    field(packing === null ? 'do' : 'do.z', packing === null ? script : packing.pack(script))
  return fields
}

function scriptText(script: readonly Intervention[], meta: SystemMeta): string {
  return script.length === 0 ? NO_SCRIPT : script.map((entry) => interventionText(entry, meta)).join(',')
}

/** The fields of a query by key, percent-decoded. A Map, so that no key can reach a prototype. */
export function fieldsOf(query: string, notes: Notes): Map<string, string> {
  const fields = new Map<string, string>()
  for (const part of query.split('&')) {
    if (part === '') continue
    const split = part.indexOf('=')
    const key = decoded(split < 0 ? part : part.slice(0, split))
    const value = split < 0 ? '' : decoded(part.slice(split + 1))
    if (key === null || value === null) notes.add(`${quoted(part)} is damaged and was left out.`)
    else if (fields.has(key)) notes.add(`${quoted(key)} stands there twice; the first one counts.`)
    else fields.set(key, value)
  }
  return fields
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

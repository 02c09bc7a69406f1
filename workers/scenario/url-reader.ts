import { parseDuration } from '../kernel/time'
import type { SystemMeta } from '../systems/system'
import { HORIZON_RANGE, SEED_RANGE } from './check'
import { type Intervention, type ParameterValue, SCENARIO_LIMITS, type Scenario } from './scenario'
import { NO_SCRIPT } from './url-fields'
import { readIntervention } from './url-intervention'
import { type Notes, quoted } from './url-notes'
import type { Packing } from './url-packed'
import { isWhole, rangeText, readValue, readWhole } from './url-value'

/** Takes field after field, some of them under a prefix such as `b.`; what is left at the end is unknown. */
export class FieldReader {
  constructor(
    private readonly fields: Map<string, string>,
    private readonly notes: Notes,
    /** Null where no packed script can be read. */
    readonly packing: Packing | null,
    private readonly prefix = '',
  ) {}

  /** The same fields, those whose keys begin with this. */
  under(prefix: string): FieldReader {
    return new FieldReader(this.fields, this.notes, this.packing, prefix)
  }

  /** Whether any field is left. */
  hasAny(): boolean {
    return [...this.fields.keys()].some((key) => key.startsWith(this.prefix))
  }

  note(text: string): void {
    this.notes.add(text)
  }

  /** The text of a field, which is then taken. */
  text(key: string): string | undefined {
    const name = this.prefix + key
    const text = this.fields.get(name)
    this.fields.delete(name)
    return text
  }

  /** The value of a field, or the fallback with a note that says what the field takes. */
  take<T, F>(key: string, read: (text: string) => T | null, range: string, fallback: F): T | F {
    const text = this.text(key)
    if (text === undefined) return fallback
    const value = read(text)
    if (value === null) this.note(`${quoted(this.prefix + key)} takes ${range}, not ${quoted(text)}.`)
    return value ?? fallback
  }

  /** Notes every field that nobody took. */
  refuseRest(): void {
    for (const key of this.fields.keys()) this.note(`${quoted(key)} is unknown here and was left out.`)
  }
}

/** The scenario that the fields tell, where they say nothing that of `base`. */
export function readScenario(fields: FieldReader, meta: SystemMeta, base: Scenario): Scenario {
  const { maxSeed, minHorizonMicros, maxHorizonMicros } = SCENARIO_LIMITS
  const isVariant = (text: string): boolean => meta.variants.some(({ id }) => id === text)
  return {
    system: meta.id,
    variant: fields.take(
      'variant',
      (text) => (isVariant(text) ? text : null),
      `one of ${listed(meta.variants)}`,
      base.variant,
    ),
    values: readValues(fields, meta, base),
    seed: fields.take('seed', (text) => within(readWhole(text), 0, maxSeed), `a ${SEED_RANGE}`, base.seed),
    horizonMicros: fields.take(
      'for',
      (text) => within(parseDuration(text), minHorizonMicros, maxHorizonMicros),
      `a time ${HORIZON_RANGE}, such as 20s`,
      base.horizonMicros,
    ),
    script: readScript(fields, meta, base),
  }
}

function readValues(fields: FieldReader, meta: SystemMeta, base: Scenario): Scenario['values'] {
  const entries = meta.parameters.map((parameter): [string, ParameterValue] => [
    parameter.key,
    fields.take(
      parameter.key,
      (text) => readValue(parameter, text),
      rangeText(parameter),
      base.values[parameter.key] ?? parameter.default,
    ),
  ])
  return Object.fromEntries(entries)
}

function readScript(fields: FieldReader, meta: SystemMeta, base: Scenario): readonly Intervention[] {
  const { maxScript } = SCENARIO_LIMITS
  const unpack = (text: string): string | null => fields.packing?.unpack(text) ?? null
  const packed = fields.take('do.z', unpack, 'a packed script, which this is not any more', null)
  const readable = fields.text('do')
  const text = packed ?? readable
  if (text === undefined || text === '') return base.script
  if (text === NO_SCRIPT) return []
  const words = text.split(',')
  if (words.length > maxScript)
    fields.note(`The script has ${words.length} entries; only the first ${maxScript} are taken.`)
  const script: Intervention[] = []
  for (const word of words.slice(0, maxScript)) {
    const entry = readIntervention(word, meta)
    if ('problem' in entry) fields.note(`${quoted(word)} ${entry.problem}. It was left out.`)
    else script.push(entry)
  }
  return script.sort((a, b) => a.at - b.at)
}

export function within(value: number | null, min: number, max: number): number | null {
  return isWhole(value, min, max) ? value : null
}

export function listed(options: readonly { readonly id: string }[]): string {
  return options.length === 0 ? 'none' : options.map(({ id }) => id).join(', ')
}

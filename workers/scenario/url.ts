/**
 * Scenarios as links: `#/load-balancer?variant=random&rps=200&do=crash:s2@2s&r=1.1&t=3.2s`. A link names only what
 * differs from the defaults of its system, or from those of the preset it names, in one order, with units. Reading never
 * fails: what cannot be read becomes a note and the default stays.
 *
 * Keys besides the parameters: `preset`, `variant`, `seed`, `for` (length of the run), `do` (script) or `do.z` (the same,
 * packed), `r` (revision of the system and of the engine), `d` (first digits of the digest), `t` (playhead), `e` (event
 * count, where several events share the moment), `m` (marks of the last event that are shown, among steps).
 */
import { durationText, parseDuration } from '../kernel/time'
import { ENGINE_REVISION } from '../protocol'
import type { SystemMeta } from '../systems/system'
import { HORIZON_RANGE, SEED_RANGE } from './check'
import { type Look, START } from './look'
import { baseScenario, findPreset } from './preset-scenario'
import { type Intervention, type ParameterValue, SCENARIO_LIMITS, type Scenario } from './scenario'
import { interventionText, readIntervention } from './url-intervention'
import { Notes, quoted } from './url-notes'
import { pack, unpack } from './url-packed'
import { isWhole, rangeText, readValue, readWhole, valueText } from './url-value'

/** Longest link that is read, in characters. */
export const LONGEST_LINK = 8_000
/** A link longer than this travels with its script packed. */
const LONGEST_READABLE = 2_000
/** Digits of the digest that a link carries. */
const DIGEST_DIGITS = 8
/** Far above any trace, and exact as an index. */
const MOST_EVENTS = 0xffff_ffff

/** Keys that no parameter may have. */
export const RESERVED_KEYS: readonly string[] = [
  'preset',
  'variant',
  'seed',
  'for',
  'do',
  'do.z',
  'r',
  'd',
  't',
  'e',
  'm',
]

/** What a link says. `scenario` is null for the gallery, and when the link names no system that there is. */
export interface LinkContent {
  readonly scenario: Scenario | null
  readonly look: Look
  /** What could not be taken as it stands, as sentences; at most 50. */
  readonly notes: readonly string[]
}

/**
 * The link of a checked scenario, from its `#` on. The same scenario and look always give the same text.
 * @throws RangeError when a time of the scenario is no whole number of microseconds; `checkScenario` tells beforehand
 */
export function linkOf(scenario: Scenario, look: Look, systems: readonly SystemMeta[]): string {
  const meta = systems.find(({ id }) => id === scenario.system)
  if (meta === undefined) return '#/'
  const readable = linkWith(meta, scenario, look, false)
  if (readable.length <= LONGEST_READABLE) return readable
  const packed = linkWith(meta, scenario, look, true)
  return packed.length < readable.length ? packed : readable
}

/** The system that a link names, whether there is one or not; empty for the gallery. */
export function systemNamed(text: string): string {
  return pathOf(text).split('?', 1)[0] ?? ''
}

/**
 * Reads a link: a hash, a whole address, or `system?…`. Never throws.
 * @param systems those that the link may name; the one of `systemNamed` is enough
 */
export function readLink(text: string, systems: readonly SystemMeta[]): LinkContent {
  const notes = new Notes()
  const path = pathOf(text)
  if (path === '') return { scenario: null, look: START, notes: [] }
  const split = path.indexOf('?')
  const name = systemNamed(text)
  const meta = systems.find(({ id }) => id === name)
  if (meta === undefined) {
    notes.add(`There is no system ${quoted(name)}.`)
    return { scenario: null, look: START, notes: notes.list() }
  }
  const isTooLong = text.length > LONGEST_LINK
  if (isTooLong) {
    notes.add(
      `The link has ${text.length} characters; at most ${LONGEST_LINK} are read. The defaults are shown instead.`,
    )
  }
  const fields = fieldsOf(split < 0 || isTooLong ? '' : path.slice(split + 1), notes)
  const content = new Reader(meta, fields, notes).read()
  return { ...content, notes: notes.list() }
}

function pathOf(text: string): string {
  return text.slice(text.indexOf('#') + 1).replace(/^\//, '')
}

function linkWith(meta: SystemMeta, scenario: Scenario, look: Look, isPacked: boolean): string {
  const preset = findPreset(meta, look.preset)
  const base = baseScenario(meta, look.preset)
  const fields: string[] = []
  const field = (key: string, value: string): void => void fields.push(`${key}=${value}`)

  if (preset !== undefined) field('preset', preset.id)
  if (scenario.variant !== base.variant) field('variant', scenario.variant)
  for (const parameter of meta.parameters) {
    const value = scenario.values[parameter.key]
    if (value !== undefined && value !== base.values[parameter.key]) field(parameter.key, valueText(parameter, value))
  }
  if (scenario.seed !== base.seed) field('seed', String(scenario.seed))
  if (scenario.horizonMicros !== base.horizonMicros) field('for', durationText(scenario.horizonMicros))
  const script = scriptText(scenario.script, meta)
  if (script !== scriptText(base.script, meta)) {
    if (isPacked) field('do.z', pack(script))
    else field('do', script)
  }
  field('r', revisionText(meta))
  if (look.digest !== null) field('d', look.digest.slice(0, DIGEST_DIGITS))
  const micros = Math.floor(look.micros)
  if (micros !== (preset?.openAt ?? 0)) field('t', durationText(micros))
  if (look.count !== null) field('e', String(look.count))
  if (look.step !== null) field('m', String(look.step))
  return `#/${meta.id}?${fields.join('&')}`
}

/** An empty script has a word too, since a preset may have a script that was taken away. */
const NO_SCRIPT = 'nothing'

function scriptText(script: readonly Intervention[], meta: SystemMeta): string {
  return script.length === 0 ? NO_SCRIPT : script.map((entry) => interventionText(entry, meta)).join(',')
}

function revisionText(meta: SystemMeta): string {
  return `${meta.revision}.${ENGINE_REVISION}`
}

/** The fields of a query by key, percent-decoded. A Map, so that no key can reach a prototype. */
function fieldsOf(query: string, notes: Notes): Map<string, string> {
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

/** Takes field after field; what is left at the end is unknown. */
class Reader {
  private readonly base: Scenario
  private readonly preset: string | null

  constructor(
    private readonly meta: SystemMeta,
    private readonly fields: Map<string, string>,
    private readonly notes: Notes,
  ) {
    this.preset = this.take(
      'preset',
      (text) => (findPreset(meta, text) === undefined ? null : text),
      `one of ${listed(meta.presets)}`,
      null,
    )
    this.base = baseScenario(meta, this.preset)
  }

  read(): { scenario: Scenario; look: Look } {
    const { meta, base } = this
    const { maxSeed, minHorizonMicros, maxHorizonMicros } = SCENARIO_LIMITS
    const scenario: Scenario = {
      system: meta.id,
      variant: this.take('variant', (text) => this.variant(text), `one of ${listed(meta.variants)}`, base.variant),
      values: this.values(),
      seed: this.take('seed', (text) => within(readWhole(text), 0, maxSeed), `a ${SEED_RANGE}`, base.seed),
      horizonMicros: this.take(
        'for',
        (text) => within(parseDuration(text), minHorizonMicros, maxHorizonMicros),
        `a time ${HORIZON_RANGE}, such as 20s`,
        base.horizonMicros,
      ),
      script: this.script(),
    }
    this.revision()
    const look = this.look(scenario.horizonMicros)
    for (const key of this.fields.keys()) this.notes.add(`${quoted(key)} is unknown here and was left out.`)
    return { scenario, look }
  }

  private variant(text: string): string | null {
    return this.meta.variants.some(({ id }) => id === text) ? text : null
  }

  private values(): Scenario['values'] {
    const entries = this.meta.parameters.map((parameter): [string, ParameterValue] => [
      parameter.key,
      this.take(
        parameter.key,
        (text) => readValue(parameter, text),
        rangeText(parameter),
        this.base.values[parameter.key] ?? parameter.default,
      ),
    ])
    return Object.fromEntries(entries)
  }

  private script(): readonly Intervention[] {
    const { maxScript } = SCENARIO_LIMITS
    const packed = this.take('do.z', unpack, 'a packed script, which this is not any more', null)
    const text = packed ?? this.fields.get('do')
    this.fields.delete('do')
    if (text === undefined || text === '') return this.base.script
    if (text === NO_SCRIPT) return []
    const words = text.split(',')
    if (words.length > maxScript) {
      this.notes.add(`The script has ${words.length} entries; only the first ${maxScript} are taken.`)
    }
    const script: Intervention[] = []
    for (const word of words.slice(0, maxScript)) {
      const entry = readIntervention(word, this.meta)
      if ('problem' in entry) this.notes.add(`${quoted(word)} ${entry.problem}. It was left out.`)
      else script.push(entry)
    }
    return script.sort((a, b) => a.at - b.at)
  }

  private revision(): void {
    const { meta } = this
    const now = revisionText(meta)
    const made = this.take('r', (text) => (/^[0-9]{1,6}\.[0-9]{1,6}$/.test(text) ? text : null), `like ${now}`, now)
    if (made === now) return
    this.notes.add(
      `This link was made with revision ${made} of “${meta.title}”; here it is ${now}, so the run may differ from the one that was shared.`,
    )
  }

  private look(horizonMicros: number): Look {
    const openAt = findPreset(this.meta, this.preset)?.openAt ?? 0
    const micros = this.take(
      't',
      (text) => within(parseDuration(text), 0, horizonMicros),
      `a time up to ${durationText(horizonMicros)}`,
      Math.min(openAt, horizonMicros),
    )
    const count = this.take('e', (text) => within(readWhole(text), 0, MOST_EVENTS), 'a count of events', null)
    const step = this.take('m', (text) => within(readWhole(text), 0, MOST_EVENTS), 'a count of marks', null)
    const digest = this.take(
      'd',
      (text) => (/^[0-9a-f]{8}$/.test(text) ? text : null),
      `${DIGEST_DIGITS} digits from 0 to f`,
      null,
    )
    return { micros, count, step, preset: this.preset, digest }
  }

  /** The value of a field, or the fallback with a note that says what the field takes. */
  private take<T>(key: string, read: (text: string) => T | null, range: string, fallback: T): T {
    const text = this.fields.get(key)
    this.fields.delete(key)
    if (text === undefined) return fallback
    const value = read(text)
    if (value === null) this.notes.add(`${quoted(key)} takes ${range}, not ${quoted(text)}.`)
    return value ?? fallback
  }
}

function within(value: number | null, min: number, max: number): number | null {
  return isWhole(value, min, max) ? value : null
}

function listed(options: readonly { readonly id: string }[]): string {
  return options.length === 0 ? 'none' : options.map(({ id }) => id).join(', ')
}

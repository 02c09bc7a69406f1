/**
 * Scenarios as links: `#/load-balancer?variant=random&rps=200&do=crash:s2@2s&r=1.1&t=3.2s`. A link names only what
 * differs from the defaults of its system, or from those of the preset it names, in one order, with units. Reading never
 * fails: what cannot be read becomes a note and the default stays.
 *
 * Keys besides the parameters: `preset`, `variant`, `seed`, `for` (length of the run), `do` (script) or `do.z` (the same,
 * packed), `r` (revision of the system and of the engine), `d` (first digits of the digest), `t` (playhead), `e` (event
 * count, where several events share the moment), `m` (marks of the last event that are shown, among steps), `lesson`
 * (step of the lesson), `span` (part of the run that is asked about, `2s-3.5s`), `story` (id of the request that is told),
 * `node` (name of the node that is looked into).
 * Branches beside the scenario: see url-branches.ts.
 */
import { durationText, parseDuration } from '../kernel/time'
import { ENGINE_REVISION } from '../protocol'
import type { SystemMeta } from '../systems/system'
import type { Span } from '../trace/span-difference'
import { activeScenario, type Branch, type Branching, singleBranch } from './branching'
import { isName } from './check'
import { type Look, START } from './look'
import { baseScenario, findPreset } from './preset-scenario'
import type { Scenario } from './scenario'
import { branchFields, readBranches } from './url-branches'
import { differences, fieldsOf } from './url-fields'
import { Notes, quoted } from './url-notes'
import type { Packing } from './url-packed'
import { FieldReader, listed, readScenario, within } from './url-reader'
import { readWhole } from './url-value'

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
  'lesson',
  'span',
  'story',
  'node',
  'show',
  'vs',
]

/** What a link says. `scenario` is null for the gallery, and when the link names no system that there is. */
export interface LinkContent {
  /** The scenario of the branch that is shown. */
  readonly scenario: Scenario | null
  /** All branches; null where there is no scenario. */
  readonly branching: Branching | null
  readonly look: Look
  /** What could not be taken as it stands, as sentences; at most 50. */
  readonly notes: readonly string[]
}

/**
 * The link of a checked scenario, from its `#` on. The same scenario and look always give the same text.
 * @param packing packs the script of a link that is long; null leaves it readable however long it is
 * @throws RangeError when a time of the scenario is no whole number of microseconds; `checkScenario` tells beforehand
 */
export function linkOf(
  scenario: Scenario,
  look: Look,
  systems: readonly SystemMeta[],
  packing: Packing | null,
): string {
  return branchedLinkOf(singleBranch(scenario), look, systems, packing)
}

/** The link of checked scenarios that stand beside each other; the look is that of the branch shown. */
export function branchedLinkOf(
  branching: Branching,
  look: Look,
  systems: readonly SystemMeta[],
  packing: Packing | null,
): string {
  const meta = systems.find(({ id }) => id === branching.branches[0]?.scenario.system)
  if (meta === undefined) return '#/'
  const readable = linkWith(meta, branching, look, null)
  if (packing === null || !isLong(readable)) return readable
  const packed = linkWith(meta, branching, look, packing)
  return packed.length < readable.length ? packed : readable
}

/** Whether a link would travel packed. */
export function isLong(link: string): boolean {
  return link.length > LONGEST_READABLE
}

/** Whether a link can only be read with packing. */
export function isPacked(link: string): boolean {
  return /[?&.]do\.z=/.test(link)
}

/**
 * The system that a link names, whether there is one or not; empty for the gallery. Links are also typed by hand, with a
 * capital or a slash at the end.
 */
export function systemNamed(text: string): string {
  return (/^[^?/]*/.exec(pathOf(text))?.[0] ?? '').toLowerCase()
}

/**
 * Reads a link: a hash, a whole address, or `system?…`. Never throws.
 * @param systems those that the link may name; the one of `systemNamed` is enough
 * @param packing null is enough for a link that is not packed (`isPacked`)
 */
export function readLink(text: string, systems: readonly SystemMeta[], packing: Packing | null): LinkContent {
  const notes = new Notes()
  const path = pathOf(text)
  if (path === '') return { scenario: null, branching: null, look: START, notes: [] }
  const split = path.indexOf('?')
  const name = systemNamed(text)
  const meta = systems.find(({ id }) => id === name)
  if (meta === undefined) {
    notes.add(`There is no system ${quoted(name)}.`)
    return { scenario: null, branching: null, look: START, notes: notes.list() }
  }
  const isTooLong = text.length > LONGEST_LINK
  if (isTooLong) {
    notes.add(
      `The link has ${text.length} characters; at most ${LONGEST_LINK} are read. The defaults are shown instead.`,
    )
  }
  const fields = fieldsOf(split < 0 || isTooLong ? '' : path.slice(split + 1), notes)
  const content = readContent(new FieldReader(fields, notes, packing), meta)
  return { ...content, notes: notes.list() }
}

function pathOf(text: string): string {
  return text.slice(text.indexOf('#') + 1).replace(/^\//, '')
}

function linkWith(meta: SystemMeta, branching: Branching, look: Look, packing: Packing | null): string {
  const preset = findPreset(meta, look.preset)
  const fields: string[] = []
  const field = (key: string, value: string): void => void fields.push(`${key}=${value}`)
  const { scenario } = branching.branches[0] as Branch
  if (preset !== undefined) field('preset', preset.id)
  fields.push(...differences(meta, scenario, baseScenario(meta, look.preset), packing))
  fields.push(...branchFields(meta, branching, packing))
  field('r', revisionText(meta))
  if (look.digest !== null) field('d', look.digest.slice(0, DIGEST_DIGITS))
  const micros = Math.floor(look.micros)
  if (micros !== (preset?.openAt ?? 0)) field('t', durationText(micros))
  if (look.count !== null) field('e', String(look.count))
  if (look.step !== null) field('m', String(look.step))
  if (look.lesson !== null) field('lesson', look.lesson)
  if (look.span !== null) field('span', spanText(look.span))
  if (look.request !== null) field('story', String(look.request))
  if (look.node !== null && isName(look.node)) field('node', look.node)
  return `#/${meta.id}?${fields.join('&')}`
}

function spanText({ fromMicros, toMicros }: Span): string {
  return `${durationText(fromMicros)}-${durationText(toMicros)}`
}

function revisionText(meta: SystemMeta): string {
  return `${meta.revision}.${ENGINE_REVISION}`
}

function readContent(fields: FieldReader, meta: SystemMeta): Omit<LinkContent, 'notes'> {
  const isPreset = (text: string): string | null => (findPreset(meta, text) === undefined ? null : text)
  const preset = fields.take('preset', isPreset, `one of ${listed(meta.presets)}`, null)
  const first = readScenario(fields, meta, baseScenario(meta, preset))
  const branching = readBranches(fields, meta, first)
  const scenario = activeScenario(branching)
  noteRevision(fields, meta)
  const look = readLook(fields, meta, preset, scenario.horizonMicros)
  fields.refuseRest()
  return { scenario, branching, look }
}

/** Two moments of the run with a hyphen between them, or null. */
function readSpan(text: string, horizonMicros: number): Span | null {
  const [from = '', to = '', ...rest] = text.split('-')
  const fromMicros = within(parseDuration(from), 0, horizonMicros)
  const toMicros = within(parseDuration(to), 0, horizonMicros)
  if (rest.length > 0 || fromMicros === null || toMicros === null || fromMicros >= toMicros) return null
  return { fromMicros, toMicros }
}

function noteRevision(fields: FieldReader, meta: SystemMeta): void {
  const now = revisionText(meta)
  const isRevision = (text: string): string | null => (/^[0-9]{1,6}\.[0-9]{1,6}$/.test(text) ? text : null)
  const made = fields.take('r', isRevision, `like ${now}`, now)
  if (made === now) return
  fields.note(
    `This link was made with revision ${made} of “${meta.title}”; here it is ${now}, so the run may differ from the one that was shared.`,
  )
}

function readLook(fields: FieldReader, meta: SystemMeta, preset: string | null, horizonMicros: number): Look {
  const openAt = findPreset(meta, preset)?.openAt ?? 0
  const isCount = (text: string): number | null => within(readWhole(text), 0, MOST_EVENTS)
  const isLessonStep = (text: string): string | null => (/^[a-z0-9-]{1,40}$/.test(text) ? text : null)
  const isDigest = (text: string): string | null => (/^[0-9a-f]{8}$/.test(text) ? text : null)
  return {
    micros: fields.take(
      't',
      (text) => within(parseDuration(text), 0, horizonMicros),
      `a time up to ${durationText(horizonMicros)}`,
      Math.min(openAt, horizonMicros),
    ),
    count: fields.take('e', isCount, 'a count of events', null),
    step: fields.take('m', isCount, 'a count of marks', null),
    preset,
    digest: fields.take('d', isDigest, `${DIGEST_DIGITS} digits from 0 to f`, null),
    lesson: fields.take('lesson', isLessonStep, 'the name of a step', null),
    request: fields.take(
      'story',
      (text) => within(readWhole(text), 1, MOST_EVENTS),
      'the number of a request, from 1',
      null,
    ),
    span: fields.take(
      'span',
      (text) => readSpan(text, horizonMicros),
      `two times up to ${durationText(horizonMicros)}, the earlier first, such as 1s-2s`,
      null,
    ),
    node: fields.take('node', (text) => (isName(text) ? text : null), 'the name of a node', null),
  }
}

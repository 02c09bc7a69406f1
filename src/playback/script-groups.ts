import type { Intervention, LinkEnds } from '../../workers/scenario/scenario'
import type { SystemMeta } from '../../workers/systems/system'
import { interventionText } from './intervention-text'

/** What is done to the system in one breath: neighbours in the script that are shown, moved and taken out together. */
export interface ScriptGroup {
  /** Of its first entry, in simulated microseconds. */
  readonly at: number
  /** Place of its first entry in the script. */
  readonly index: number
  readonly entries: readonly Intervention[]
  /** All of it in a few words: `cut 10 links of n1`. */
  readonly text: string
  /** Each of them. */
  readonly texts: readonly string[]
}

/** Closer than this two interventions stand at one place of the timeline: one after another at a paused moment, say. */
export const ONE_BREATH_MICROS = 100

/** A longer enumeration is counted instead. */
const LONGEST_TEXT = 34

type Words = Pick<SystemMeta, 'parameters' | 'actions'>

/** The script as groups, in order of time. @param script in order of time */
export function scriptGroups(script: readonly Intervention[], meta: Words): readonly ScriptGroup[] {
  const groups: { index: number; entries: Intervention[] }[] = []
  for (const [index, entry] of script.entries()) {
    const last = groups.at(-1)
    const before = last?.entries.at(-1)
    if (before !== undefined && entry.at - before.at <= ONE_BREATH_MICROS) last?.entries.push(entry)
    else groups.push({ index, entries: [entry] })
  }
  return groups.map(({ index, entries }) => ({
    at: (entries[0] as Intervention).at,
    index,
    entries,
    text: groupText(entries, meta),
    texts: entries.map((entry) => interventionText(entry, meta)),
  }))
}

/** Where a group comes to stand that is moved to a moment: just behind others that it would become one with. */
export function apartFrom(groups: readonly ScriptGroup[], moved: ScriptGroup, at: number): number {
  const length = lastOf(moved) - moved.at
  let free = at
  for (const other of groups) {
    const touches = free <= lastOf(other) + ONE_BREATH_MICROS && free + length >= other.at - ONE_BREATH_MICROS
    if (other.index !== moved.index && touches) free = lastOf(other) + ONE_BREATH_MICROS + 1
  }
  return free
}

function lastOf({ at, entries }: ScriptGroup): number {
  return entries.at(-1)?.at ?? at
}

/** What several interventions do: one by one where that is short, else their kind and number. */
export function groupText(entries: readonly Intervention[], meta: Words): string {
  const all = entries.map((entry) => interventionText(entry, meta)).join(', ')
  const [first] = entries
  if (first === undefined || entries.length === 1 || all.length <= LONGEST_TEXT) return all
  const { kind } = first
  if (entries.some((entry) => entry.kind !== kind)) return `${entries.length} changes`
  if ('link' in first) return `${VERBS[kind] ?? kind} ${entries.length} links${ofNode(linksOf(entries))}`
  if ('node' in first) return `${kind} ${entries.length} nodes`
  return `${entries.length} changes`
}

const VERBS: Partial<Record<Intervention['kind'], string>> = { drop: 'lose messages of' }

function linksOf(entries: readonly Intervention[]): readonly LinkEnds[] {
  return entries.flatMap((entry) => ('link' in entry ? [entry.link] : []))
}

/** ` of n1` where all links are of one node, otherwise empty. */
function ofNode(links: readonly LinkEnds[]): string {
  const shared = links[0]?.filter((node) => links.every((link) => link.includes(node))) ?? []
  return shared.length === 1 ? ` of ${shared[0]}` : ''
}

/**
 * One entry of a script as link text, in both directions: `crash:s2@2s`, `slow:s1:4@3s`, `pause:s2:500ms@2s`,
 * `delay:lb~s2:20ms@2s`, `drop:lb~s2:10@2s`, `set:rps:200@4s`, and the actions of a system by their id:
 * `add-node:cache-5@2s`. Whether a node exists is known only when the model was built, so only the form is read here.
 */
import { durationText, parseDuration } from '../kernel/time'
import type { SystemMeta } from '../systems/system'
import { interventionProblem } from './check'
import type { Intervention, LinkEnds } from './scenario'
import { rangeText, readValue, readWhole, valueText } from './url-value'

/** The first words that belong to every system; no action may be called so. */
export const VERBS: readonly string[] = ['crash', 'restart', 'pause', 'slow', 'cut', 'heal', 'delay', 'drop', 'set']

/** A checked entry as link text. */
export function interventionText(entry: Intervention, meta: SystemMeta): string {
  return `${words(entry, meta).join(':')}@${durationText(entry.at)}`
}

/** Reads an entry; what is wrong with it comes as the rest of a sentence. */
export function readIntervention(text: string, meta: SystemMeta): Intervention | { readonly problem: string } {
  const split = text.lastIndexOf('@')
  const at = split < 0 ? null : parseDuration(text.slice(split + 1))
  if (at === null) return { problem: 'needs a moment such as @2s at its end' }
  const entry = read(text.slice(0, split).split(':'), at, meta)
  if ('problem' in entry) return entry
  const problem = interventionProblem(entry, meta)
  return problem === null ? entry : { problem }
}

function words(entry: Intervention, meta: SystemMeta): readonly string[] {
  switch (entry.kind) {
    case 'crash':
    case 'restart':
      return [entry.kind, entry.node]
    case 'pause':
      return [entry.kind, entry.node, durationText(entry.forMicros)]
    case 'slow':
      return [entry.kind, entry.node, String(entry.factor)]
    case 'cut':
    case 'heal':
      return [entry.kind, entry.link.join('~')]
    case 'delay':
      return [entry.kind, entry.link.join('~'), durationText(entry.extraMicros)]
    case 'drop':
      return [entry.kind, entry.link.join('~'), String(entry.percent)]
    case 'set': {
      const parameter = meta.parameters.find(({ key }) => key === entry.parameter)
      return [
        entry.kind,
        entry.parameter,
        parameter === undefined ? String(entry.value) : valueText(parameter, entry.value, '.'),
      ]
    }
    case 'act':
      return entry.target === null ? [entry.action] : [entry.action, entry.target]
  }
}

type Read = Intervention | { readonly problem: string }

function read(words: readonly string[], at: number, meta: SystemMeta): Read {
  const [verb = '', target = '', amount = ''] = words
  const expected = verb === 'pause' || verb === 'slow' || verb === 'delay' || verb === 'drop' || verb === 'set' ? 3 : 2
  const isAction = !VERBS.includes(verb)
  if (isAction ? words.length > 2 : words.length !== expected) return { problem: 'has too many or too few parts' }
  switch (verb) {
    case 'crash':
    case 'restart':
      return { at, kind: verb, node: target }
    case 'pause':
      return { at, kind: verb, node: target, forMicros: parseDuration(amount) ?? Number.NaN }
    case 'slow':
      return { at, kind: verb, node: target, factor: readFactor(amount) }
    case 'cut':
    case 'heal':
      return { at, kind: verb, link: readEnds(target) }
    case 'delay':
      return { at, kind: verb, link: readEnds(target), extraMicros: parseDuration(amount) ?? Number.NaN }
    case 'drop':
      return { at, kind: verb, link: readEnds(target), percent: readWhole(amount) ?? Number.NaN }
    case 'set':
      return readSet(target, amount, at, meta)
    default:
      return { at, kind: 'act', action: verb, target: words.length === 2 ? target : null }
  }
}

function readSet(key: string, text: string, at: number, meta: SystemMeta): Read {
  const parameter = meta.parameters.find((candidate) => candidate.key === key)
  if (parameter === undefined) return { problem: 'names no parameter of this system' }
  const value = readValue(parameter, text)
  return value === null
    ? { problem: `has a wrong value: ${key} takes ${rangeText(parameter)}` }
    : { at, kind: 'set', parameter: key, value }
}

function readEnds(text: string): LinkEnds {
  const [a = '', b = '', ...more] = text.split('~')
  return [a, more.length === 0 ? b : '']
}

function readFactor(text: string): number {
  return /^[1-9][0-9]{0,3}(?:\.[0-9]{1,2})?$/.test(text) ? Number(text) : Number.NaN
}

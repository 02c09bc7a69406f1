import { formatDuration } from '../../workers/kernel/time'
import type { Plain } from '../../workers/protocol'
import { groupDigits } from '../../workers/trace/sentence'

/** One value of a node's reading as a person reads it. */
export interface ReadingLine {
  readonly key: string
  readonly label: string
  readonly text: string
}

/** What a node holds for each of several others: `open:s1` and `healthy:s1` are two columns of the row `s1`. */
export interface ReadingTable {
  readonly columns: readonly string[]
  readonly rows: readonly { readonly name: string; readonly texts: readonly string[] }[]
}

/**
 * A reading as lines: `queueLength` is `Queue length`; keys with a colon stand in `readingTable`. The unit follows from the end of the
 * key (`Micros`, `Ms`, `Percent`, `PerSecond`). Values that are structures, such as a placement, are pictures, not lines;
 * an empty text says nothing and is left out.
 */
export function readingLines(reading: Readonly<Record<string, Plain>>): readonly ReadingLine[] {
  return Object.entries(reading)
    .filter(([key]) => !key.includes(':'))
    .filter(([, value]) => value !== '' && (value === null || typeof value !== 'object' || isShortList(value)))
    .map(([key, value]) => ({ key, label: labelOf(key), text: textOf(key, value) }))
}

/** The keys with a colon, in order of their first occurrence; null when there are none. */
export function readingTable(reading: Readonly<Record<string, Plain>>): ReadingTable | null {
  const keys = Object.keys(reading).filter((key) => key.includes(':'))
  if (keys.length === 0) return null
  const part = (place: 0 | 1) => [...new Set(keys.map((key) => splitKey(key)[place]))]
  const names = part(0)
  const cell = (key: string) => (reading[key] === undefined ? '' : textOf(key, reading[key]))
  return {
    columns: names.map(labelOf),
    rows: part(1).map((target) => ({ name: target, texts: names.map((name) => cell(`${name}:${target}`)) })),
  }
}

function splitKey(key: string): readonly [name: string, target: string] {
  const colon = key.indexOf(':')
  return [key.slice(0, colon), key.slice(colon + 1)]
}

function isShortList(value: Plain): boolean {
  return Array.isArray(value) && value.length <= 8 && value.every((item) => typeof item !== 'object')
}

const UNIT_ENDINGS = /(Micros|Ms|Percent|PerSecond)$/
/** Keys whose unit the contract of the glyphs names. */
const PERCENT_KEYS = new Set(['speed'])
const FLAG_KEYS = /^(healthy|member|up)(:|$)/

function labelOf(name: string): string {
  const words = name
    .replace(UNIT_ENDINGS, '')
    .replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function textOf(key: string, value: Plain): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value === null) return '–'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  return typeof value === 'number' ? numberTextOf(key, value) : String(value)
}

function numberTextOf(key: string, value: number): string {
  const name = key.split(':')[0] ?? ''
  if (FLAG_KEYS.test(key)) return value === 1 ? 'yes' : 'no'
  if (name.endsWith('Micros')) return formatDuration(value)
  if (name.endsWith('Ms')) return formatDuration(value * 1_000)
  if (name.endsWith('Percent') || PERCENT_KEYS.has(name)) return `${plainNumber(value)} %`
  if (name.endsWith('PerSecond')) return `${plainNumber(value)} /s`
  return plainNumber(value)
}

function plainNumber(value: number): string {
  return Number.isInteger(value) ? groupDigits(value) : String(Math.round(value * 1_000) / 1_000)
}

import { formatDuration } from '../../workers/kernel/time'
import type { Plain } from '../../workers/protocol'
import { groupDigits } from '../../workers/trace/sentence'

/** One value of a node's reading as a person reads it. */
export interface ReadingLine {
  readonly key: string
  readonly label: string
  readonly text: string
}

/**
 * A reading as lines: `queueLength` is `Queue length`, `open:s1` is `Open · s1`. The unit follows from the end of the
 * key (`Micros`, `Ms`, `Percent`, `PerSecond`). Values that are structures, such as a placement, are pictures, not lines;
 * an empty text says nothing and is left out.
 */
export function readingLines(reading: Readonly<Record<string, Plain>>): readonly ReadingLine[] {
  return Object.entries(reading)
    .filter(([, value]) => value !== '' && (value === null || typeof value !== 'object' || isShortList(value)))
    .map(([key, value]) => ({ key, label: labelOf(key), text: textOf(key, value) }))
}

function isShortList(value: Plain): boolean {
  return Array.isArray(value) && value.length <= 8 && value.every((item) => typeof item !== 'object')
}

const UNIT_ENDINGS = /(Micros|Ms|Percent|PerSecond)$/
/** Keys whose unit the contract of the glyphs names. */
const PERCENT_KEYS = new Set(['speed'])
const FLAG_KEYS = /^(healthy|member|up)(:|$)/

function labelOf(key: string): string {
  const [name = '', target] = key.split(':')
  const words = name
    .replace(UNIT_ENDINGS, '')
    .replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll('-', ' ')
  const label = words.charAt(0).toUpperCase() + words.slice(1)
  return target === undefined ? label : `${label} · ${target}`
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

import { formatDuration } from '../kernel/time'
import type { MarkTemplate, Plain } from '../protocol'

/**
 * Fills the places of a mark's sentence. A place is `{key}` or `{key:form}`. Forms: `time` (simulated microseconds as
 * `12.4 ms`), `percent` (a ratio as `19.8 %`), `hex` (as `0x1e2f`), `count` (with thin groups of three digits). Lists
 * read `5, 7 and 9`. Numbers without a form have at most three decimals.
 */
export function fillSentence(template: MarkTemplate, details: Readonly<Record<string, Plain>>): string {
  return template.sentence.replace(/\{([a-zA-Z]+)(?::([a-z]+))?\}/g, (_, key: string, form?: string) =>
    formatValue(details[key] ?? null, form),
  )
}

function formatValue(value: Plain, form: string | undefined): string {
  if (typeof value === 'number') return formatNumber(value, form)
  if (Array.isArray(value)) return listText(value.map((item) => formatValue(item, form)))
  if (value === null) return 'nothing'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function formatNumber(value: number, form: string | undefined): string {
  switch (form) {
    case 'time':
      return formatDuration(value)
    case 'percent':
      return `${Math.round(value * 1000) / 10} %`
    case 'hex':
      return `0x${value.toString(16).padStart(8, '0')}`
    case 'count':
      return groupDigits(value)
    default:
      return String(Math.round(value * 1000) / 1000)
  }
}

/** `12345` as `12,345`, without asking the locale. */
export function groupDigits(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? 'none'
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`
}

/**
 * Simulated time: how it is counted, shown and written.
 *
 * The kernel counts whole microseconds, so sums and comparisons are exact up to 2^53 µs (285 years).
 * Every text here is built from integers: no locale, no rounding that depends on the engine.
 */

/** Simulated time, or a span of it, as a whole number of microseconds. */
export type Micros = number

export const MICROS_PER_MS = 1_000
export const MICROS_PER_SECOND = 1_000_000
export const MICROS_PER_MINUTE = 60_000_000
export const MICROS_PER_HOUR = 3_600_000_000

/** The longest duration that a text may name: one hour, far beyond any horizon worth watching. */
export const LONGEST_DURATION: Micros = MICROS_PER_HOUR

/** Milliseconds, whole or not, as simulated time, rounded to the nearest microsecond. */
export function fromMs(ms: number): Micros {
  return Math.round(ms * MICROS_PER_MS)
}

/** Simulated time as milliseconds, not rounded. */
export function toMs(micros: Micros): number {
  return micros / MICROS_PER_MS
}

/**
 * A duration for people: `417 µs`, `12.4 ms`, `3.2 s`, `1 min 5 s`, `2 h 10 min`.
 * At most four significant digits up to a minute, then whole seconds, then whole minutes; halves round up.
 * A fraction of a microsecond is rounded away, a negative span has a minus sign, and what is no number is `–`.
 */
export function formatDuration(micros: number): string {
  if (!Number.isFinite(micros)) return '–'
  if (micros < 0) {
    const text = formatDuration(-micros)
    return text === '0 µs' ? text : `−${text}`
  }
  const whole = Math.round(micros)
  if (whole < MICROS_PER_MS) return `${whole} µs`
  const ms = fourDigits(whole, MICROS_PER_MS, 1_000)
  if (ms !== null) return `${ms} ms`
  const seconds = fourDigits(whole, MICROS_PER_SECOND, 60)
  if (seconds !== null) return `${seconds} s`
  const totalSeconds = Math.round(whole / MICROS_PER_SECOND)
  if (totalSeconds < 3_600) return pair(Math.floor(totalSeconds / 60), 'min', totalSeconds % 60, 's')
  const totalMinutes = Math.round(whole / MICROS_PER_MINUTE)
  return pair(Math.floor(totalMinutes / 60), 'h', totalMinutes % 60, 'min')
}

/** `major minor`, without the minor part when it is nothing. */
function pair(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`
}

/** `whole / unit` with at most four significant digits, or null when that reads as `limit` (at most 1,000) or more. */
function fourDigits(whole: number, unit: number, limit: number): string | null {
  for (const scale of [1_000, 100, 10]) {
    const scaled = Math.floor((2 * whole * scale + unit) / (2 * unit))
    if (scaled >= limit * scale) return null
    if (scaled < 10_000) return decimalText(scaled, scale)
  }
  return null
}

/** `scaled / scale` in decimal, scale a power of ten, without trailing zeros. */
function decimalText(scaled: number, scale: number): string {
  const whole = Math.floor(scaled / scale)
  const rest = scaled - whole * scale
  if (rest === 0) return `${whole}`
  const digits = `${scale + rest}`.slice(1)
  return `${whole}.${digits.replace(/0+$/, '')}`
}

/**
 * A moment for a clock, always in the same layout so that running digits do not jump:
 * `12.403 ms` in the first second, `2.412 s` in the first minute, `1 min 05.412 s` after it.
 * Cut, not rounded: a clock never shows a moment that has not come. A negative moment shows as zero.
 */
export function formatMoment(micros: number): string {
  const whole = micros > 0 ? Math.floor(micros) : 0
  if (whole < MICROS_PER_SECOND) return `${thousandths(whole)} ms`
  const ms = Math.floor(whole / MICROS_PER_MS)
  if (whole < MICROS_PER_MINUTE) return `${thousandths(ms)} s`
  const minutes = Math.floor(ms / 60_000)
  const seconds = thousandths(ms - minutes * 60_000)
  return `${minutes} min ${seconds.padStart(6, '0')} s`
}

/** An integer divided by 1,000 with exactly three decimals. */
function thousandths(value: number): string {
  const whole = Math.floor(value / 1_000)
  return `${whole}.${`${1_000 + value - whole * 1_000}`.slice(1)}`
}

const DURATION = /^([0-9]{1,10})(?:\.([0-9]{1,12}))? ?(us|µs|μs|ms|s|min|m)$/

const UNITS: ReadonlyMap<string, Micros> = new Map([
  ['us', 1],
  ['µs', 1],
  ['μs', 1],
  ['ms', MICROS_PER_MS],
  ['s', MICROS_PER_SECOND],
  ['m', MICROS_PER_MINUTE],
  ['min', MICROS_PER_MINUTE],
])

/**
 * Reads `20us`, `500ms`, `3.2s`, or `1m`, with at most one space before the unit.
 * Null for anything else: no unit, a sign, an exponent, a fraction of a microsecond, or more than one hour.
 */
export function parseDuration(text: string): Micros | null {
  const match = DURATION.exec(text)
  if (match === null) return null
  const unit = UNITS.get(match[3] as string) as Micros
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  // A minute is 6·10^7 µs: a ninth decimal would be below a microsecond, and eight keep every product below 2^53.
  if (fraction.length > 8) return null
  const scale = Number(`1${'0'.repeat(fraction.length)}`)
  const part = (Number(fraction) * unit) / scale
  const micros = Number(match[1]) * unit + part
  return Number.isInteger(part) && micros <= LONGEST_DURATION ? micros : null
}

/**
 * The one way a duration is written in a link: in the largest of `s`, `ms` and `us` that is not larger than it,
 * with the decimals it needs. `parseDuration` gives the same integer back.
 * @throws RangeError when it is not a whole number of microseconds from 0 to one hour.
 */
export function durationText(micros: Micros): string {
  if (!Number.isInteger(micros) || micros < 0 || micros > LONGEST_DURATION) {
    throw new RangeError(`A duration is a whole number of microseconds up to one hour, not ${micros}.`)
  }
  if (micros === 0) return '0s'
  if (micros >= MICROS_PER_SECOND) return `${decimalText(micros, MICROS_PER_SECOND)}s`
  if (micros >= MICROS_PER_MS) return `${decimalText(micros, MICROS_PER_MS)}ms`
  return `${micros}us`
}

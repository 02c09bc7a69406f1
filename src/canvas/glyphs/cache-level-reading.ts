import { formatDuration } from '../../../workers/kernel/time'
import type { LevelEntry } from '../../../workers/systems/glyphs'
import type { Mark } from '../../../workers/trace/trace'
import { isDown, type Reading } from '../reading'

/** The fact `entry:<key>`; null when the level has nothing for it, as one that is down. */
export function entryOf(reading: Reading, key: string): LevelEntry | null {
  if (isDown(reading)) return null
  const fact = reading[`entry:${key}`]
  return typeof fact === 'object' && fact !== null ? (fact as unknown as LevelEntry) : null
}

/** `1.4 s`, `over`, or nothing for what has no end. */
export function leftText({ state, leftMicros }: LevelEntry): string {
  if (leftMicros === null) return ''
  return state === 'stale' || leftMicros === 0 ? 'over' : shortDuration(leftMicros)
}

/** Two digits are enough beside a bar. */
function shortDuration(micros: number): string {
  if (micros >= 10_000_000) return formatDuration(Math.round(micros / 1_000_000) * 1_000_000)
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(micros)) - 1)
  return formatDuration(Math.round(micros / unit) * unit)
}

/**
 * The time that the last step tells, as long as it is about this key and the entry is still as it was then: the same number
 * as in its sentence. Otherwise the time of the picture, which goes in twentieths.
 */
export function shownLeft(key: string, entry: LevelEntry, mark: Mark | null): string {
  const { leftMicros, fullMicros, value } = entry
  const told = mark?.details.left ?? mark?.details.life
  if (meantKey(mark) !== key || typeof told !== 'number' || mark?.details.value !== value) return leftText(entry)
  if (leftMicros === null || fullMicros === null || entry.state === 'stale') return leftText(entry)
  return Math.abs(told - leftMicros) <= fullMicros / 20 ? formatDuration(told) : leftText(entry)
}

/** Between 0 and 1; all of it for what has no end. */
export function leftShare({ leftMicros, fullMicros }: LevelEntry): number {
  if (leftMicros === null || fullMicros === null) return 1
  return Math.max(0, Math.min(1, leftMicros / fullMicros))
}

/** `k1 = v2, old, 1.4 s left` */
export function entryWords(key: string, entry: LevelEntry | null): string {
  if (entry === null) return `${key}: nothing`
  const left = leftText(entry)
  const parts = [
    `${key} = ${entry.value}`,
    entry.isOld ? 'old' : '',
    left === '' || left === 'over' ? left : `${left} left`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** The key that the last step speaks of, without a generation. */
export function meantKey(mark: Mark | null): string | null {
  const key = mark?.details.key
  return typeof key === 'string' ? key : null
}

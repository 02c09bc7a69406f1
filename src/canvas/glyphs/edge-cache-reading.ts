import type { Mark } from '../../../workers/trace/trace'
import { isDown, numberOf, type Reading } from '../reading'

/** A copy of one target as an edge holds it. */
export interface CopyRow {
  readonly target: string
  /** 0 when there is none. */
  readonly version: number
  readonly state: 'none' | 'fresh' | 'stale' | 'for ever'
  /** Of its time to live, what is left: 1 when it is new, 0 when it is over. */
  readonly left: number
  /** Seconds that it is fresh for still, or has been stale for. */
  readonly seconds: number
  /** Requests for it that have no answer yet. */
  readonly open: number
}

/** The rows of an edge at the moment of its last decision; before one, as if nothing had aged. One that is down has lost all. */
export function rowsOf(targets: readonly string[], reading: Reading, lastMark: Mark | null): CopyRow[] {
  return targets.map((target, row) => {
    const version = numberOf(reading, `version:${row}`)
    const open = numberOf(reading, `open:${row}`)
    if (isDown(reading)) return { target, version: 0, state: 'none', left: 0, seconds: 0, open: 0 }
    const [since, until] = [numberOf(reading, `since:${row}`), numberOf(reading, `until:${row}`)]
    if (version === 0) return { target, version, state: 'none', left: 0, seconds: 0, open }
    if (until < 0) return { target, version, state: 'for ever', left: 1, seconds: 0, open }
    const now = Math.max(lastMark?.atMicros ?? since, since)
    const left = Math.max(0, until - now) / Math.max(1, until - since)
    const state = now < until ? 'fresh' : 'stale'
    return { target, version, state, left: Math.min(1, left), seconds: Math.abs(until - now) / 1_000_000, open }
  })
}

/** `/p/1: version 2, fresh for 3.1 s` */
export function copyText({ target, version, state, seconds, open }: CopyRow): string {
  if (state === 'none') return `${target}: no copy${open === 0 ? '' : `, ${open} wait`}`
  if (state === 'for ever') return `${target}: version ${version}, for ever`
  return `${target}: version ${version}, ${state} for ${secondsText(seconds)}`
}

/** `3.1 s`; whole seconds from ten on. */
export function secondsText(seconds: number): string {
  return `${seconds < 9.95 ? (Math.floor(seconds * 10) / 10).toFixed(1) : Math.floor(seconds)} s`
}

/** Places, from 0 on, of the first objects of which there is a copy. */
export function copiesOf(reading: Reading): number[] {
  const { cells } = reading
  if (isDown(reading) || typeof cells !== 'string') return []
  return [...cells].flatMap((cell, index) => (cell === '1' ? [index] : []))
}

export interface ClassRatio {
  readonly name: string
  /** Null before the first look-up. */
  readonly ratio: number | null
  readonly text: string
}

const CLASSES = [
  { key: 'head', name: 'top' },
  { key: 'middle', name: 'middle' },
  { key: 'tail', name: 'tail' },
] as const

/** Hit ratios by popularity, the most popular class first. */
export function classRatios(reading: Reading): ClassRatio[] {
  return CLASSES.map(({ key, name }) => {
    const asked = numberOf(reading, `asked:${key}`)
    const ratio = asked === 0 ? null : numberOf(reading, `hits:${key}`) / asked
    return { name, ratio, text: ratio === null ? 'not asked yet' : `${Math.round(ratio * 100)} % hits` }
  })
}

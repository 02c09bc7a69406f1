import { formatDuration } from '../../../workers/kernel/time'

/** Steps on which a scale may end: 1, 2 and 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 5, 10].find((each) => each * power >= value * (1 - 1e-9)) ?? 10
  // Powers below one are not exact; dividing by a whole power is.
  return power >= 1 ? step * power : step / Math.round(1 / power)
}

/** Texts of evenly spaced moments: one unit, and as many decimals as the step needs. */
export function tickTexts(ticks: readonly number[]): string[] {
  const last = ticks.at(-1) ?? 0
  const step = ticks.length > 1 ? (ticks[1] as number) - (ticks[0] as number) : last
  if (last >= 60_000_000 && step >= 1_000_000) return ticks.map((tick) => (tick === 0 ? '0 s' : formatDuration(tick)))
  const [unit, name] = last >= 1_000_000 ? [1_000_000, 's'] : last >= 1_000 ? [1_000, 'ms'] : [1, 'µs']
  let decimals = 0
  while (decimals < 6 && Math.abs((step / unit) * 10 ** decimals - Math.round((step / unit) * 10 ** decimals)) > 1e-6)
    decimals++
  return ticks.map((tick) => `${tick === 0 ? '0' : (tick / unit).toFixed(decimals)} ${name}`)
}

/** A text of the axis and the side of its tick on which it stands. */
export interface TickLabel {
  readonly text: string
  readonly anchor: 'start' | 'middle' | 'end'
}

/** About the width of a letter, and the least space between two texts, in pixels. */
const LETTER = 6.3
const BETWEEN = 8

/**
 * The texts of ticks at `places`, from left to right: none leaves the width and none touches another; null for a tick
 * without one. The text at the end stays and the one before it gives way.
 */
export function tickLabels(places: readonly number[], texts: readonly string[], width: number): (TickLabel | null)[] {
  const spans = places.map((x, index) => {
    const text = texts[index] ?? ''
    const length = text.length * LETTER
    const anchor = x < length / 2 ? 'start' : x > width - length / 2 ? 'end' : 'middle'
    const left = anchor === 'start' ? x : anchor === 'end' ? x - length : x - length / 2
    return { label: { text, anchor } as TickLabel, left, right: left + length }
  })
  const shown: (TickLabel | null)[] = spans.map(() => null)
  let limit = Number.POSITIVE_INFINITY
  for (let index = spans.length - 1; index >= 0; index--) {
    const { label, left, right } = spans[index] as (typeof spans)[number]
    if (right + BETWEEN > limit) continue
    shown[index] = label
    limit = left
  }
  return shown
}

/** A rate for people: `212/s`, `1,200/s`, `0.5/s`. */
export function perSecondText(rate: number): string {
  const rounded = rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10
  return `${String(rounded).replace(/\B(?=(\d{3})+$)/g, ',')}/s`
}

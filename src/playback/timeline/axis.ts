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

/** A rate for people: `212/s`, `1,200/s`, `0.5/s`. */
export function perSecondText(rate: number): string {
  const rounded = rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10
  return `${String(rounded).replace(/\B(?=(\d{3})+$)/g, ',')}/s`
}

/** Speed of playing: simulated seconds for each second of the wall, on a logarithmic scale. */

export const SLOWEST_RATE = 0.001
export const FASTEST_RATE = 100
/** 5 ms of simulated time fill a second: a hop of a millisecond can be followed by eye, and a queue is seen to grow. */
export const DEFAULT_RATE = 0.005

/** The rates on which the slider and the keys stop. */
export const RATES: readonly number[] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]

/** The stop that lies nearest to a rate, by ratio. */
export function nearestRateIndex(rate: number): number {
  let best = 0
  for (let index = 1; index < RATES.length; index++)
    if (distance(RATES[index] as number, rate) < distance(RATES[best] as number, rate)) best = index
  return best
}

function distance(a: number, b: number): number {
  return Math.abs(Math.log(a / b))
}

/** `2 ms = 1 s` up to a fifth of real time, then `×0.2`, `real time`, `×10`. */
export function rateText(rate: number): string {
  if (rate === 1) return 'real time'
  if (rate < 0.1) return `${Number((rate * 1000).toPrecision(3))} ms = 1 s`
  return `×${Number(rate.toPrecision(3))}`
}

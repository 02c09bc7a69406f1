import { RandomStream } from '../../../workers/kernel/random'

/** Customers of an M/M/1 station, drawn beforehand, so that every simulator serves the same ones and draws nothing. */
export interface Visits {
  readonly count: number
  /** Time from the customer before it (the first: from 0), and work, in microseconds. */
  readonly gaps: Float64Array
  readonly works: Float64Array
}

export function drawVisits(count: number, meanGap: number, meanWork: number, seed: number): Visits {
  const gaps = RandomStream.named(seed, 'gaps')
  const works = RandomStream.named(seed, 'works')
  return {
    count,
    gaps: Float64Array.from({ length: count }, () => gaps.exponential(meanGap)),
    works: Float64Array.from({ length: count }, () => works.exponential(meanWork)),
  }
}

/**
 * What the waits of all customers add up to, by no simulator (Lindley, "The theory of queues with a single server",
 * 1952): each waits for what is left of the wait and the work of the one before it.
 */
export function totalWait({ count, gaps, works }: Visits): number {
  let wait = 0
  let total = 0
  for (let index = 1; index < count; index++) {
    wait = Math.max(0, wait + works[index - 1]! - gaps[index]!)
    total += wait
  }
  return total
}

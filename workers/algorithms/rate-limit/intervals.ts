/** What a list of moments, in order of time, holds within intervals: how limits are judged from outside. */

/** The most within an interval [t, t + span). */
export function mostWithin(times: readonly number[], span: number): number {
  let most = 0
  let from = 0
  for (let to = 0; to < times.length; to++) {
    while ((times[to] as number) - (times[from] as number) >= span) from++
    most = Math.max(most, to - from + 1)
  }
  return most
}

/**
 * The least room that any closed window leaves below ⌊burst + rate · length⌋: below 0 when one is above it.
 * @param limit units in `perMicros`
 */
export function leastRoom(times: readonly number[], burst: number, limit: number, perMicros: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let from = 0; from < times.length; from++)
    for (let to = from; to < times.length; to++) {
      const span = (times[to] as number) - (times[from] as number)
      least = Math.min(least, burst + Math.floor((limit * span) / perMicros) - (to - from + 1))
    }
  return least
}

/** How many lie within [from, to). */
export function countWithin(times: readonly number[], from: number, to: number): number {
  return times.filter((time) => time >= from && time < to).length
}

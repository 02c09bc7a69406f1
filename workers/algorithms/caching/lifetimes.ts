/** For how long copies live. Times are whole simulated microseconds. */

/**
 * A time to live with jitter: from `ttl` less `percent` of it to `ttl` plus as much, evenly, so that entries that came
 * together do not leave together.
 *
 * @param unit drawn evenly from 0 to below 1
 * @throws RangeError when the share is not from 0 to 100
 */
export function jitteredTtl(ttl: number, percent: number, unit: number): number {
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`A jitter is from 0 to 100 %, not ${percent}.`)
  return Math.max(1, Math.round(ttl + ttl * (percent / 100) * (2 * unit - 1)))
}

/**
 * Until when a copy may be kept that was taken from a level below: for its own time to live, and never longer than the
 * level below keeps it. The same rule as `Age` in HTTP (RFC 9111 §4.2.3): time spent below counts.
 */
export function copyUntil(now: number, ttl: number, belowUntil: number): number {
  return Math.min(now + ttl, belowUntil)
}

/** Least share of its weight that a target which starts slowly has. */
const LEAST = 0.1

/**
 * Share of its weight that a target has `since` µs after it came back, in steps of 1 %: it grows evenly from 10 % to all
 * of it within `window`, as with `slowstart` in HAProxy and the slow start of Envoy with aggression 1.
 */
export function slowStartShare(since: number, window: number): number {
  if (since >= window) return 1
  return Math.max(LEAST, Math.floor((100 * since) / window) / 100)
}

import { exp, log } from '../../kernel/maths'

/**
 * Probabilistic early expiration (XFetch): every reader of an entry that is still good may decide alone to load it anew,
 * the more likely the nearer its end is and the longer a load takes. Vattani, Chierichetti and Lowenstein, "Optimal
 * Probabilistic Cache Stampede Prevention", PVLDB 8 (2015): refresh when now − β · Δ · ln(u) ≥ expiry.
 *
 * @param loadMicros Δ, how long the last load took
 * @param beta 1 is the optimum of the paper for the exponential; more is earlier; 0 never refreshes early
 * @param unit u, drawn evenly from above 0 to 1
 */
export function refreshesEarly(
  now: number,
  expiresAt: number,
  loadMicros: number,
  beta: number,
  unit: number,
): boolean {
  if (!(unit > 0 && unit <= 1)) throw new RangeError(`A lot lies above 0 and up to 1, not at ${unit}.`)
  return now - beta * loadMicros * log(unit) >= expiresAt
}

/** How likely that is with `leftMicros` to go: e^(−x / (β · Δ)); 1 once the entry is over. */
export function earlyRefreshChance(leftMicros: number, loadMicros: number, beta: number): number {
  if (leftMicros <= 0) return 1
  const scale = beta * loadMicros
  return scale === 0 ? 0 : exp(-leftMicros / scale)
}

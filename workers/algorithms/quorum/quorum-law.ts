/** What theory says of reads and writes that reach only some of the copies. */

/** In how many ways k of n can be chosen; 0 when there are not so many. */
export function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0
  let ways = 1
  for (let index = 1; index <= k; index++) ways = (ways * (n - k + index)) / index
  return Math.round(ways)
}

/**
 * How likely a read of R copies, drawn by lot, meets none of the W that have the newest write: C(N − W, R) / C(N, R)
 * (Bailis et al., "Probabilistically Bounded Staleness for Practical Partial Quorums", VLDB 2012, equation 1).
 */
export function missChance(n: number, w: number, r: number): number {
  return choose(n - w, r) / choose(n, r)
}

/**
 * The mean of the W-th smallest of N independent exponential times of mean 1: H(N) − H(N − W) (Rényi, "On the theory of
 * order statistics", 1953).
 */
export function meanOfSmallest(n: number, w: number): number {
  let mean = 0
  for (let k = n - w + 1; k <= n; k++) mean += 1 / k
  return mean
}

/** The variance of the same time: the sum of 1/k² for k from N − W + 1 to N. */
export function varianceOfSmallest(n: number, w: number): number {
  let variance = 0
  for (let k = n - w + 1; k <= n; k++) variance += 1 / (k * k)
  return variance
}

/** How likely at least `need` of N copies are up when each is with the same chance, independently: a binomial tail. */
export function availability(n: number, need: number, up: number): number {
  let sum = 0
  for (let alive = Math.max(0, need); alive <= n; alive++)
    sum += choose(n, alive) * power(up, alive) * power(1 - up, n - alive)
  return sum
}

/** The same when exactly `down` of M nodes are down and the N copies are on nodes drawn by lot: a hypergeometric tail. */
export function availabilityWithDown(nodes: number, down: number, n: number, need: number): number {
  let ways = 0
  for (let alive = Math.max(0, need); alive <= n; alive++) ways += choose(nodes - down, alive) * choose(down, n - alive)
  return ways / choose(nodes, n)
}

function power(base: number, times: number): number {
  let product = 1
  for (let index = 0; index < times; index++) product *= base
  return product
}

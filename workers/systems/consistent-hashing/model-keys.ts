/** The keys of a run, from the most popular to the least. */
export function keyNames(count: number): string[] {
  return Array.from({ length: count }, (_, rank) => `user:${rank + 1}`)
}

/** Names of the cache nodes, members first, then those that stand by. */
export function cacheNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `cache-${index + 1}`)
}

/** Names of nodes and keys. */
export const SIDES = ['a', 'b'] as const

export const MOST_NODES = 5
/** Rows that a replica shows. */
export const SHOWN_ROWS = 4

export function replicaNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${index + 1}`)
}

export function keyNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `k${index + 1}`)
}

/** Where the first three nodes and coordinator-a stand; the others stand on side b. */
export function sideOf(name: string): 'a' | 'b' {
  return name === 'coordinator-a' || ['n1', 'n2', 'n3'].includes(name) ? 'a' : 'b'
}

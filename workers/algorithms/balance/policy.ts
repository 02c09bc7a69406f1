/** One server as the balancer sees it. */
export interface Target {
  readonly name: string
  /** Share of traffic it should get against the others: positive, and whole unless the target starts slowly. */
  readonly weight: number
  /** Requests sent to it that have not come back. */
  readonly open: number
  readonly healthy: boolean
}

/** Source of lots: uniform integers from 0 to `below` − 1. */
export interface Lots {
  integer(below: number): number
}

/** Why a target was chosen, in the terms of the policy. Indexes point into the list of targets; a load is open ÷ weight. */
export type Reason =
  | { readonly kind: 'modulo'; readonly counter: number; readonly healthy: number; readonly index: number }
  | { readonly kind: 'turn'; readonly after: string | null }
  | { readonly kind: 'weight'; readonly current: number; readonly others: readonly number[] }
  | { readonly kind: 'fewest'; readonly open: number; readonly others: readonly number[] }
  | { readonly kind: 'lightest'; readonly load: number; readonly others: readonly number[] }
  | { readonly kind: 'two'; readonly open: number; readonly other: string; readonly otherOpen: number }
  | { readonly kind: 'lot'; readonly of: number }
  | { readonly kind: 'affinity'; readonly key: string; readonly entry: number; readonly tableSize: number }
  | { readonly kind: 'uncounted'; readonly count: number; readonly open: number }

export interface Choice {
  /** Index in the list of targets. */
  readonly index: number
  readonly reason: Reason
}

/**
 * Chooses a target for the next request; null when no target is healthy. May keep its own place between choices. `key`
 * says for whom the request is, to policies that care.
 */
export interface Policy {
  choose(targets: readonly Target[], lots: Lots, key?: string): Choice | null
}

/** Indexes of the healthy targets, in order. */
export function healthyIndexes(targets: readonly Target[]): number[] {
  const indexes: number[] = []
  for (let index = 0; index < targets.length; index++) if (targets[index]?.healthy) indexes.push(index)
  return indexes
}

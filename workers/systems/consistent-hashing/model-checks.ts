import type { Placement } from '../../algorithms/hashing/placement'
import type { Check } from '../../network/check'
import { type Membership, movementsBetween } from './model-membership'
import { createPlacement, type PlacementOptions, REMEMBERING } from './model-placement'

/** What the witness of lookups is told. */
export interface LookupWitness extends Check {
  /** A question about a key leaves for a cache node. */
  asked(key: string, cache: string): void
  joined(node: string): void
  left(node: string): void
}

/**
 * A witness with a placement of its own, built anew from the list of members after every change, so that an answer that
 * depends on the history of changes, or on a list that was not kept up, is a breach. Where history does decide, as with
 * slots that were handed over, all changes are played again on a new placement.
 */
export function keysAreAskedWhereTheyBelong(
  variant: string,
  members: readonly string[],
  options: PlacementOptions,
): LookupWitness {
  let names = [...members]
  const changes: ((placement: Placement) => void)[] = []
  let placement = createPlacement(variant, names, options)
  let breach: string | null = null
  const rebuild = (): void => {
    const remembers = REMEMBERING.has(variant)
    placement = createPlacement(variant, remembers ? members : names, options)
    if (remembers) for (const change of changes) change(placement)
  }
  return {
    name: 'A key is asked only at the node that the placement names',
    asked(key, cache) {
      const owner = placement.locate(key)
      if (owner !== cache) breach ??= `${key} is asked at ${cache} and belongs to ${owner ?? 'no node'}.`
    },
    joined(node) {
      names = [...names, node]
      changes.push((rebuilt) => rebuilt.add(node))
      rebuild()
    },
    left(node) {
      names = names.filter((name) => name !== node)
      changes.push((rebuilt) => rebuilt.remove(node))
      rebuild()
    },
    watch: () => () => breach,
  }
}

/**
 * A witness that remembers the owner of every key and, whenever the membership has changed, looks at all of them again:
 * whoever joins may only take, and whoever leaves may only give (Karger et al., STOC 1997: monotonicity).
 */
export function onlyTheNewNodeTakesKeys(membership: Membership): Check {
  return {
    name: 'When a node joins, keys move only to it, and when it leaves, only from it',
    watch() {
      let { version } = membership
      let owners = membership.owners()
      let members = membership.placement.nodes
      return () => {
        if (membership.version === version) return null
        const before = { owners, members }
        version = membership.version
        owners = membership.owners()
        members = membership.placement.nodes
        return strayKeys(before, { owners, members })
      }
    },
  }
}

/** A witness that counts the keys of every node itself, at the start and after every change of the membership. */
export function noNodeHoldsMoreThanItsBound(membership: Membership, boundPercent: number): Check {
  return {
    name: 'No node holds more keys than its bound',
    watch() {
      let seen = -1
      return () => {
        if (membership.version === seen) return null
        seen = membership.version
        return crowdedNode(membership, boundPercent)
      }
    },
  }
}

/** ceil(c · m / n) keys at most for each of n nodes with m keys (Mirrokni, Thorup and Zadimoghaddam, SODA 2018). */
function crowdedNode(membership: Membership, boundPercent: number): string | null {
  const { placement, keys } = membership
  const counts = new Map<string, number>()
  for (const owner of membership.owners()) if (owner !== null) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  const bound = Math.ceil((boundPercent * keys.length) / (100 * placement.nodes.length))
  const crowded = [...counts].find(([, count]) => count > bound)
  return crowded === undefined ? null : `${crowded[0]} holds ${crowded[1]} keys; its bound is ${bound}.`
}

interface Snapshot {
  readonly owners: readonly (string | null)[]
  readonly members: readonly string[]
}

/** A sentence about keys that moved between two nodes of which neither came nor went, or null. */
function strayKeys(before: Snapshot, after: Snapshot): string | null {
  const came = after.members.filter((node) => !before.members.includes(node))
  const went = before.members.filter((node) => !after.members.includes(node))
  const stray = movementsBetween(before.owners, after.owners).find(
    ({ from, to }) => !(came.includes(to ?? '') || went.includes(from ?? '')),
  )
  if (stray === undefined) return null
  const changed = [...came, ...went].join(', ')
  return `${stray.keys} keys move from ${stray.from ?? 'no node'} to ${stray.to ?? 'no node'}, but only ${changed} changed.`
}

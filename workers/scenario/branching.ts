/**
 * Scenarios that are kept beside each other: forks ("what if it had not crashed?") and the other side of a comparison.
 * Plain values; each change answers a new one, so that undo is the value before.
 */
import type { Scenario } from './scenario'

/** Branches are called by letters; the first is always `a`. */
export const BRANCH_IDS = ['a', 'b', 'c', 'd', 'e', 'f'] as const
export type BranchId = (typeof BRANCH_IDS)[number]

export const LONGEST_BRANCH_NAME = 40

export interface Branch {
  readonly id: BranchId
  /** What a person calls it; empty for one that has no name. */
  readonly name: string
  /** Where it leaves another branch; null for one that was not forked, or whose parent is no more. */
  readonly fork: Fork | null
  readonly scenario: Scenario
}

export interface Fork {
  /** The branch that it leaves: one before it. */
  readonly from: BranchId
  /** In simulated microseconds. */
  readonly atMicros: number
}

export interface Branching {
  /** In order of their ids, `a` first. */
  readonly branches: readonly Branch[]
  /** The branch that is shown and changed. */
  readonly active: BranchId
  /** The branch that the active one is compared with, or null. */
  readonly versus: BranchId | null
}

export function singleBranch(scenario: Scenario): Branching {
  return { branches: [{ id: 'a', name: '', fork: null, scenario }], active: 'a', versus: null }
}

export function findBranch({ branches }: Branching, id: BranchId | null): Branch | undefined {
  return branches.find((branch) => branch.id === id)
}

/** The scenario of the active branch. */
export function activeScenario(branching: Branching): Scenario {
  return (findBranch(branching, branching.active) as Branch).scenario
}

/** The active branch with another scenario. */
export function withScenario(branching: Branching, scenario: Scenario): Branching {
  return changed(branching, branching.active, (branch) => ({ ...branch, scenario }))
}

/**
 * A copy of the active branch, which becomes the active one; the branch that it leaves is what it is compared with.
 * The same branching when there are as many branches as there can be.
 */
export function forked(branching: Branching, atMicros: number): Branching {
  const added = withBranch(branching, activeScenario(branching), { from: branching.active, atMicros })
  return added === null ? branching : { ...added.branching, active: added.id, versus: branching.active }
}

/** Another branch with this scenario, which the active one is compared with. */
export function comparedWith(branching: Branching, scenario: Scenario): Branching {
  const added = withBranch(branching, scenario, null)
  return added === null ? branching : { ...added.branching, versus: added.id }
}

/** Shows another branch. The one that was shown is then what it is compared with, if it was compared with that one. */
export function switchedTo(branching: Branching, id: BranchId): Branching {
  if (findBranch(branching, id) === undefined || id === branching.active) return branching
  return { ...branching, active: id, versus: branching.versus === id ? branching.active : branching.versus }
}

/** Compares the active branch with another one, or with none. */
export function withVersus(branching: Branching, id: BranchId | null): Branching {
  return id === branching.active || (id !== null && findBranch(branching, id) === undefined)
    ? branching
    : { ...branching, versus: id }
}

export function renamed(branching: Branching, id: BranchId, name: string): Branching {
  return changed(branching, id, (branch) => ({ ...branch, name: cleanName(name) }))
}

/** Changes the scenario of any branch, for instance the other side of a comparison. */
export function withScenarioOf(branching: Branching, id: BranchId, scenario: Scenario): Branching {
  return changed(branching, id, (branch) => ({ ...branch, scenario }))
}

/**
 * Without a branch; the last one stays. Ids are dealt anew, so that they have no gaps. What was forked from it then leaves
 * its parent, at the same moment.
 */
export function without(branching: Branching, id: BranchId): Branching {
  const removed = findBranch(branching, id)
  const kept = branching.branches.filter((branch) => branch.id !== id)
  if (kept.length === 0 || kept.length === branching.branches.length) return branching
  const idOf = new Map(kept.map((branch, index) => [branch.id, BRANCH_IDS[index] as BranchId]))
  const active = idOf.get(branching.active) ?? 'a'
  const versus = branching.versus === null ? null : (idOf.get(branching.versus) ?? null)
  return {
    branches: kept.map((branch) => ({
      ...branch,
      id: idOf.get(branch.id) as BranchId,
      fork: forkWithout(branch.fork, removed?.id ?? null, removed?.fork?.from ?? null, idOf),
    })),
    active,
    versus: versus === active ? null : versus,
  }
}

/** A fork under the new ids; one of the branch that was removed passes to its parent. */
function forkWithout(
  fork: Fork | null,
  removed: BranchId | null,
  heir: BranchId | null,
  idOf: ReadonlyMap<BranchId, BranchId>,
): Fork | null {
  const from = fork?.from === removed ? heir : (fork?.from ?? null)
  const renamedFrom = from === null ? undefined : idOf.get(from)
  return fork === null || renamedFrom === undefined ? null : { ...fork, from: renamedFrom }
}

/** A name as a link can carry it: short, without control characters and marks that turn the direction of text. */
export function cleanName(name: string): string {
  return [...name]
    .filter((character) => !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(character))
    .join('')
    .trim()
    .slice(0, LONGEST_BRANCH_NAME)
}

function changed(branching: Branching, id: BranchId, change: (branch: Branch) => Branch): Branching {
  const branches = branching.branches.map((branch) => (branch.id === id ? change(branch) : branch))
  return { ...branching, branches }
}

function withBranch(
  branching: Branching,
  scenario: Scenario,
  fork: Fork | null,
): { readonly branching: Branching; readonly id: BranchId } | null {
  const id = BRANCH_IDS[branching.branches.length]
  if (id === undefined) return null
  const branch: Branch = { id, name: '', fork, scenario }
  return { branching: { ...branching, branches: [...branching.branches, branch] }, id }
}

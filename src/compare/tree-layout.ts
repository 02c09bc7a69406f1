import type { Branch, BranchId } from '../../workers/scenario/branching'

/** A branch as a row of the tree. */
export interface TreeRow {
  readonly branch: Branch
  /** 1 for a branch that leaves no other. */
  readonly level: number
  /** Row of the branch that it leaves, or null. */
  readonly parent: number | null
}

/**
 * Each branch after the one that it leaves, of several that leave one branch the latest first: so no line down to a fork
 * crosses the line of another one.
 */
export function treeRows(branches: readonly Branch[]): readonly TreeRow[] {
  const rows: TreeRow[] = []
  const add = (branch: Branch, parent: number | null, level: number): void => {
    const own = rows.push({ branch, level, parent }) - 1
    for (const fork of forksOf(branches, branch.id)) add(fork, own, level + 1)
  }
  for (const branch of branches) if (branch.fork === null) add(branch, null, 1)
  return rows
}

function forksOf(branches: readonly Branch[], id: BranchId): readonly Branch[] {
  const forks = branches.filter(({ fork }) => fork?.from === id)
  return forks.sort((a, b) => (b.fork?.atMicros ?? 0) - (a.fork?.atMicros ?? 0))
}

/** Where a key goes from a row: to the row above or below, the first or last, the parent or the first fork; null: nowhere. */
export function rowAfterKey(key: string, current: number, rows: readonly TreeRow[]): number | null {
  switch (key) {
    case 'ArrowUp':
      return Math.max(0, current - 1)
    case 'ArrowDown':
      return Math.min(rows.length - 1, current + 1)
    case 'Home':
      return 0
    case 'End':
      return rows.length - 1
    case 'ArrowLeft':
      return rows[current]?.parent ?? current
    case 'ArrowRight':
      return rows[current + 1]?.parent === current ? current + 1 : current
    default:
      return null
  }
}

/** The line of a row, from where it leaves its parent (rounded) to the end of the run, in pixels. */
export function branchPath(startX: number, endX: number, parentY: number | null, y: number): string {
  const from = Math.min(endX, Math.max(0, startX))
  if (parentY === null || startX < 0) return startX >= endX ? '' : `M${from.toFixed(1)} ${y}H${endX}`
  if (startX >= endX) return ''
  const bend = Math.min(8, y - parentY, endX - from)
  return `M${from.toFixed(1)} ${parentY}V${y - bend}q0 ${bend} ${bend} ${bend}H${endX}`
}

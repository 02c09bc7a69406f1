import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { branchPath, rowAfterKey, treeRows } from '../../../src/compare/tree-layout'
import { BRANCH_IDS, type Branch } from '../../../workers/scenario/branching'
import { defaultScenario } from '../../../workers/scenario/preset-scenario'
import { sample } from '../../scenario/sample-system'

const scenario = defaultScenario(sample)

/** Up to six branches, each of which may leave any one before it, no earlier than that one began. */
const anyBranches = fc
  .array(fc.record({ parent: fc.option(fc.nat(4)), after: fc.integer({ min: 1, max: 1_000 }) }), { maxLength: 5 })
  .map((steps) => {
    const branches: Branch[] = [{ id: 'a', name: '', fork: null, scenario }]
    for (const [index, { parent, after }] of steps.entries()) {
      const from = parent === null ? undefined : branches[parent]
      const fork = from === undefined ? null : { from: from.id, atMicros: (from.fork?.atMicros ?? 0) + after }
      branches.push({ id: BRANCH_IDS[index + 1] ?? 'f', name: '', fork, scenario })
    }
    return branches
  })

describe('the rows of the tree', () => {
  test('hold each branch once, each below the one that it leaves and one level deeper', () => {
    fc.assert(
      fc.property(anyBranches, (branches) => {
        const rows = treeRows(branches)
        expect(rows.map(({ branch }) => branch.id).sort()).toEqual(branches.map(({ id }) => id))
        for (const [index, { branch, parent, level }] of rows.entries()) {
          const above = parent === null ? undefined : rows[parent]
          expect(above?.branch.id ?? null).toBe(branch.fork?.from ?? null)
          expect(level).toBe((above?.level ?? 0) + 1)
          if (parent !== null) expect(parent).toBeLessThan(index)
        }
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  test('let no line down to a fork cross the line of another branch', () => {
    fc.assert(
      fc.property(anyBranches, (branches) => {
        const rows = treeRows(branches)
        for (const [index, { branch, parent }] of rows.entries()) {
          if (parent === null || branch.fork === null) continue
          for (const between of rows.slice(parent + 1, index))
            expect(between.branch.fork?.atMicros).toBeGreaterThanOrEqual(branch.fork.atMicros)
        }
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  test('are walked by keys: up, down, to the parent, to the first fork, to both ends', () => {
    const fork = (id: Branch['id'], from: Branch['id'], atMicros: number): Branch => {
      return { id, name: '', fork: { from, atMicros }, scenario }
    }
    const rows = treeRows([
      { id: 'a', name: '', fork: null, scenario },
      fork('b', 'a', 10),
      fork('c', 'a', 20),
      fork('d', 'c', 30),
    ])
    expect(rows.map(({ branch }) => branch.id)).toEqual(['a', 'c', 'd', 'b'])
    const pressed = (key: string, row: number) => rowAfterKey(key, row, rows)
    expect([pressed('ArrowDown', 0), pressed('ArrowDown', 3), pressed('ArrowUp', 0)]).toEqual([1, 3, 0])
    expect([pressed('ArrowLeft', 2), pressed('ArrowLeft', 3), pressed('ArrowLeft', 0)]).toEqual([1, 0, 0])
    expect([pressed('ArrowRight', 1), pressed('ArrowRight', 2)]).toEqual([2, 2])
    expect([pressed('Home', 2), pressed('End', 0), pressed('x', 0)]).toEqual([0, 3, null])
  })
})

describe('the line of a branch', () => {
  test('bends down from its parent to its own row and goes on to the end', () => {
    expect(branchPath(100, 500, 11, 33)).toBe('M100.0 11V25q0 8 8 8H500')
  })
  test('of none that it leaves, or of one out of sight at the left, is straight', () => {
    expect(branchPath(0, 500, null, 11)).toBe('M0.0 11H500')
    expect(branchPath(-20, 500, 11, 33)).toBe('M0.0 33H500')
  })
  test('out of sight at the right is not there', () => {
    expect(branchPath(600, 500, 11, 33)).toBe('')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Change, RowTable, type RowValue } from '../../../workers/algorithms/storage/row-table'

const keys = fc.constantFrom('a', 'b', 'B', 'ä', 'aa')
const initial = fc.array(fc.tuple(keys, fc.integer()), { maxLength: 4 })
const writes = fc.array(fc.tuple(keys, fc.option(fc.integer())), { maxLength: 40, size: 'max' })
const RUNS = { seed: 3, numRuns: 200 }

function played(start: readonly [string, RowValue][], steps: readonly [string, number | null][]): RowTable {
  const table = new RowTable(start)
  for (const [key, value] of steps) value === null ? table.delete(key) : table.put(key, value)
  return table
}

function contents(table: RowTable): unknown {
  return table.scan('', '\uffff')
}

/** The table as a list of assignments, read from the end. */
function naive(start: readonly [string, RowValue][], steps: readonly [string, number | null][]) {
  const all = ['B', 'a', 'aa', 'b', 'ä'].flatMap((key) => {
    const last = steps.findLastIndex(([written]) => written === key)
    const value = last >= 0 ? steps[last]?.[1] : start.findLast(([written]) => written === key)?.[1]
    return value === undefined || value === null ? [] : [[key, { value, version: last + 1 }] as const]
  })
  return all
}

describe('a table of rows', () => {
  it('holds the last value of each key, with the position that wrote it', () => {
    fc.assert(
      fc.property(initial, writes, (start, steps) => {
        const table = played(start, steps)
        expect(contents(table)).toEqual(naive(start, steps))
        expect(table.position).toBe(steps.length)
        expect(table.size).toBe(naive(start, steps).length)
      }),
      RUNS,
    )
  })

  it('becomes equal to another one by its changes, however they are cut and repeated', () => {
    fc.assert(
      fc.property(initial, writes, fc.integer({ min: 1, max: 7 }), (start, steps, piece) => {
        const [primary, replica] = [played(start, steps), new RowTable(start)]
        while (replica.position < primary.position) {
          const before = replica.position
          for (const change of primary.changesAfter(Math.max(0, before - 2), piece + 2)) replica.apply(change)
          expect(replica.position).toBe(Math.min(primary.position, before + (before < 2 ? piece + 2 - before : piece)))
        }
        expect(contents(replica)).toEqual(contents(primary))
      }),
      RUNS,
    )
  })

  it('takes no change before the one that belongs there', () => {
    const table = new RowTable()
    const change = (position: number): Change => ({ position, key: 'a', value: position })
    expect(table.apply(change(2))).toBe('gap')
    expect(table.get('a')).toBeNull()
    expect(table.apply(change(1))).toBe('applied')
    expect(table.apply(change(1))).toBe('known')
    expect(table.get('a')).toEqual({ value: 1, version: 1 })
  })

  it('forgets what lies behind a position, and says what that was', () => {
    fc.assert(
      fc.property(initial, writes, fc.nat(45), (start, steps, position) => {
        const table = played(start, steps)
        const lost = table.truncate(position)
        expect(lost.map(({ key, value }) => [key, value])).toEqual(steps.slice(position))
        expect(contents(table)).toEqual(naive(start, steps.slice(0, position)))
        expect(table.position).toBe(Math.min(position, steps.length))
      }),
      RUNS,
    )
  })

  it('scans a half-open range in the order of code units', () => {
    const table = played(
      [],
      [
        ['b', 1],
        ['B', 2],
        ['aa', 3],
        ['a', 4],
      ],
    )
    expect(table.scan('a', 'b').map(([key]) => key)).toEqual(['a', 'aa'])
    expect(table.scan('', 'c', 2).map(([key]) => key)).toEqual(['B', 'a'])
  })
})

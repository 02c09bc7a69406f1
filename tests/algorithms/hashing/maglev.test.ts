import { describe, expect, it } from 'vitest'
import { fillTable, Maglev } from '../../../workers/algorithms/hashing/maglev'

const nodes = Array.from({ length: 10 }, (_, index) => `node-${index}`)

function counts(entries: readonly string[]): Map<string, number> {
  const counted = new Map<string, number>()
  for (const node of entries) counted.set(node, (counted.get(node) ?? 0) + 1)
  return counted
}

describe('fillTable', () => {
  const [b0, b1, b2] = [
    { offset: 3, skip: 4, weight: 1 },
    { offset: 0, skip: 2, weight: 1 },
    { offset: 3, skip: 1, weight: 1 },
  ]

  it('fills the table of the paper’s example, and again after B1 is gone', () => {
    const table = new Uint32Array(7)
    fillTable(table, [b0, b1, b2])
    expect([...table]).toEqual([1, 0, 1, 0, 2, 2, 0])
    fillTable(table, [b0, b2])
    expect([...table]).toEqual([0, 0, 0, 0, 1, 1, 1])
  })
})

describe('Maglev', () => {
  it('fills 65537 entries, to each node the same number but one', () => {
    const entries = new Maglev(nodes).entries()
    expect(entries).toHaveLength(65537)
    expect(new Set(counts(entries).values())).toEqual(new Set([6553, 6554]))
  })

  it('gives a node of weight w w times the entries', () => {
    const counted = counts(new Maglev({ a: 1, b: 2, c: 5 }).entries())
    for (const [node, weight] of [
      ['a', 1],
      ['b', 2],
      ['c', 5],
    ] as const) {
      expect(Math.abs((counted.get(node) as number) - (65537 * weight) / 8)).toBeLessThanOrEqual(2)
    }
  })

  it('moves between nodes that stay under 1 % of the table when one of ten leaves, and on a join', () => {
    const maglev = new Maglev(nodes)
    const before = maglev.entries()
    maglev.remove('node-3')
    const without = maglev.entries()
    const strays = before.filter((node, index) => node !== 'node-3' && node !== without[index])
    expect(strays.length / before.length).toBeLessThan(0.01)
    maglev.add('node-3')
    expect(maglev.entries()).toEqual(before)
  })

  it('does not depend on the order of the nodes', () => {
    expect(new Maglev([...nodes].reverse(), 251).entries()).toEqual(new Maglev(nodes, 251).entries())
  })

  it('refuses a table that is no prime or too small, and weights that are not positive numbers', () => {
    expect(() => new Maglev(nodes, 65536)).toThrow(RangeError)
    expect(() => new Maglev(nodes, 7)).toThrow(RangeError)
    expect(() => new Maglev({ a: 0 })).toThrow(RangeError)
    const full = new Maglev(nodes.slice(0, 7), 7)
    expect(() => full.add('node-8')).toThrow(RangeError)
    expect(full.nodes).toEqual(nodes.slice(0, 7))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { murmur3 } from '../../../workers/algorithms/hashing/murmur3'
import { Rendezvous } from '../../../workers/algorithms/hashing/rendezvous'

const names = fc.uniqueArray(fc.string({ maxLength: 6 }), { minLength: 2, maxLength: 9 })
const keys = Array.from({ length: 200 }, (_, index) => `user:${index}`)

describe('Rendezvous', () => {
  it('moves on a join only keys to the new node, on a leave only keys of the old one', () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 4 }), ([node, ...others], weight) => {
        const small = new Rendezvous(others)
        const large = new Rendezvous(others)
        large.add(node as string, weight)
        for (const key of keys) {
          if (large.locate(key) !== node) expect(large.locate(key)).toBe(small.locate(key))
        }
        large.remove(node as string)
        for (const key of keys) expect(large.locate(key)).toBe(small.locate(key))
      }),
      { seed: 7, numRuns: 60 },
    )
  })

  it('gives the key to the highest score', () => {
    const nodes = new Rendezvous({ a: 1, b: 2, c: 1 })
    for (const key of keys) {
      const steps = nodes.explain(key)
      const best = Math.max(...(steps?.scores.map(({ score }) => score) ?? []))
      expect(steps?.scores.find(({ node }) => node === nodes.locate(key))?.score).toBe(best)
    }
  })

  it('owns shares by weight (within 4 standard errors)', () => {
    const nodes = new Rendezvous({ a: 1, b: 2, c: 5 })
    const total = 40_000
    const counts: Record<string, number> = { a: 0, b: 0, c: 0 }
    for (let index = 0; index < total; index++) {
      const node = nodes.locate(`user:${index}`) as string
      counts[node] = (counts[node] as number) + 1
    }
    for (const [node, weight] of [
      ['a', 1],
      ['b', 2],
      ['c', 5],
    ] as const) {
      const due = weight / 8
      expect(Math.abs((counts[node] as number) / total - due)).toBeLessThan(4 * Math.sqrt((due * (1 - due)) / total))
    }
  })

  it('does not depend on the order of the nodes, even of two whose names collide and score alike', () => {
    const [first, second] = ['node-53119', 'node-70603'] as const
    expect(murmur3(first)).toBe(murmur3(second))
    const [forwards, backwards] = [new Rendezvous([first, second, 'b']), new Rendezvous(['b', second, first])]
    for (const key of keys) expect(forwards.locate(key)).toBe(backwards.locate(key))
    expect(keys.map((key) => forwards.locate(key))).not.toContain(second)
  })

  it('refuses weights that are not whole numbers from 1 to 1000', () => {
    for (const bad of [0, 1.5, 1001, Number.NaN]) expect(() => new Rendezvous({ a: bad })).toThrow(RangeError)
  })
})

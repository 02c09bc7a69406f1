import { describe, expect, it } from 'vitest'
import { Modulo, stayingFraction } from '../../../workers/algorithms/hashing/modulo'

function named(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `node-${index}`)
}

describe('Modulo', () => {
  it('keeps from n to m nodes min(n, m) of every lcm(n, m) consecutive hashes, exactly', () => {
    for (let before = 1; before <= 14; before++) {
      for (let after = 1; after <= 14; after++) {
        const [old, young] = [new Modulo(named(before)), new Modulo(named(after))]
        const period = before * after
        let staying = 0
        for (let hash = 0; hash < period; hash++) if (old.locateHash(hash) === young.locateHash(hash)) staying++
        expect(staying / period).toBeCloseTo(stayingFraction(before, after), 12)
      }
    }
  })

  it('keeps one key in five from four to five nodes, and every second from four to eight', () => {
    expect(stayingFraction(4, 5)).toBe(1 / 5)
    expect(stayingFraction(4, 8)).toBe(1 / 2)
  })

  it('moves four keys in five from four to five nodes even with a good hash (4 standard errors)', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `user:${index}`)
    const nodes = new Modulo(named(4))
    const before = keys.map((key) => nodes.locate(key))
    nodes.add('node-4')
    const moved = keys.filter((key, index) => nodes.locate(key) !== before[index]).length / keys.length
    expect(Math.abs(moved - 0.8)).toBeLessThan(4 * Math.sqrt((0.8 * 0.2) / keys.length))
  })
})

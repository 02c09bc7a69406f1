import { describe, expect, it } from 'vitest'
import { fnv1a } from '../../../workers/algorithms/hashing/fnv1a'
import { Ring } from '../../../workers/algorithms/hashing/ring'

describe('fnv1a', () => {
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('hashes %j to its published value', (key, hash) => {
    expect(fnv1a(key)).toBe(hash)
  })

  it('lacks a finalizer, so on a ring of 100 nodes the fullest owns over twice the average', () => {
    const nodes = Array.from({ length: 100 }, (_, index) => `node-${index}`)
    expect(Math.max(...new Ring(nodes, { hash: fnv1a }).shares()) * 100).toBeGreaterThan(2)
    expect(Math.max(...new Ring(nodes).shares()) * 100).toBeLessThan(1.4)
  })
})

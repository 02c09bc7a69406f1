import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BoundedLoad } from '../../../workers/algorithms/hashing/bounded-load'
import { murmur3 } from '../../../workers/algorithms/hashing/murmur3'
import { Ring } from '../../../workers/algorithms/hashing/ring'

const nodes = Array.from({ length: 10 }, (_, index) => `node-${index}`)
const keys = Array.from({ length: 5000 }, (_, index) => `user:${index}`)

const step = fc.record({
  action: fc.constantFrom('assign', 'assign', 'assign', 'release', 'add', 'remove'),
  key: fc.nat(40).map((index) => `user:${index}`),
  node: fc.constantFrom('a', 'b', 'c', 'd'),
})

describe('BoundedLoad', () => {
  it('never holds more than ceil(c · m / n) on a node, whatever comes and goes, and loses no key', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 80, size: 'max' }),
        fc.constantFrom(100, 110, 125, 200),
        (steps, maximumPercent) => {
          const bounded = new BoundedLoad(['a', 'b'], { maximumPercent, pointsPerNode: 8 })
          const inside = new Set<string>()
          for (const { action, key, node } of steps) {
            if (action === 'assign') {
              const foreseen = bounded.locate(key)
              expect(bounded.assign(key)).toBe(foreseen)
              inside.add(key)
            } else if (action === 'release') {
              bounded.release(key)
              inside.delete(key)
            } else bounded[action](node)
            const count = bounded.nodes.length
            const bound = Math.ceil((maximumPercent * inside.size) / (100 * count))
            for (const name of bounded.nodes) expect(bounded.load(name)).toBeLessThanOrEqual(bound)
            const total = bounded.nodes.reduce((sum, name) => sum + bounded.load(name), 0)
            expect(total).toBe(count === 0 ? 0 : inside.size)
            for (const held of inside)
              expect(count === 0 || bounded.nodes.includes(bounded.locate(held) ?? '')).toBe(true)
          }
        },
      ),
      { seed: 7, numRuns: 200 },
    )
  })

  it('is the plain ring while no node is full', () => {
    const bounded = new BoundedLoad(nodes, { maximumPercent: 100_000 })
    const ring = new Ring(nodes)
    for (const key of keys) expect(bounded.assign(key)).toBe(ring.locate(key))
  })

  it('spreads one crowd of neighbours over the next nodes, and explains which ones were full', () => {
    const bounded = new BoundedLoad(nodes, { hash: (key) => (key.startsWith('user') ? 5 : murmur3(key)) })
    for (const key of keys.slice(0, 999)) bounded.assign(key)
    expect(Math.max(...nodes.map((node) => bounded.load(node)))).toBe(125)
    const steps = bounded.explain('user:next')
    expect(steps?.walk.length).toBeGreaterThan(1)
    expect(steps?.walk.map(({ isFull }) => isFull)).toEqual(steps?.walk.map((_, index, all) => index < all.length - 1))
    expect(bounded.explain('user:1')).toMatchObject({ isHeld: true, node: bounded.locate('user:1') })
  })

  it('bounds weighted nodes by their part', () => {
    const bounded = new BoundedLoad({ a: 1, b: 3 }, { maximumPercent: 100 })
    for (const key of keys.slice(0, 400)) bounded.assign(key)
    expect([bounded.load('a'), bounded.load('b')]).toEqual([100, 300])
    expect([bounded.capacity('a'), bounded.capacity('b'), bounded.capacity('stranger')]).toEqual([100, 300, 0])
  })

  it('moves few keys when a node joins ten: under a quarter, where modulo moves ten in eleven', () => {
    const bounded = new BoundedLoad(nodes)
    for (const key of keys) bounded.assign(key)
    const before = keys.map((key) => bounded.locate(key))
    bounded.add('node-10')
    expect(keys.filter((key, index) => bounded.locate(key) !== before[index]).length / keys.length).toBeLessThan(0.25)
  })

  it('holds keys that come while there is no node, and places them when one joins', () => {
    const bounded = new BoundedLoad([])
    expect(bounded.assign('user:1')).toBeNull()
    bounded.add('a')
    expect(bounded.locate('user:1')).toBe('a')
    expect(bounded.load('a')).toBe(1)
  })

  it('refuses a bound below the average', () => {
    for (const bad of [99, 110.5, Number.NaN])
      expect(() => new BoundedLoad(nodes, { maximumPercent: bad })).toThrow(RangeError)
  })
})

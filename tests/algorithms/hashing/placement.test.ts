import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BoundedLoad } from '../../../workers/algorithms/hashing/bounded-load'
import { GuideRing } from '../../../workers/algorithms/hashing/guide-ring'
import { guideStringHash } from '../../../workers/algorithms/hashing/guide-string-hash'
import { Jump } from '../../../workers/algorithms/hashing/jump'
import { Ketama } from '../../../workers/algorithms/hashing/ketama'
import { Maglev } from '../../../workers/algorithms/hashing/maglev'
import { Modulo } from '../../../workers/algorithms/hashing/modulo'
import type { Placement } from '../../../workers/algorithms/hashing/placement'
import { RedisSlots } from '../../../workers/algorithms/hashing/redis-slots'
import { Rendezvous } from '../../../workers/algorithms/hashing/rendezvous'
import { Ring } from '../../../workers/algorithms/hashing/ring'
import { stringHashes } from '../../../workers/algorithms/hashing/string-hash'

const family: [name: string, create: (nodes: readonly string[]) => Placement][] = [
  ['Modulo', (nodes) => new Modulo(nodes)],
  ['Modulo by the guide’s hash', (nodes) => new Modulo(nodes, guideStringHash)],
  ['Ring by murmur3', (nodes) => new Ring(nodes, { pointsPerNode: 20 })],
  ['Ring by xxhash32', (nodes) => new Ring(nodes, { pointsPerNode: 20, hash: stringHashes.xxhash32 })],
  ['Ring by fnv1a', (nodes) => new Ring(nodes, { pointsPerNode: 20, hash: stringHashes.fnv1a })],
  ['Ring by the guide’s hash', (nodes) => new Ring(nodes, { pointsPerNode: 20, hash: stringHashes.guide })],
  ['GuideRing', (nodes) => new GuideRing(nodes)],
  ['Ketama', (nodes) => new Ketama(nodes)],
  ['Rendezvous', (nodes) => new Rendezvous(nodes)],
  ['Jump', (nodes) => new Jump(nodes)],
  ['Maglev', (nodes) => new Maglev(nodes, 251)],
  ['RedisSlots', (nodes) => new RedisSlots(nodes)],
  ['BoundedLoad', (nodes) => new BoundedLoad(nodes, { pointsPerNode: 20 })],
]

const nodeName = fc.oneof(fc.constantFrom('a', 'b', 'shard-1', 'cache:11211'), fc.string({ maxLength: 5 }))
const names = fc.uniqueArray(nodeName, { maxLength: 7 })
const keys = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.nat(999).map((index) => `user:${index}`),
  ),
  { maxLength: 15, size: 'max' },
)
const changes = fc.array(fc.tuple(fc.boolean(), nodeName), { maxLength: 6 })

describe.each(family)('%s as a placement', (_, create) => {
  it('locates every key on one of its nodes, and explains exactly that, through any joins and leaves', () => {
    fc.assert(
      fc.property(names, changes, keys, (nodes, joinsAndLeaves, some) => {
        const placement = create(nodes)
        const model = new Set(nodes)
        for (const [isJoin, node] of [[true, nodes[0] ?? 'a'] as const, ...joinsAndLeaves]) {
          if (isJoin) placement.add(node)
          else placement.remove(node)
          if (isJoin) model.add(node)
          else model.delete(node)
          expect(new Set(placement.nodes)).toEqual(model)
          expect(placement.nodes).toHaveLength(model.size)
          for (const key of some) {
            const located = placement.locate(key)
            const steps = placement.explain(key)
            expect(steps?.node ?? null).toBe(located)
            expect(located === null ? model.size === 0 : model.has(located)).toBe(true)
            expect(steps?.key ?? key).toBe(key)
          }
        }
      }),
      { seed: 7, numRuns: 40 },
    )
  })

  it('answers null without nodes, from the start and after the last one left', () => {
    const placement = create([])
    expect([placement.locate('a'), placement.explain('a')]).toEqual([null, null])
    placement.add('only')
    expect(placement.locate('a')).toBe('only')
    placement.remove('only')
    expect([placement.locate('a'), placement.explain('a'), placement.nodes]).toEqual([null, null, []])
  })

  it('has a node named twice once, and changes nothing when a stranger leaves', () => {
    const placement = create(['a', 'b', 'a'])
    placement.add('b')
    placement.remove('stranger')
    expect(placement.nodes).toEqual(['a', 'b'])
  })

  it('explains in plain data that survives a structured clone', () => {
    const steps = create(['a', 'b', 'c']).explain('user:1')
    expect(structuredClone(steps)).toEqual(steps)
  })
})

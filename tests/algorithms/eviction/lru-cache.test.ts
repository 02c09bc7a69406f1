import { LRUCache } from 'lru-cache'
import { describe, expect, it } from 'vitest'
import { Expiring } from '../../../workers/algorithms/eviction/expiring'
import { IndexedLru } from '../../../workers/algorithms/eviction/indexed-lru'
import { LeastRecentlyUsed } from '../../../workers/algorithms/eviction/least-recently-used'
import { Lru } from '../../../workers/algorithms/eviction/lru'
import type { Step } from '../../../workers/algorithms/eviction/step'
import { RandomStream } from '../../../workers/kernel/random'

const OPERATIONS = 200_000

/** The same random operations for both sides: 55 % gets, 40 % sets, 5 % deletes over 300 keys of unequal popularity. */
function* drawn(seed: number): Generator<{ kind: 'get' | 'set' | 'delete'; key: number; turn: number; lot: number }> {
  const lots = RandomStream.named(seed, 'lru-cache')
  for (let turn = 0; turn < OPERATIONS; turn++) {
    const die = lots.integer(100)
    const key = Math.min(lots.integer(300), lots.integer(300))
    yield { kind: die < 55 ? 'get' : die < 95 ? 'set' : 'delete', key, turn, lot: lots.integer(20) }
  }
}

describe(`on ${OPERATIONS} random operations`, () => {
  it('LRU by string keys and by integers answers, throws out and keeps in order what lru-cache does', () => {
    const thrownOut: string[] = []
    const peer = new LRUCache<string, number>({
      max: 80,
      dispose: (_, key, reason) => reason === 'evict' && thrownOut.push(key),
    })
    const byString = new Lru<number>(80)
    const byIndex = new IndexedLru(80, 300)
    let differences = 0
    for (const { kind, key, turn } of drawn(7)) {
      const name = `k${key}`
      thrownOut.length = 0
      if (kind === 'get') {
        const value = peer.get(name)
        if (byString.get(name) !== value || byIndex.get(key) !== (value !== undefined)) differences++
      } else if (kind === 'set') {
        peer.set(name, turn)
        const victim = byString.set(name, turn)
        const index = byIndex.set(key)
        if (victim !== (thrownOut[0] ?? null) || index !== Number(victim?.slice(1) ?? -1)) differences++
      } else {
        const was = peer.delete(name)
        if (byString.delete(name) !== was || byIndex.delete(key) !== was) differences++
      }
      if (turn % 1000 === 0) {
        expect([...byString.keys()]).toEqual([...peer.rkeys()])
        expect([...byIndex.keys()].map((own) => `k${own}`)).toEqual([...peer.rkeys()])
      }
    }
    expect(differences).toBe(0)
  })

  it('LRU with weights throws out what lru-cache does with sizes', () => {
    const thrownOut: string[] = []
    const peer = new LRUCache<string, number>({
      maxSize: 500,
      dispose: (_, key, reason) => reason === 'evict' && thrownOut.push(key),
    })
    const told: string[] = []
    const own = new LeastRecentlyUsed(500, (step: Step) => step.kind === 'evicted' && told.push(step.key))
    let differences = 0
    for (const { kind, key, turn, lot } of drawn(8)) {
      const name = `k${key}`
      // One weight in twenty is more than everything: both refuse it and let go of what they had.
      const weight = lot === 0 ? 501 : lot
      if (kind === 'get') {
        if ((peer.get(name) !== undefined) !== own.get(name, turn)) differences++
      } else if (kind === 'set') {
        peer.set(name, turn, { size: weight })
        own.set(name, turn, weight)
      } else if (peer.delete(name) !== own.delete(name)) differences++
      if (own.weight !== peer.calculatedSize || own.size !== peer.size) differences++
    }
    expect(differences).toBe(0)
    expect(told).toEqual(thrownOut)
    expect(told.length).toBeGreaterThan(10_000)
  })

  it('LRU with a time to live has what lru-cache has with its ttl', () => {
    const clock = { time: 1, now: () => clock.time }
    const peer = new LRUCache<string, number>({ max: 80, ttl: 2000, ttlResolution: 0, perf: clock })
    let expired = 0
    const own = new Expiring(
      (heard) => new LeastRecentlyUsed(80, heard),
      2000,
      (step) => {
        if (step.kind === 'expired') expired++
      },
    )
    let differences = 0
    for (const { kind, key, turn, lot } of drawn(9)) {
      const name = `k${key}`
      clock.time += lot
      if (own.has(name, clock.time) !== peer.has(name)) differences++
      if (kind === 'get') {
        if ((peer.get(name) !== undefined) !== own.get(name, clock.time)) differences++
      } else if (kind === 'set') {
        peer.set(name, turn)
        own.set(name, clock.time)
      } else if (peer.delete(name) !== own.delete(name)) differences++
      if (own.size !== peer.size) differences++
    }
    expect(differences).toBe(0)
    expect(expired).toBeGreaterThan(1000)
  })
})

describe('LRU over interned keys', () => {
  it('refuses a capacity and a number of keys that are none', () => {
    for (const wrong of [0, -1, 1.5, Number.NaN]) {
      expect(() => new IndexedLru(wrong, 10)).toThrow('The capacity of a cache is a whole number from 1')
      expect(() => new IndexedLru(10, wrong)).toThrow('The number of interned keys is a whole number from 1')
    }
  })
})

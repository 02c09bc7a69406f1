import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc16 } from '../../../workers/algorithms/hashing/crc16'
import { hashTag, keySlot, RedisSlots, slotCount } from '../../../workers/algorithms/hashing/redis-slots'

function owners(slots: RedisSlots): (string | null)[] {
  return Array.from({ length: slotCount }, (_, slot) => slots.locateSlot(slot))
}

function counts(slots: RedisSlots): number[] {
  const all = owners(slots)
  return slots.nodes.map((node) => all.filter((owner) => owner === node).length)
}

describe('crc16', () => {
  it('has the check value of CRC-16/XMODEM', () => {
    expect(crc16('123456789')).toBe(0x31c3)
    expect(crc16('')).toBe(0)
  })

  it('is the remainder of the bytes as a polynomial, divided bit by bit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let remainder = 0
        for (const byte of [...new TextEncoder().encode(text), 0, 0]) {
          for (let bit = 7; bit >= 0; bit--) {
            remainder = (remainder << 1) | ((byte >> bit) & 1)
            if (remainder & 0x10000) remainder ^= 0x11021
          }
        }
        expect(crc16(text)).toBe(remainder)
      }),
      { seed: 7 },
    )
  })
})

describe('keySlot', () => {
  it('is 12182 for foo', () => {
    expect(keySlot('foo')).toBe(12182)
  })

  it.each([
    ['{user1000}.following', 'user1000'],
    ['foo{}{bar}', null],
    ['foo{{bar}}zap', '{bar'],
    ['foo{bar}{zap}', 'bar'],
    ['}foo{bar', null],
    ['plain', null],
  ])('hashes of %j the tag %j, as the cluster specification’s examples', (key, tag) => {
    expect(hashTag(key)).toBe(tag)
    expect(keySlot(key)).toBe(crc16(tag ?? key) % 16384)
  })
})

describe('RedisSlots', () => {
  it('deals three nodes the ranges that redis-cli deals', () => {
    const slots = new RedisSlots(['a', 'b', 'c'])
    expect(['a', 'b', 'c'].map((node) => slots.ranges(node))).toEqual([
      [{ first: 0, last: 5460 }],
      [{ first: 5461, last: 10922 }],
      [{ first: 10923, last: 16383 }],
    ])
  })

  it('keeps together what shares a hash tag', () => {
    const slots = new RedisSlots(['a', 'b', 'c'])
    expect(slots.locate('{user:7}:cart')).toBe(slots.locate('{user:7}:orders'))
    expect(slots.explain('{user:7}:cart')).toMatchObject({ hashed: 'user:7', isTagged: true, slot: keySlot('user:7') })
  })

  it('moves slots on a join only to the new node, on a leave only from the old one, and stays even', () => {
    const change = fc.tuple(fc.boolean(), fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12, size: 'max' }), (changes) => {
        const slots = new RedisSlots(['a'])
        for (const [isJoin, node] of changes) {
          const before = owners(slots)
          if (isJoin) slots.add(node)
          else slots.remove(node)
          const after = owners(slots)
          if (before[0] === null || after[0] === null) continue
          const strays = before.filter(
            (owner, slot) => owner !== after[slot] && (isJoin ? after[slot] : owner) !== node,
          )
          expect(strays).toHaveLength(0)
          const due = slotCount / slots.nodes.length
          for (const count of counts(slots)) expect(Math.abs(count - due)).toBeLessThanOrEqual(slots.nodes.length)
        }
      }),
      { seed: 7, numRuns: 25 },
    )
  })

  it('follows weights when they are given and when they change', () => {
    const slots = new RedisSlots({ a: 1, b: 3 })
    expect(counts(slots)).toEqual([4096, 12288])
    slots.add('a', 3)
    expect(counts(slots)).toEqual([8192, 8192])
    slots.add('a', 1)
    expect(counts(slots)).toEqual([4096, 12288])
  })
})

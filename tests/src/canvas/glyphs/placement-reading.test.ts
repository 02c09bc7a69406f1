import { describe, expect, test } from 'vitest'
import { hashText, lookupOf, pictureOf, shortKey } from '../../../../src/canvas/glyphs/placement-reading'
import type { Mark } from '../../../../workers/trace/trace'

function mark(name: string, details: Mark['details']): Mark {
  return { index: 0, event: 0, atMicros: 0, node: 0, name, tone: 'neutral', sentence: '', details, request: 1 }
}

describe('the look-up that is drawn', () => {
  test('is that of a located mark, on a ring or by modulo', () => {
    const ring = { key: 'user:4', hash: 7, node: 'n2', pointHash: 9, pointIndex: 3, wrapped: false }
    expect(lookupOf(mark('placement/located', ring))).toEqual({
      key: 'user:4',
      hash: 7,
      node: 'n2',
      pointHash: 9,
      wrapped: false,
      index: null,
      count: null,
    })
    const modulo = { key: 'user:4', hash: 7, node: 'n2', index: 3, count: 4 }
    expect(lookupOf(mark('placement/located', modulo))).toMatchObject({ index: 3, count: 4, pointHash: null })
  })
  test('is none for any other mark, and before the first', () => {
    expect(lookupOf(mark('placement/changed', { key: 'x', hash: 1 }))).toBeNull()
    expect(lookupOf(null)).toBeNull()
  })
})

test('nothing is drawn of a placement that is not set yet', () => {
  expect(pictureOf({})).toBeNull()
  expect(pictureOf({ placement: null })).toBeNull()
})

test('a hash has eight hexadecimal digits, a long key an ellipsis', () => {
  expect(hashText(7)).toBe('0x00000007')
  expect(shortKey('a-key-of-many-letters', 8)).toBe('a-key-o…')
  expect(shortKey('short', 8)).toBe('short')
})

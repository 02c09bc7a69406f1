import { describe, expect, test } from 'vitest'
import { chosenBy, hashText, pictureOf, shortKey, stepOf } from '../../../../src/canvas/glyphs/placement-reading'
import type { Mark } from '../../../../workers/trace/trace'

function mark(name: string, details: Mark['details']): Mark {
  return { index: 0, event: 0, atMicros: 0, node: 0, name, tone: 'neutral', sentence: '', details, request: 1 }
}

describe('the step that is drawn', () => {
  test('is that of any mark of a look-up', () => {
    const details = { step: 'point', key: 'user:4', hash: 7, node: 'n2', pointHash: 9, wrapped: false }
    expect(stepOf(mark('placement/located', details))).toEqual(details)
    expect(stepOf(mark('placement/probed', { ...details, step: 'probe' }))).toMatchObject({ step: 'probe' })
  })
  test('is none for any other mark, and before the first', () => {
    expect(stepOf(mark('placement/changed', { key: 'x', hash: 1 }))).toBeNull()
    expect(stepOf(null)).toBeNull()
  })
  test('names the node it comes to, when there is one', () => {
    expect(chosenBy(stepOf(mark('placement/walked', { step: 'walk', node: 'n3' })))).toBe('n3')
    expect(chosenBy(stepOf(mark('placement/probed', { step: 'probe' })))).toBeNull()
    expect(chosenBy(null)).toBeNull()
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

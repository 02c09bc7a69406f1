import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { replica } from '../../../../src/canvas/glyphs/replica'
import { ReplicaDrawing } from '../../../../src/canvas/glyphs/replica-drawing'
import type { Reading } from '../../../../src/canvas/reading'

const reading: Reading = {
  rows: [
    { key: 'k1', value: 41, stamp: '1204 ms a', state: 'newer' },
    { key: 'k2', value: 17, stamp: '900 ms b', state: 'older' },
    { key: 'k3', value: null, stamp: '', state: 'same' },
  ],
  behind: 2,
  hints: 3,
}

function draw(own: Reading, rows = 4): string {
  const glyph = { type: 'replica', rows } as const
  return renderToStaticMarkup(
    <ReplicaDrawing glyph={glyph} reading={own} lastMark={null} width={152} height={86} compact={false} />,
  )
}

test('a copy shows its value, its stamp and, by another shape for each, how it compares', () => {
  const markup = draw(reading)
  expect(markup).toMatch(/k1.*41.*1204 ms a.*k2.*17.*900 ms b.*k3.*–/)
  const shapes = [...markup.matchAll(/replica-shape replica-(\w+)" d="([^"]+)"/g)]
  expect(shapes.map(([, state]) => state)).toEqual(['newer', 'older', 'same'])
  expect(new Set(shapes.map(([, , path]) => path)).size).toBe(3)
})

test('a replica says how many copies are behind and what it keeps for others', () => {
  expect(draw(reading)).toMatch(/glyph-bad.*2 behind.*keeps 3/)
  const calm = draw({ ...reading, behind: 0, hints: 0 })
  expect(calm).toContain('none behind')
  expect(calm).not.toContain('keeps')
})

test('siblings that part have a shape and words of their own, and words stand beside the key', () => {
  const parted: Reading = {
    rows: [
      { key: 'k1', value: '5 | 4', stamp: 'a5|b4', state: 'apart' },
      { key: 'k2', value: '16 items', stamp: 'a9 b7', state: 'same' },
    ],
    behind: 1,
    hints: 0,
  }
  expect(draw(parted)).toMatch(/replica-shape replica-apart.*k1.*x="31".*5 \| 4.*a5\|b4.*k2.*x="31".*16 items/)
  expect(replica.words({ type: 'replica', rows: 4 }, parted)[0]).toBe(
    'k1 is 5 | 4 (a5|b4), and another copy has what this one has not, and the reverse',
  )
})

test('a replica says which leases it holds, in place of that it is not behind', () => {
  const held = draw({ rows: [], behind: 0, hints: 0, leases: ['r1', 'r3'] })
  expect(held).toContain('lease r1 r3')
  expect(held).not.toContain('none behind')
  expect(draw({ rows: [], behind: 2, hints: 0, leases: ['r1'] })).toMatch(/2 behind.*lease r1/)
  expect(draw({ rows: [], behind: 0, hints: 0, leases: [] })).toContain('none behind')
})

test('no more rows are drawn than there are places, and words say the same', () => {
  expect(draw(reading, 2)).not.toContain('k3')
  expect(replica.words({ type: 'replica', rows: 4 }, reading)).toEqual([
    'k1 is 41 (1204 ms a), newer than another copy',
    'k2 is 17 (900 ms b), older than another copy',
    'no k3',
    '2 behind, keeps 3 for others',
  ])
})

import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { edgeCache } from '../../../../src/canvas/glyphs/edge-cache'
import { EdgeCacheDrawing } from '../../../../src/canvas/glyphs/edge-cache-drawing'
import { classRatios, rowsOf } from '../../../../src/canvas/glyphs/edge-cache-reading'
import type { Reading } from '../../../../src/canvas/reading'
import type { Mark } from '../../../../workers/trace/trace'

const glyph = { type: 'edge-cache', rows: ['/launch', '/p/1', '/p/2'], isTier: false } as const
const SECOND = 1_000_000
/** No copy; one that lives from 2 s to 12 s; one for ever. */
const reading: Reading = {
  'version:0': 0,
  'open:0': 59,
  'since:0': 0,
  'until:0': 0,
  'version:1': 2,
  'since:1': 2 * SECOND,
  'until:1': 12 * SECOND,
  'version:2': 1,
  'since:2': 0,
  'until:2': -1,
  'asked:head': 10,
  'hits:head': 9,
  'asked:middle': 4,
  'hits:middle': 1,
  'asked:tail': 0,
  'hits:tail': 0,
  stored: 12,
  forwards: 1_400,
}

function markAt(atMicros: number): Mark {
  return {
    index: 0,
    event: 0,
    atMicros,
    node: 0,
    request: 1,
    name: 'http-cache/hit',
    tone: 'good',
    sentence: '',
    details: {},
  }
}

function draw(mark: Mark | null, compact = false): string {
  return renderToStaticMarkup(
    <EdgeCacheDrawing glyph={glyph} reading={reading} lastMark={mark} width={100} height={120} compact={compact} />,
  )
}

describe('an edge', () => {
  test('tells of each copy its version, its state and what is left of its time to live', () => {
    expect(rowsOf(glyph.rows, reading, markAt(7 * SECOND))).toEqual([
      { target: '/launch', version: 0, state: 'none', left: 0, seconds: 0, open: 59 },
      { target: '/p/1', version: 2, state: 'fresh', left: 0.5, seconds: 5, open: 0 },
      { target: '/p/2', version: 1, state: 'for ever', left: 1, seconds: 0, open: 0 },
    ])
    expect(rowsOf(glyph.rows, reading, markAt(13 * SECOND))[1]).toMatchObject({ state: 'stale', left: 0, seconds: 1 })
    expect(rowsOf(glyph.rows, reading, null)[1]).toMatchObject({ state: 'fresh', left: 1 })
  })
  test('draws it as bars with words', () => {
    const fresh = draw(markAt(7 * SECOND))
    expect(fresh).toMatch(/59 wait.*v2.*5\.0 s.*v1.*for ever/)
    expect(fresh).toContain('class="edge-fresh glyph-moves" x="0" y="14" width="50"')
    expect(draw(markAt(13 * SECOND))).toContain('stale 1.0 s')
  })
  test('says when there is no copy and nobody waits for one', () => {
    expect(draw(null).replace('59 wait', '')).not.toContain('no copy')
    const props = { glyph, reading: {}, lastMark: null, width: 100, height: 120, compact: false } as const
    expect(renderToStaticMarkup(<EdgeCacheDrawing {...props} />)).toContain('no copy')
  })
  test('tells hits by popularity, and a dash for what nobody has asked for', () => {
    expect(classRatios(reading).map(({ text }) => text)).toEqual(['90 % hits', '25 % hits', 'not asked yet'])
    expect(draw(null)).toMatch(/90 %.*25 %.*–.*12.* stored.*1,400.* fetched/)
  })
  test('shows the most important on a narrow screen only', () => {
    expect(draw(null, true)).not.toMatch(/stored|90 %|\/p\/2/)
  })
  test('tells how many wait for a worker instead of what is stored', () => {
    const props = { glyph, lastMark: null, width: 100, height: 120 } as const
    for (const compact of [false, true])
      expect(
        renderToStaticMarkup(<EdgeCacheDrawing {...props} reading={{ ...reading, queue: 274 }} compact={compact} />),
      ).toMatch(/274.* queue/)
  })
  test('has lost everything when it is down', () => {
    expect(rowsOf(glyph.rows, { ...reading, up: 0 }, null).map(({ state, open }) => `${state} ${open}`)).toEqual([
      'none 0',
      'none 0',
      'none 0',
    ])
  })
  test('says in words what it draws', () => {
    expect(edgeCache.words(glyph, reading)).toContain('/p/1: version 2, fresh for 10 s')
  })
  test('fills a cell for each object that it has a copy of, and none while it is down', () => {
    const machine = { type: 'edge-cache', rows: ['/p/1'], isTier: true, cells: 30 } as const
    const shown: Reading = { ...reading, cells: `101${'0'.repeat(27)}`, up: 1 }
    const markup = (own: Reading) =>
      renderToStaticMarkup(
        <EdgeCacheDrawing glyph={machine} reading={own} lastMark={null} width={130} height={56} compact={false} />,
      )
    const filled = (text: string) => text.match(/edge-fresh" x="[0-9.]+" y="(22|30)"/g) ?? []
    expect(filled(markup(shown))).toHaveLength(2)
    expect(filled(markup({ ...shown, up: 0 }))).toHaveLength(0)
    expect(edgeCache.size(machine, false).height).toBe(22 + 2 * 8 + 18)
    expect(edgeCache.words(machine, shown)).toContain('copies of 2 of the first 30 objects')
  })
})

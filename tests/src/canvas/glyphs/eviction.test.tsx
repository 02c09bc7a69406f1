import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import EvictionDrawing from '../../../../src/canvas/glyphs/eviction-drawing'
import { cellsOf, countText, rowsAt } from '../../../../src/canvas/glyphs/eviction-reading'
import { GlyphView } from '../../../../src/canvas/glyphs/glyph-view'
import { kindOf, loadKinds } from '../../../../src/canvas/glyphs/kinds'
import type { Reading } from '../../../../src/canvas/reading'
import type { Glyph } from '../../../../workers/systems/glyphs'
import type { Mark } from '../../../../workers/trace/trace'

await loadKinds(['eviction', 'hit-ratios'])

const sieve: Extract<Glyph, { type: 'eviction' }> = {
  type: 'eviction',
  rows: [{ name: 'queue', counts: 'bit' }],
  ends: ['newest', 'oldest'],
}
const reading: Reading = {
  capacity: 3,
  entries: 3,
  hits: 3,
  misses: 1,
  'row:queue': 'k3:0 ^k2:1 k1:0',
  'length:queue': 3,
  'room:queue': 3,
}

function markOf(details: Mark['details']): Mark {
  return {
    index: 0,
    event: 0,
    atMicros: 0,
    node: 0,
    name: 'eviction/evicted',
    tone: 'neutral',
    sentence: '',
    request: 0,
    details,
  }
}

function draw(lastMark: Mark | null, glyph = sieve, own = reading, compact = false): string {
  const { width, height } = kindOf(glyph).size(glyph, compact)
  const props = { glyph, reading: own, lastMark, width, height, compact }
  return renderToStaticMarkup(
    <svg role="img" aria-label="a cache">
      <EvictionDrawing {...props} />
    </svg>,
  )
}

describe('the text of a row', () => {
  it('is read back: keys, counts, the hand and the gap', () => {
    expect(cellsOf('^k3:1 k4 … k5:12')).toEqual([
      { kind: 'entry', key: 'k3', count: 1, isAtHand: true },
      { kind: 'entry', key: 'k4', count: null, isAtHand: false },
      { kind: 'gap' },
      { kind: 'entry', key: 'k5', count: 12, isAtHand: false },
    ])
    expect(cellsOf('')).toEqual([])
  })

  it('comes from the step while its access goes on, and from the reading after it', () => {
    const during = rowsAt(sieve.rows, reading, markOf({ rows: ['k2:0 k1:0'], out: [] }))
    expect(during[0]?.cells.map((cell) => (cell.kind === 'entry' ? cell.key : ''))).toEqual(['k2', 'k1'])
    expect(during[0]?.length).toBe(2)
    expect(rowsAt(sieve.rows, reading, markOf({ rows: [], out: [] }))[0]?.length).toBe(3)
  })

  it('of a long row tells the length that the reading has', () => {
    const long = { ...reading, 'row:queue': 'k9:0 … k1:0', 'length:queue': 500 }
    expect(rowsAt(sieve.rows, long, null)[0]?.length).toBe(500)
  })

  it('writes times in milliseconds, large numbers short, and no number as a dash', () => {
    expect(countText(12_345, 'time')).toBe('12')
    expect(countText(45_600, 'number')).toBe('46k')
    expect(countText(null, 'number')).toBe('–')
    expect(countText(1, 'bit')).toBe('')
  })
})

describe('a cache by policy', () => {
  it('draws a cell an entry in its place, the visited bits, the hand and the hit ratio', () => {
    const markup = draw(null)
    expect(markup.split('eviction-box').length - 1).toBe(3)
    expect(markup.split('"glyph-busy"').length - 1).toBe(1)
    expect(markup.split('eviction-unset').length - 1).toBe(2)
    expect(markup.split('eviction-hand').length - 1).toBe(1)
    expect(markup).toContain('hits 0.75')
    expect(markup).toContain('3 of 3')
    const places = [...markup.matchAll(/translate\((\d+)px, \d+px\)"[^>]*><rect[^>]*><\/rect><text[^>]*>(k\d)/g)]
    const inOrder = places.map(([, x, key]) => [Number(x), key] as const).sort(([a], [b]) => a - b)
    expect(inOrder.map(([, key]) => key)).toEqual(['k3', 'k2', 'k1'])
  })

  it('rings the key of the last step and names who left', () => {
    const markup = draw(markOf({ key: 'k3', rows: [], out: ['k7'] }))
    expect(markup.split('eviction-meant').length - 1).toBe(1)
    expect(markup).toMatch(/glyph-struck">k7</)
    expect(draw(null)).not.toContain('glyph-struck')
  })

  it('says that a cache without a capacity caches nothing', () => {
    expect(draw(null, sieve, { hits: 0, misses: 5 })).toContain('refuses its capacity')
  })

  it('draws a key that stands twice in a pool twice', () => {
    const redis: typeof sieve = { ...sieve, rows: [{ name: 'pool', counts: 'time', isCopy: true }] }
    const markup = draw(null, redis, { capacity: 3, 'row:pool': 'k1:2000 k1:3000', 'length:pool': 2 })
    expect(markup.split('eviction-box').length - 1).toBe(2)
  })

  it('leaves out copies where there is little space', () => {
    const s3: typeof sieve = { ...sieve, rows: [...sieve.rows, { name: 'ghosts', counts: 'none', isCopy: true }] }
    const own = { ...reading, 'row:ghosts': 'k8' }
    expect(draw(null, s3, own, false)).toContain('>k8<')
    expect(draw(null, s3, own, true)).not.toContain('>k8<')
  })
})

describe('bars of hits', () => {
  const glyph: Glyph = { type: 'hit-ratios', most: 4 }
  const shares = {
    'hits:lru': 1,
    'answers:lru': 4,
    'hits:sieve': 2,
    'answers:sieve': 4,
    'hits:lfu': 0,
    'answers:lfu': 0,
  }
  it('have a row a cache, the best in strong type, and a dash before the first answer', () => {
    const markup = renderToStaticMarkup(<GlyphView glyph={glyph} reading={shares} lastMark={null} size="node" />)
    expect(markup).toMatch(/glyph-ink">0\.25</)
    expect(markup).toMatch(/glyph-strong">0\.50</)
    expect(markup).toContain('>–<')
    expect(kindOf(glyph).words(glyph, shares)).toEqual([
      'lru hit ratio 0.25',
      'sieve hit ratio 0.50',
      'lfu not asked yet',
    ])
  })
})

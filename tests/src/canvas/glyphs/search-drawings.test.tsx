import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { SearchIndexDrawing } from '../../../../src/canvas/glyphs/search-index-drawing'
import { cutText, fittingCells } from '../../../../src/canvas/glyphs/search-reading'
import { SearchResultsDrawing } from '../../../../src/canvas/glyphs/search-results-drawing'
import type { Reading } from '../../../../src/canvas/reading'
import type { Plain } from '../../../../workers/protocol'
import type { Mark } from '../../../../workers/trace/trace'

function mark(name: string, details: Readonly<Record<string, Plain>>): Mark {
  const place = { index: 0, event: 0, atMicros: 0, node: 0, request: 1 }
  return { ...place, name, tone: 'neutral', sentence: '', details }
}

const score = {
  step: 'score',
  query: 'storm lantern',
  terms: ['storm', 'lantern'],
  counts: [3, 12],
  cells: ['18 19 20', '1 2 3 18'],
  best: '18',
  shares: ['0.80', '0.70'],
  score: '1.50',
  sum: '0.80 + 0.70 = 1.50',
  scored: 4,
  matching: 14,
} as const

function index(lastMark: Mark | null, reading: Reading = {}, compact = false): string {
  const props = { glyph: { type: 'search-index' }, reading, lastMark, width: 300, height: 118, compact } as const
  return renderToStaticMarkup(
    <g>
      <SearchIndexDrawing {...props} />
    </g>,
  )
}

describe('a shard', () => {
  test('shows the score as the sum that the sentence tells, and the best document in each list', () => {
    const markup = index(mark('search/scored', score))
    expect(markup).toContain('doc 18: 0.80 + 0.70 = 1.50')
    expect(markup.split('glyph-posting-best').length - 1).toBe(2)
    expect(markup.split('"glyph-posting"').length - 1).toBe(5)
  })
  test('shows before the score how many documents hold each word, and none of them as the best', () => {
    const markup = index(mark('search/walked', { ...score, step: 'walk' }))
    expect(markup).toContain('of 12')
    expect(markup).not.toContain('glyph-posting-best')
  })
  test('tells how many documents were scored, and when none fits', () => {
    expect(index(mark('search/pruned', { ...score, step: 'prune' }))).toContain('4 of 14 documents scored')
    expect(index(mark('search/none', { ...score, step: 'none', best: '' }))).toContain('no document fits')
  })
  test('says beside the score how many documents were passed by', () => {
    expect(index(mark('search/scored', score))).toContain('4 of 14 documents scored')
    expect(index(mark('search/scored', { ...score, scored: 14 }))).not.toContain('of 14')
  })
  test('names no share of a long query in the last line, where there is no room', () => {
    const long = {
      ...score,
      terms: ['a', 'b', 'c', 'd'],
      shares: ['0.40', '0.40', '0.40', '0.30'],
      cells: ['1', '1', '1', '1'],
    }
    const markup = index(mark('search/scored', long))
    expect(markup).toContain('doc 18: 1.50 in all')
    expect(markup).toContain('and 1 more')
  })
  test('tells what waits for a refresh', () => {
    expect(index(null, { documents: 60, waiting: 2, segments: 1 })).toContain('+2 unseen')
    expect(index(null, { documents: 60, waiting: 0, segments: 3 })).not.toContain('unseen')
  })
})

describe('the coordinator', () => {
  const results = {
    step: 'answer',
    query: 'storm lantern',
    terms: ['storm', 'lantern'],
    docs: ['17', '18'],
    scores: ['3.48', '2.45'],
    shards: ['shard-3', 'shard-1'],
    lines: ['The storm', 'A storm lantern'],
  } as const
  function draw(lastMark: Mark | null): string {
    const props = {
      glyph: { type: 'search-results', rows: 5 },
      reading: {},
      lastMark,
      width: 250,
      height: 136,
    } as const
    return renderToStaticMarkup(
      <g>
        <SearchResultsDrawing {...props} compact={false} />
      </g>,
    )
  }
  test('lists documents with their scores and, once fetched, their texts', () => {
    expect(draw(mark('search/answered', results))).toMatch(/doc 17.*The storm.*3\.48.*doc 18.*A storm lantern.*2\.45/)
    expect(draw(mark('search/merged', { ...results, lines: [] }))).toMatch(/doc 17.*shard-3.*3\.48/)
  })
  test('says that no word is left, and that nothing is found', () => {
    const lost = { ...results, step: 'answer', terms: [], docs: [], scores: [], shards: [], lines: [] }
    expect(draw(mark('search/answered', lost))).toMatch(/no word left.*finds nothing/)
    expect(draw(null)).toContain('no query yet')
  })
})

describe('fittingCells', () => {
  test('keeps the first that fit, and the best in the last place', () => {
    expect(fittingCells('1 2 3 4', '2', 3)).toEqual(['1', '2', '3'])
    expect(fittingCells('1 2 3 4', '4', 3)).toEqual(['1', '2', '4'])
    expect(fittingCells('1 2 3 4', '9', 3)).toEqual(['1', '2', '3'])
    expect(fittingCells('', '', 3)).toEqual([])
  })
})

describe('cutText', () => {
  test('keeps short text, and cuts long text to a length', () => {
    expect(cutText('storm', 5)).toBe('storm')
    expect(cutText('storm lantern', 7)).toBe('storm…')
    expect([...cutText('🐙'.repeat(9), 4)]).toEqual(['🐙', '🐙', '🐙', '…'])
  })
})

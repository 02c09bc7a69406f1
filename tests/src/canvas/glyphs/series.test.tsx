import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { bitPaths, chartOf } from '../../../../src/canvas/glyphs/series-chart'
import SeriesDrawing from '../../../../src/canvas/glyphs/series-drawing'
import { bytesText, captionOf, roleOf } from '../../../../src/canvas/glyphs/series-reading'
import type { Reading } from '../../../../src/canvas/reading'
import type { AnswerPicture } from '../../../../workers/systems/glyphs'
import type { Mark } from '../../../../workers/trace/trace'

function mark(name: string, details: Mark['details']): Mark {
  return { index: 0, event: 0, atMicros: 0, node: 0, name, tone: 'neutral', sentence: '', details, request: 1 }
}

const answer: AnswerPicture = {
  host: 'a1',
  fn: 'avg',
  from: 0,
  to: 3000,
  step: 1000,
  answers: [10, null, 30],
  times: [0, 500, 2500],
  values: [10, 130, 20],
}
const block = { series: 'a1', order: 4, number: 4, count: 32, each: 6.75, bits: '10'.repeat(35) }
const reading: Reading = {
  answer,
  blocks: [block, { ...block, order: 5 }],
  head: 38,
  series: 1,
  bytes: 8412,
  points: 300,
}

function draw(reading: Reading, lastMark: Mark | null = null, compact = false): string {
  return renderToStaticMarkup(
    <svg>
      <title>series</title>
      <SeriesDrawing
        glyph={{ type: 'series' }}
        reading={reading}
        lastMark={lastMark}
        width={compact ? 262 : 300}
        height={compact ? 152 : 202}
        compact={compact}
      />
    </svg>,
  )
}

describe('the chart', () => {
  it('has a stroke for each step that has an answer, and none for one that has not', () => {
    const { steps, highestPoint, highestStep } = chartOf(answer, 300, 120)
    expect(steps).toBe('M0.0 120.0H100.0M200.0 100.0H300.0')
    expect([highestPoint, highestStep]).toEqual([130, 30])
  })
  it('keeps points that are outside of the range at its edge, and a flat line in the middle', () => {
    const flat = chartOf({ ...answer, answers: [], times: [-500, 4000], values: [7, 7] }, 300, 120)
    expect(flat.line).toBe('M0.0 60.0L300.0 60.0')
  })
})

describe('the bits of a block', () => {
  it('stand row by row, set and clear apart, and none beyond the text', () => {
    const { set, clear } = bitPaths('1100', 2, 3, 20, 30)
    expect(set.match(/M/g)).toHaveLength(2)
    expect(clear).toContain('M0.00 10.00')
    expect(clear.match(/M/g)).toHaveLength(2)
  })
})

describe('the last step', () => {
  it('gives blocks their roles', () => {
    expect(roleOf(mark('series/sealed', { order: 4 }), 4)).toBe('sealed')
    expect(roleOf(mark('series/sealed', { order: 4 }), 5)).toBeNull()
    expect(roleOf(mark('series/part', { kind: 'summary', orders: [4, 6] }), 6)).toBe('summary')
    expect(roleOf(mark('series/part', { kind: 'points', orders: [5] }), 5)).toBe('read')
    const answered = mark('series/answered', { summarised: [1, 2], read: [3] })
    expect([1, 2, 3, 4].map((order) => roleOf(answered, order))).toEqual(['summary', 'summary', 'read', null])
  })
  it('is told with the numbers of its sentence', () => {
    const text = (name: string, details: Mark['details']) => captionOf(mark(name, details))?.text
    expect(text('series/answered', { summaries: 11, rollups: 0, points: 64 })).toBe(
      'answered from 11 summaries, 64 points',
    )
    expect(text('series/late', { lateBy: 300_000 })).toBe('300 ms late: into its place')
    expect(text('series/refused', { lateBy: 900_000 })).toBe('900 ms late: refused')
    expect(text('series/refused', {})).toBe('refused: twice')
    expect(text('guide/answered', { answer: 0 })).toBe('nothing found, 0 answered')
    expect(captionOf(mark('node/crashed', {}))).toBeNull()
  })
})

describe('the drawing', () => {
  it('shows what stands out in the points beside what is answered', () => {
    const markup = draw(reading)
    expect(markup).toContain('>130<')
    expect(markup).toContain('>30<')
    expect(markup).toContain('6.75 B/pt')
    expect(markup).toContain('1 series, 300 points, 8.4 KB in all')
  })
  it('names the series of blocks when they are of several', () => {
    expect(draw({ ...reading, blocks: [block, { ...block, series: 'a2', order: 5 }] })).toContain('>a2<')
  })
  it('says in words which block was sealed, and that there was no query yet', () => {
    expect(draw(reading, mark('series/sealed', { order: 5, points: 32, each: 6.75 }))).toContain('>new<')
    expect(draw({})).toContain('no query yet')
    expect(draw({})).not.toMatch(/NaN|undefined|Infinity/)
  })
  it('of the guide has an array in place of blocks', () => {
    expect(draw({ points: 300, entries: 7 })).toContain('7 entries in an index that nothing reads')
  })
  it.each([true, false])('stays the same when a mark says nothing of blocks, compact: %s', (compact) => {
    expect(draw(reading, mark('series/late', { lateBy: 1000 }), compact)).not.toMatch(/>(Σ|read|new)</)
  })
})

it('Bytes are told as people read them', () => {
  expect([bytesText(999), bytesText(8412), bytesText(321_830)]).toEqual(['999 bytes', '8.4 KB', '322 KB'])
})

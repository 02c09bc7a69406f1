import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { cacheLevel } from '../../../../src/canvas/glyphs/cache-level'
import { CacheLevelDrawing } from '../../../../src/canvas/glyphs/cache-level-drawing'
import type { Reading } from '../../../../src/canvas/reading'
import type { Mark } from '../../../../workers/trace/trace'

const glyph = {
  type: 'cache-level',
  keys: ['k1', 'k2', 'x1'],
  figures: [
    { key: 'hits', label: 'in memory' },
    { key: 'loads', label: 'loads' },
  ],
  compactKeys: 2,
  crowd: { workers: 3, busy: 'busy', waiting: 'queue' },
} as const

const reading = {
  'entry:k1': { value: 'v2', state: 'fresh', leftMicros: 500_000, fullMicros: 2_000_000, isOld: false },
  'entry:k2': { value: 'v1', state: 'stale', leftMicros: 0, fullMicros: 2_000_000, isOld: true },
  'entry:x1': null,
  hits: 1234,
  loads: 7,
  up: 1,
}

function mark(key: string): Mark {
  const details = { key, value: 'v2', level: 'memory', left: 500_000, chance: 0 }
  return {
    index: 0,
    event: 0,
    atMicros: 0,
    node: 0,
    request: 1,
    name: 'level/hit',
    tone: 'good',
    sentence: '',
    details,
  }
}

function draw(shown: Reading, lastMark: Mark | null = null): string {
  return renderToStaticMarkup(
    <CacheLevelDrawing glyph={glyph} reading={shown} lastMark={lastMark} width={172} height={84} compact={false} />,
  )
}

describe('a level', () => {
  test('draws value, time left and its share for every key, and says what is old, over and not there', () => {
    const markup = draw(reading)
    expect(markup).toMatch(/k1.*v2.*500 ms.*k2.*v1.*old.*over.*x1.*–.*in memory.*1,234.*loads.*7/)
    expect(markup).toContain('width="43"')
    expect(markup.match(/>old</g)).toHaveLength(1)
  })
  test('marks the row that the last step speaks of, and none before one', () => {
    expect(draw(reading, mark('k2')).match(/level-meant/g)).toHaveLength(1)
    expect(draw(reading)).not.toContain('level-meant')
  })
  test('tells the same time as the sentence of the last step, until the entry has moved on', () => {
    const moved = { ...reading, 'entry:k1': { ...reading['entry:k1'], leftMicros: 200_000 } }
    const told = { ...mark('k1'), details: { ...mark('k1').details, left: 487_300 } }
    expect(draw(reading, told)).toContain('487.3 ms')
    expect(draw(moved, told)).toContain('200 ms')
  })
  test('shows the database, whose values have no end, without a time', () => {
    const kept = { value: 'v3', state: 'kept', leftMicros: null, fullMicros: null, isOld: false }
    expect(draw({ 'entry:k1': kept })).toMatch(/v3.*width="172"/)
  })
  test('holds nothing while it is down', () => {
    expect(draw({ ...reading, up: 0 })).not.toContain('v2')
  })
  test('shows who is served and who waits, as far as there is room, and nobody while it is down', () => {
    const crowded = { ...reading, busy: 2, queue: 5 }
    expect(draw(crowded).match(/glyph-busy/g)).toHaveLength(2)
    expect(draw(crowded).match(/<circle/g)).toHaveLength(5)
    expect(draw({ ...crowded, queue: 500 }).match(/<circle/g)).toHaveLength(20)
    expect(draw({ ...crowded, up: 0 })).not.toContain('<circle')
  })
  test('tells short times with two digits, and none that has passed', () => {
    const at = (leftMicros: number) => ({ value: 'v', state: 'fresh', leftMicros, fullMicros: 900_000, isOld: false })
    const told = [567_000, 24_900, 800, 0].map((left) => draw({ 'entry:k1': at(left) }))
    for (const [index, text] of ['570 ms', '25 ms', '800 µs', 'over'].entries()) expect(told[index]).toContain(text)
  })
  test('has fewer rows where there is little room', () => {
    expect([false, true].map((compact) => cacheLevel.size(glyph, compact).height)).toEqual([
      3 * 22 + 13 + 18,
      2 * 22 + 13 + 18,
    ])
  })
  test('says the same in words', () => {
    expect(cacheLevel.words(glyph, reading)).toEqual([
      'k1 = v2, 500 ms left',
      'k2 = v1, old, over',
      'x1: nothing',
      'in memory 1,234',
      'loads 7',
    ])
  })
})

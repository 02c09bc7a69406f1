import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { ArrivalsDrawing } from '../../../../src/canvas/glyphs/arrivals-drawing'
import { arrivedText, fullCell, lastWindow } from '../../../../src/canvas/glyphs/arrivals-reading'
import type { Reading } from '../../../../src/canvas/reading'
import type { ArrivalsPicture } from '../../../../workers/systems/glyphs'

const cells = Array.from({ length: 24 }, (_, cell) => (cell === 11 || cell === 12 ? 10 : 0))
const picture: ArrivalsPicture = { key: 'c1', cells, fromMicros: 2_000_000, atMicros: 3_100_000, within: 20, meant: 10 }

function draw(reading: Reading): string {
  const glyph = { type: 'arrivals', windowMicros: 1_000_000, workers: 4 } as const
  return renderToStaticMarkup(
    <ArrivalsDrawing glyph={glyph} reading={reading} lastMark={null} width={240} height={118} compact={false} />,
  )
}

describe('what arrives', () => {
  test('is told with what is meant, and a count above it in words too', () => {
    expect(draw({ arrivals: picture, most: 20, busy: 2, queue: 3 })).toMatch(
      /20 in 1 s.*more than the 10 meant.*c1.*edge 3 s.*most 20.*busy 2 of 4 · queue 3/,
    )
    expect(draw({ arrivals: { ...picture, meant: 20 } })).toMatch(/20 in 1 s.*>20 are meant</)
    expect(draw({})).toMatch(/0 in 1 s.*nothing has arrived/)
    expect(arrivedText({ arrivals: picture })).toBe('20 of c1 within the last window, 10 are meant')
  })

  test('has a bar for each part of time in which something came, on both sides of the edge', () => {
    const bars = draw({ arrivals: picture }).match(/class="glyph-key" x="\d+"/g)
    expect(bars).toEqual(['class="glyph-key" x="111"', 'class="glyph-key" x="121"'])
  })

  test('marks the last window length, cut where the picture begins', () => {
    expect(lastWindow(picture, 1_000_000)).toEqual({ x: 0.050000000000000044, width: 0.5 })
    expect(lastWindow({ ...picture, fromMicros: 0, atMicros: 400_000 }, 1_000_000)).toEqual({ x: 0, width: 0.2 })
  })

  test('a third of what is meant fills the chart, or the fullest part', () => {
    expect([fullCell([1, 2], 30), fullCell([1, 20], 30), fullCell([], 1)]).toEqual([10, 20, 1])
  })
})

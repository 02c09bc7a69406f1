import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { LogDrawing } from '../../../../src/canvas/glyphs/log-drawing'
import { epochWord, lagsOf, roleShape } from '../../../../src/canvas/glyphs/log-reading'
import type { Reading } from '../../../../src/canvas/reading'

const log = [
  { position: 40, epoch: 1, text: 'a7' },
  { position: 41, epoch: 2, text: 'b9' },
]

function draw(reading: Reading): string {
  const glyph = { type: 'log', entries: 8 } as const
  return renderToStaticMarkup(
    <LogDrawing glyph={glyph} reading={reading} lastMark={null} width={232} height={96} compact={false} />,
  )
}

describe('a replicated log', () => {
  test('shows role, epoch, what each entry writes and who made it', () => {
    const markup = draw({ log, role: 'primary', epoch: 2, position: 41, committed: 41, applied: 41 })
    expect(markup).toMatch(/primary.*epoch 2.*a7.*>1<.*b9.*>2<.*to 41.*all committed/)
    expect(markup).toContain('log-epoch-1')
    expect(markup).not.toContain('log-open')
  })
  test('marks what is not committed and not applied', () => {
    const markup = draw({ log, role: 'leader', epoch: 2, position: 41, committed: 40, applied: 40 })
    expect(markup.match(/log-open/g)).toHaveLength(1)
    expect(markup.match(/log-pale/g)).toHaveLength(1)
    expect(markup).toMatch(/term 2.*1 uncommitted/)
  })
  test('tells the lag of replicas at a primary only', () => {
    const lag = { 'lag n2': 3, 'lag n3': 0 }
    expect(lagsOf({ role: 'primary', ...lag })).toEqual([
      { replica: 'n2', changes: 3 },
      { replica: 'n3', changes: 0 },
    ])
    const markup = draw({ log, role: 'primary', epoch: 2, position: 41, committed: 41, applied: 41, ...lag })
    expect(markup).toMatch(/n2 −3.*n3 ✓/)
    expect(lagsOf({ role: 'replica', ...lag })).toEqual([])
  })
  test('has a shape for each role, and words for epochs and terms', () => {
    expect(['leader', 'replica', 'candidate', 'orphan'].map(roleShape)).toEqual(['leads', 'follows', 'stands', 'waits'])
    expect(epochWord({ role: 'candidate' })).toBe('term')
  })
  test('has room before the first entry', () => {
    expect(draw({})).toContain('empty log')
  })
})

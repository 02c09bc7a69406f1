import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { breaker } from '../../../../src/canvas/glyphs/breaker'
import { BreakerDrawing } from '../../../../src/canvas/glyphs/breaker-drawing'
import { cellsOf, countedText } from '../../../../src/canvas/glyphs/breaker-reading'
import type { Reading } from '../../../../src/canvas/reading'
import type { Mark } from '../../../../workers/trace/trace'

const FULL = { type: 'breaker', threads: 100, isBrief: false } as const
const BRIEF = { ...FULL, isBrief: true } as const

function draw(reading: Reading, lastMark: Mark | null = null, glyph: typeof FULL | typeof BRIEF = FULL): string {
  const size = breaker.size(glyph, false)
  return renderToStaticMarkup(
    <svg aria-hidden="true">
      <BreakerDrawing glyph={glyph} reading={reading} lastMark={lastMark} compact={false} {...size} />
    </svg>,
  )
}
function times(markup: string, part: string): number {
  return markup.split(part).length - 1
}
function mark(name: string, atMicros: number): Mark {
  return {
    index: 0,
    event: 0,
    atMicros,
    node: 0,
    name,
    tone: 'bad',
    sentence: 'The breaker opens.',
    details: {},
    request: 0,
  }
}

const WINDOW: Reading = {
  breaker: 'open',
  rule: 'opens at 50 % failed of 10 calls',
  outcomes: '++-+--+-s-',
  openUntilMicros: 4_000_000,
  windowCalls: 10,
  windowFailed: 5,
  windowSlow: 0,
  windowSize: 10,
  probesDone: 0,
  sent: 1_234,
  callsRefused: 7,
}

describe('the breaker', () => {
  test('has a cell an outcome with a cross for each failure, and says how many failed', () => {
    const markup = draw(WINDOW)
    expect(times(markup, 'class="breaker-cell breaker-good"')).toBe(5)
    expect(times(markup, 'class="breaker-cell breaker-bad"')).toBe(5)
    expect(times(markup, 'breaker-cross')).toBe(5)
    expect(times(markup, 'class="breaker-slow"')).toBe(1)
    expect(markup).toContain('5 of 10 failed')
    expect(markup).toContain('1,234')
  })
  test.each(['closed', 'open', 'half-open'])('rings the state that it is in: %s', (state) => {
    const markup = draw({ ...WINDOW, breaker: state })
    expect(times(markup, `class="breaker-state breaker-${state}"`)).toBe(1)
    expect(times(markup, 'class="breaker-state "')).toBe(2)
    expect(markup).toMatch(new RegExp(`glyph-strong">${state}<`))
  })
  test('tells the time to the probe as the last mark has it, and only while it is open', () => {
    expect(draw(WINDOW, mark('breaker/refused', 2_500_000))).toContain('probe in 1.5 s')
    expect(draw({ ...WINDOW, breaker: 'closed' }, mark('breaker/refused', 2_500_000))).not.toContain('probe in')
  })
  test('draws the way it went last, and the way of a late success only then', () => {
    expect(times(draw(WINDOW, mark('breaker/opened', 1)), 'breaker-arrow-last')).toBe(1)
    expect(times(draw(WINDOW, mark('breaker/counted', 1)), 'breaker-arrow-last')).toBe(0)
    const arrows = (name: string) => times(draw(WINDOW, mark(name, 1)), 'class="breaker-arrow')
    expect([arrows('breaker/opened'), arrows('breaker/closed-late')]).toEqual([4, 5])
  })
  test('is drawn small as one of several', () => {
    const markup = draw(WINDOW, null, BRIEF)
    expect(times(markup, 'breaker-dot breaker-open')).toBe(1)
    expect(markup).not.toContain('opens at')
  })
  test('says that there is none', () => {
    const markup = draw({ outcomes: '+-', sent: 2 })
    expect(markup).toContain('no breaker')
    expect(markup).toContain('1 of the last 2 failed')
    expect(breaker.words(FULL, { outcomes: '+-', sent: 2 })[0]).toBe('no breaker')
  })
  test.each([FULL, BRIEF])('draws before there is any reading', (glyph) => {
    expect(draw({}, null, glyph)).not.toMatch(/NaN|undefined|Infinity/)
  })
})

describe('what is counted', () => {
  test.each<[Reading, string]>([
    [{ breaker: 'closed', windowCalls: 0 }, 'no calls counted'],
    [{ breaker: 'closed', windowCalls: 8, windowFailed: 1, windowSlow: 3 }, '1 of 8 failed, 3 slow'],
    [{ breaker: 'closed', failuresInRow: 2, rowLimit: 5 }, '2 of 5 failures in a row'],
    [{ breaker: 'half-open', probesGiven: 2, probesAllowed: 3, probesDone: 1 }, '2 of 3 probes out, 1 back'],
    [{ breaker: 'half-open', probesGiven: 94, probesAllowed: 0, probesDone: 0 }, '94 calls through, 0 back'],
    [{ breaker: 'open', probesDone: 3, probesFailed: 2, windowCalls: 9, windowFailed: 5 }, '2 of 3 probes failed'],
    [{}, 'no calls yet'],
  ])('%j reads “%s”', (reading, text) => {
    expect(countedText(reading)).toBe(text)
  })
  test('a run has a cell for each failure that it may have', () => {
    expect(cellsOf({ failuresInRow: 2, rowLimit: 4, outcomes: '++--' }, 20)).toEqual(['bad', 'bad', 'empty', 'empty'])
  })
  test('a long window shows its newest outcomes', () => {
    const cells = cellsOf({ windowSize: 100, outcomes: `${'-'.repeat(19)}+` }, 20)
    expect(cells).toHaveLength(20)
    expect(cells.at(-1)).toBe('good')
  })
})

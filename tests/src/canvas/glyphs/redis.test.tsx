import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { RedisDrawing } from '../../../../src/canvas/glyphs/redis-drawing'
import { keyText } from '../../../../src/canvas/glyphs/redis-reading'
import { TallyDrawing } from '../../../../src/canvas/glyphs/tally-drawing'
import type { Reading } from '../../../../src/canvas/reading'
import type { Mark } from '../../../../workers/trace/trace'

const keyspace = [
  { key: 'lock', value: '7f3a', leftMs: 120, fullMs: 480 },
  { key: 'token', value: '3', leftMs: null, fullMs: null },
]
const lastMark: Mark = {
  index: 0,
  event: 0,
  atMicros: 0,
  node: 0,
  request: 1,
  name: 'redis/ran',
  tone: 'neutral',
  sentence: '',
  details: { node: 'redis', command: 'SET lock 7f3a NX PX 480', reply: 'OK', micros: 1 },
}

function draw(reading: Reading, mark: Mark | null, isBrief = false): string {
  const glyph = { type: 'redis', rows: 2, isBrief } as const
  return renderToStaticMarkup(
    <RedisDrawing glyph={glyph} reading={reading} lastMark={mark} width={200} height={102} compact={false} />,
  )
}

describe('a Redis', () => {
  test('shows the command and the reply that its sentence tells', () => {
    expect(draw({}, lastMark)).toMatch(/SET lock 7f3a NX PX 480.*OK/)
    expect(draw({}, null)).toMatch(/no command yet.*no key/)
    expect(draw({ up: 0, keyspace }, lastMark)).toMatch(/its memory is gone.*no key/)
  })
  test('draws the time that a key lives still as a share of its whole life', () => {
    const markup = draw({ keyspace }, null)
    expect(markup).toContain('width="50"')
    expect(markup).toMatch(/lock.*120 ms.*token.*for ever/)
  })
  test('shows the command that has the thread, and the last one again when it is done', () => {
    expect(draw({ busy: 1, command: 'GET lock' }, lastMark)).toMatch(/GET lock.*in service/)
    expect(draw({ busy: 1, command: 'GET lock' }, lastMark)).not.toContain('SET')
    // A crash leaves the thread free.
    expect(draw({ busy: 0, command: 'GET lock' }, lastMark)).toMatch(/SET lock.*OK/)
  })
  test('shows an error of Redis as such', () => {
    const failed = { ...lastMark, details: { ...lastMark.details, reply: '(error) NOSCRIPT No matching script.' } }
    expect(draw({}, failed)).toMatch(/glyph-bad">→ \(error\) NOSCRIPT/)
  })
  test('shows who waits, memory, evictions and the offset', () => {
    expect(draw({ queue: 3, waiting: 1, keys: 12, bytes: 1200, offset: 84, evicted: 2 }, null)).toMatch(
      /queue 3.*1 blocked.*2 evicted.*12 keys · 1,200 B.*offset 84/,
    )
    expect(draw({ queue: 3 }, null, true)).not.toContain('queue')
  })
  test('says keys in words', () => {
    expect(keyspace.map(keyText)).toEqual(['lock, 120 ms left', 'token'])
  })
})

test('a tally shows numbers and words of the reading, and a dash before the first', () => {
  const lines = [
    { key: 'balance', label: 'balance', isMain: true },
    { key: 'holder', label: 'holder' },
    { key: 'x', label: 'token' },
  ]
  const props = { glyph: { type: 'tally', lines }, lastMark: null, width: 120, height: 50, compact: false } as const
  const markup = renderToStaticMarkup(<TallyDrawing {...props} reading={{ balance: 1200, holder: 'w1' }} />)
  expect(markup).toMatch(/balance.*1,200.*holder.*w1.*token.*–/)
})

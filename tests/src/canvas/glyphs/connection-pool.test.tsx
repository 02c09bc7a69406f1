import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { connectionPool } from '../../../../src/canvas/glyphs/connection-pool'
import { ConnectionPoolDrawing } from '../../../../src/canvas/glyphs/connection-pool-drawing'
import { wordIn } from '../../../../src/canvas/glyphs/connection-pool-reading'
import { sessions } from '../../../../src/canvas/glyphs/sessions'
import { SessionsDrawing } from '../../../../src/canvas/glyphs/sessions-drawing'
import type { Reading } from '../../../../src/canvas/reading'
import type { Mark } from '../../../../workers/trace/trace'

const lastMark: Mark = {
  index: 0,
  event: 0,
  atMicros: 500_000,
  node: 0,
  request: 1,
  name: 'pool/waits',
  tone: 'attention',
  sentence: '',
  details: {},
}
const busy: Reading = {
  'bound:primary': 4,
  'lent:primary': 2,
  'idle:primary': 1,
  'opening:primary': 1,
  'waiting:primary': 3,
  'slot:primary:1': 'find order',
  'slot:primary:2': 'report',
  'slot:primary:3': 'idle',
  'slot:primary:4': 'opening',
  'line:primary': [
    { label: 'find order', since: 160_000 },
    { label: 'find order', since: 300_000 },
    { label: 'report', since: 400_000 },
  ],
  busy: 5,
  backlog: 0,
}

function draw(reading: Reading, names: readonly string[] = ['primary'], threads = 50): string {
  const pools = names.map((name) => ({ name, places: 12 }))
  const glyph = { type: 'connection-pool', pools, threads } as const
  const { width, height } = connectionPool.size(glyph, false)
  return renderToStaticMarkup(
    <ConnectionPoolDrawing {...{ glyph, reading, lastMark, width, height }} compact={false} />,
  )
}

function count(markup: string, part: string): number {
  return markup.split(part).length - 1
}

describe('pools of connections', () => {
  test('draw each connection with what it does, and the word of what has it, or its first letter', () => {
    const markup = draw(busy)
    expect([
      count(markup, 'connection-lent'),
      count(markup, 'connection-idle'),
      count(markup, 'connection-opening'),
    ]).toEqual([2, 1, 1])
    expect(markup).toMatch(/>f<.*>r</)
    expect([wordIn('save', 44), wordIn('save', 20), wordIn('save', 5)]).toEqual(['save', 's', ''])
    expect(markup).toContain('2 of 4 lent')
  })
  test('tell who waits, and for how long up to the last mark', () => {
    expect(draw(busy)).toContain('3 wait: 340 ms, 200 ms …')
    expect(draw({ ...busy, 'waiting:primary': 0, 'line:primary': [] })).toContain('nobody waits')
  })
  test('stand in rows when there are several, each with how many wait', () => {
    const markup = draw({ ...busy, 'bound:replica-1': 4, 'waiting:replica-1': 0 }, ['primary', 'replica-1'])
    expect(markup).toMatch(/primary.*\+3.*replica-1.*–/)
    expect(markup).not.toContain('nobody waits')
  })
  test('are a bar when there are more connections than places', () => {
    const markup = draw({ ...busy, 'bound:primary': 40 })
    expect(count(markup, 'connection-cell')).toBe(0)
    expect(markup).toContain('2 of 40 lent')
  })
  test('say when nothing bounds them', () => {
    expect(draw({ ...busy, 'bound:primary': 0 })).toContain('2 of 4 lent, no bound')
  })
  test('show threads, and those who wait for one', () => {
    expect(draw({ ...busy, backlog: 7, busy: 50 })).toMatch(/glyph-bad.*50.*7 wait/)
    expect(draw(busy, ['primary'], 0)).not.toContain('threads')
  })
  test('are said in words', () => {
    const glyph = { type: 'connection-pool', pools: [{ name: 'primary', places: 12 }], threads: 50 } as const
    expect(connectionPool.words(glyph, busy)).toEqual(['primary: 2 of 4 lent, 3 waiting', '5 of 50 threads taken'])
  })
  test('keep their size, whatever happens', () => {
    const pools = [{ name: 'primary', places: 24 }]
    const glyph = { type: 'connection-pool', pools, threads: 50 } as const
    expect(connectionPool.size(glyph, false)).toEqual({ width: 184, height: 88 })
    expect(connectionPool.size({ ...glyph, pools: [...pools, ...pools] }, true).width).toBe(150)
  })
})

describe('a database with connections', () => {
  const reading: Reading = { busy: 9, stretch: 2.3, connections: 30, limit: 30, refusals: 4, position: 84 }
  const drawn = (own: Reading) => {
    const glyph = { type: 'sessions', cores: 4, hasLog: true } as const
    const props = { glyph, reading: own, lastMark: null, width: 170, height: 94, compact: false } as const
    return renderToStaticMarkup(<SessionsDrawing {...props} />)
  }
  test('shows statements on cores, what they cost one another, and connections up to the limit', () => {
    expect(drawn(reading)).toMatch(/>9<.*on 4 cores.*takes ×2.3.*>30<.*of 30 connections.*4 refused.*84/)
    expect(drawn({ ...reading, stretch: 1, refusals: 0 })).toMatch(/as alone/)
    expect(drawn({ ...reading, refusals: 0 })).not.toContain('refused')
  })
  test('tells how far its replicas are behind', () => {
    expect(drawn({ ...reading, 'lag replica-1': 3, 'lag replica-2': 0 })).toMatch(/behind.*3, 0/)
    expect(drawn(reading)).not.toContain('behind')
    const words = sessions.words({ type: 'sessions', cores: 4, hasLog: true }, { ...reading, 'lag replica-1': 3 })
    expect(words.at(-1)).toBe('replica-1 is 3 behind')
  })
})

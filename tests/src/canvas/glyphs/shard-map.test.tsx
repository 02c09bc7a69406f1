import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { DatabaseDrawing } from '../../../../src/canvas/glyphs/database-drawing'
import { shardMap } from '../../../../src/canvas/glyphs/shard-map'
import { ShardMapDrawing } from '../../../../src/canvas/glyphs/shard-map-drawing'
import type { Reading } from '../../../../src/canvas/reading'
import type { Mark } from '../../../../workers/trace/trace'

const reading: Reading = {
  map: [
    { shard: 'shard-1', owns: 'hash mod 2 = 0' },
    { shard: 'shard-2', owns: 'hash mod 2 = 1' },
    { shard: 'shard-3', owns: '' },
  ],
  'asked:shard-1': 30,
  'asked:shard-2': 10,
  'asked:shard-3': 0,
  phase: 'copying',
  done: 40,
  of: 160,
}

function markOf(name: string, details: Mark['details']): Mark {
  return { index: 0, event: 0, atMicros: 0, node: 0, request: 1, name, tone: 'neutral', sentence: '', details }
}

function draw(own: Reading, lastMark: Mark | null): string {
  const glyph = { type: 'shard-map', shards: 3, shows: 'move' } as const
  return renderToStaticMarkup(
    <ShardMapDrawing glyph={glyph} reading={own} lastMark={lastMark} width={270} height={111} compact={false} />,
  )
}

describe('a map of shards', () => {
  test('says where the last key went, and frames the row of its shard alone', () => {
    const markup = draw(reading, markOf('shard/routed', { key: 'eve-fox', shard: 'shard-2' }))
    expect(markup).toContain('eve-fox → shard-2')
    expect(markup.match(/glyph-chosen/g)).toHaveLength(1)
    expect(draw(reading, markOf('shard/none', { key: 'eve-fox' }))).toMatch(/glyph-bad.*eve-fox → nowhere/)
  })

  test('frames every member for a query without a key', () => {
    expect(draw(reading, markOf('shard/scattered', {})).match(/glyph-chosen/g)).toHaveLength(2)
  })

  test('draws shares of all requests and how far the rows have come', () => {
    const markup = draw(reading, null)
    expect(markup).toMatch(/75 %.*25 %.*0 %/)
    expect(markup).toContain('copying, 40 of 160 rows')
    // Of five stages one is done, the second a quarter.
    const bars = [...markup.matchAll(/glyph-key glyph-moves" width="([\d.]+)"/g)]
    expect(bars.map(([, width]) => width)).toEqual(['50', '12.5', '0', '0', '0'])
    expect(draw({ ...reading, phase: 'settled' }, null)).toContain('no rows move')
  })

  test('shows where in the order of keys those of a shard lie, those that it gets, and the last key', () => {
    const map = [
      { shard: 'shard-1', owns: 'a … d', has: '9900', gets: '0000' },
      { shard: 'shard-2', owns: '', has: '', gets: '0900' },
    ]
    const parts = ['ada', 'bo', 'carl', 'dana']
    const markup = draw({ ...reading, map, parts }, markOf('shard/routed', { key: 'bo-fox', shard: 'shard-1' }))
    expect(markup).toContain('class="glyph-busy" x="0" y="17" width="135" height="6"')
    expect(markup).toContain('class="glyph-key" x="67.5" y="20" width="67.5" height="3"')
    expect(markup.match(/glyph-ticks" d="M101.25 15v10"/g)).toHaveLength(1)
    expect(markup).toMatch(/>ada<.*keys in order.*>dana</)
  })

  test('frames the shards that a query asks', () => {
    const markup = draw(reading, markOf('shard/spanned', { label: 'query for users called eve', asked: ['shard-2'] }))
    expect(markup).toContain('users called eve → shard-2')
    expect(markup.match(/glyph-chosen/g)).toHaveLength(1)
  })

  test('says the same in words', () => {
    expect(shardMap.words({ type: 'shard-map', shards: 3, shows: 'move' }, reading)).toEqual([
      'shard-1: hash mod 2 = 0, 75 % of requests',
      'shard-2: hash mod 2 = 1, 25 % of requests',
      'shard-3 stands by',
      'copying, 40 of 160 rows',
    ])
  })
})

test('a database draws its busy workers, its queue and its rows', () => {
  const markup = renderToStaticMarkup(
    <DatabaseDrawing
      glyph={{ type: 'database', workers: 2, queueCapacity: 200 }}
      reading={{ busy: 1, queue: 3, rows: 1234 }}
      lastMark={null}
      width={124}
      height={56}
      compact={false}
    />,
  )
  expect(markup).toContain('1,234')
  expect(markup.match(/<circle/g)).toHaveLength(3)
})

import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { GlyphView } from '../../../../src/canvas/glyphs/glyph-view'
import { loadKinds } from '../../../../src/canvas/glyphs/kinds'
import { PlacementDrawing } from '../../../../src/canvas/glyphs/placement-drawing'
import type { Reading } from '../../../../src/canvas/reading'
import type { Glyph } from '../../../../workers/systems/glyphs'
import type { Mark } from '../../../../workers/trace/trace'

await loadKinds([
  'server',
  'breaker',
  'balancer',
  'placement',
  'limiter',
  'shadow-gateway',
  'client',
  'cache',
  'series',
])

function draw(glyph: Glyph, reading: Reading, size: 'node' | 'card' = 'node'): string {
  return renderToStaticMarkup(<GlyphView glyph={glyph} reading={reading} lastMark={null} size={size} />)
}
function times(markup: string, part: string): number {
  return markup.split(part).length - 1
}

const server: Glyph = { type: 'server', workers: 4, queueCapacity: 20 }
const breaker: Glyph = { type: 'breaker', threads: 100, isBrief: false }
const balancer: Glyph = { type: 'balancer', targets: ['s1', 's2'], rowMax: 8 }

describe('a server', () => {
  test('has a cell a worker, as many filled as are busy, and a dot for each that waits', () => {
    const markup = draw(server, { busy: 3, queue: 2 })
    expect(times(markup, '<rect class="glyph-busy"')).toBe(3)
    expect(times(markup, '<rect class="glyph-free"')).toBe(1)
    expect(times(markup, '<circle')).toBe(2)
  })
  test('says in words that its queue is empty, and tells a long one as a figure', () => {
    expect(draw(server, { busy: 0, queue: 0 })).toContain('empty')
    const long = draw(server, { busy: 4, queue: 17 })
    expect(long).toContain('>17<')
    expect(times(long, '<circle')).toBe(0)
  })
  test('says that its queue is full', () => {
    expect(draw(server, { busy: 4, queue: 20 })).toContain('20 full')
  })
})

describe('a balancer', () => {
  const reading = { policy: 'least connections', 'open:s1': 5, 'healthy:s1': 1, 'open:s2': 0, 'healthy:s2': 0 }
  test('has a row a target with its open requests as cells and as a figure', () => {
    const markup = draw(balancer, reading)
    expect(markup).toContain('least connections')
    expect(times(markup, '"glyph-busy"')).toBe(5)
    expect(times(markup, '"glyph-free"')).toBe(11)
    expect(markup).toContain('>5<')
  })
  test('strikes a target that gets nothing and says it is out', () => {
    const markup = draw(balancer, reading)
    expect(times(markup, 'glyph-struck')).toBe(1)
    expect(markup).toContain('>out<')
  })
  test('shows weights only where they matter', () => {
    expect(draw(balancer, reading)).not.toContain('×')
    expect(draw({ ...balancer, weighted: true }, { ...reading, 'weight:s1': 5, 'weight:s2': 1 })).toContain('×')
  })
})

describe('a placement', () => {
  const none = { points: [], hashSpace: 100, cells: [], tableSize: 0 }
  const nodes = [
    { name: 'n1', share: 0.75 },
    { name: 'n2', share: 0.25 },
  ]
  const step = (details: Mark['details']): Mark => ({
    index: 0,
    event: 0,
    atMicros: 0,
    node: 0,
    name: 'placement/located',
    tone: 'neutral',
    sentence: '',
    details: { key: 'user:7', ...details },
    request: 1,
  })
  const placed = (kind: string, details: Mark['details'], more: Reading = {}) =>
    renderToStaticMarkup(
      <PlacementDrawing
        glyph={{ type: 'placement' }}
        reading={{ placement: { ...none, kind, nodes, ...more } }}
        lastMark={step(details)}
        width={284}
        height={176}
        compact={false}
      />,
    )

  test('by scores shows every score as the sentence tells it', () => {
    const markup = placed('scores', { step: 'score', node: 'n2', names: ['n1', 'n2'], scores: [0.125, 0.5] })
    expect(markup).toContain('0.125')
    expect(markup).toContain('0.500')
  })
  test('by a table rings one entry', () => {
    const cells = Array.from({ length: 240 }, (_, index) => index % 2)
    const markup = placed(
      'table',
      { step: 'entry', hash: 9, node: 'n1', entry: 500, size: 1000 },
      { cells, tableSize: 1000 },
    )
    expect(times(markup, 'glyph-chosen')).toBe(1)
    expect(markup).toContain('of 1,000')
  })
  test('by jumps draws the way from bucket to bucket', () => {
    expect(placed('jump', { step: 'jump', from: 0, bucket: 1, count: 2 })).toContain('bucket 0 → 1')
  })
  test('with bounded loads says in words which node is full', () => {
    const loaded = nodes.map((node, index) => ({ ...node, load: index + 1, capacity: 2 }))
    const points = [{ hash: 10, node: 0 }]
    const markup = placed('ring', { step: 'walk', hash: 5, node: 'n2', load: 2 }, { nodes: loaded, points })
    expect(markup).toContain(' full')
    expect(markup).toContain('full: ')
  })
})

const limiter: Glyph = { type: 'limiter', burst: 10, limit: 10, windowMicros: 1_000_000, isAlone: true }
const gateway: Glyph = { type: 'shadow-gateway', decides: 'gcra' }

describe('every glyph', () => {
  const all: Glyph[] = [
    { type: 'client' },
    server,
    balancer,
    { type: 'placement' },
    { type: 'cache' },
    { type: 'series' },
    breaker,
    limiter,
    gateway,
  ]
  test.each(all)('$type draws before its node has any reading', (glyph) => {
    const markup = draw(glyph, {})
    expect(markup).not.toMatch(/NaN|undefined|Infinity/)
  })
  test.each(all)('$type has a fixed size on the canvas and fills a card', (glyph) => {
    expect(draw(glyph, {})).toMatch(/<svg[^>]* width="\d+" height="\d+"/)
    expect(draw(glyph, {}, 'card')).not.toMatch(/<svg[^>]* width=/)
  })
})

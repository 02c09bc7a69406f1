import type { Point, SystemView } from '../system'
import { POLICIES, policyOf } from './policies'

/** Heights of a cache node: what is around its rows, and a row. */
const WIDE = { around: 64, row: 32, gap: 18 }
const NARROW = { around: 54, row: 30, gap: 14 }
const MOST_CACHES = 4

const view: SystemView = {
  place({ nodes }, narrow) {
    const caches = nodes.filter(({ kind }) => kind === 'policy-cache').map(({ name }) => name)
    return narrow ? placeNarrow(caches) : placeWide(caches)
  },
  glyph(node, values) {
    switch (node.kind) {
      case 'client':
        return { type: 'client' }
      case 'mirror':
        return { type: 'hit-ratios', most: MOST_CACHES }
      case 'policy-cache': {
        const { rows, ends } = policyOf(node.name)
        return { type: 'eviction', rows, ends }
      }
      default:
        return { type: 'server', workers: values.number('workers'), queueCapacity: values.number('queue') }
    }
  },
  title(node) {
    if (node.kind === 'mirror') return 'asks every cache'
    if (node.kind !== 'policy-cache') return ''
    return POLICIES.find(({ id }) => id === node.name)?.label ?? policyOf(node.name).label
  },
}

export default view

type Places = Record<string, Point>

/** The caches in one column between the app and the database. */
function placeWide(caches: readonly string[]): Places {
  return {
    client: { x: 0, y: 0 },
    app: { x: 220, y: 0 },
    ...column(caches, 600, WIDE),
    database: { x: 950, y: 0 },
  }
}

function placeNarrow(caches: readonly string[]): Places {
  const places = column(caches, 0, NARROW)
  const half = heightOf(caches, NARROW) / 2
  const top = 200
  return {
    client: { x: -104, y: 0 },
    app: { x: 70, y: 24 },
    ...Object.fromEntries(Object.entries(places).map(([name, { x, y }]) => [name, { x, y: y + top + half - 70 }])),
    database: { x: 0, y: top + 2 * half + 0 },
  }
}

function column(caches: readonly string[], x: number, sizes: typeof WIDE): Places {
  let top = -heightOf(caches, sizes) / 2
  const places: Places = {}
  for (const cache of caches) {
    const height = sizes.around + sizes.row * policyOf(cache).rows.length
    places[cache] = { x, y: top + height / 2 }
    top += height + sizes.gap
  }
  return places
}

function heightOf(caches: readonly string[], { around, row, gap }: typeof WIDE): number {
  return caches.reduce((sum, cache) => sum + around + row * policyOf(cache).rows.length + gap, -gap)
}

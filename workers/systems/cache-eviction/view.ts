import type { Point, SystemView } from '../system'
import { POLICIES, policyOf } from './meta-policies'

/** Heights of a cache node: what is around its rows, a row, and the space to the next. Small ones leave out copies. */
const WIDE = { around: 64, row: 32, gap: 20, copies: true }
const NARROW = { around: 51, row: 22, gap: 12, copies: false }
const MOST_CACHES = 4

const view: SystemView = {
  glyphs: ['client', 'hit-ratios', 'eviction', 'server'],
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

/** The caches in one column between the app, with the client above it, and the database. */
function placeWide(caches: readonly string[]): Places {
  return {
    client: { x: 0, y: -150 },
    app: { x: 0, y: 0 },
    ...column(caches, { x: 340, y: -heightOf(caches, WIDE) / 2 }, WIDE),
    database: { x: 660, y: 0 },
  }
}

/** Who asks and who knows stand above the caches. */
function placeNarrow(caches: readonly string[]): Places {
  return {
    client: { x: -122, y: 0 },
    app: { x: 8, y: 16 },
    database: { x: 146, y: 0 },
    ...column(caches, { x: 8, y: 92 }, NARROW),
  }
}

function column(caches: readonly string[], { x, y }: Point, sizes: typeof WIDE): Places {
  let top = y
  const places: Places = {}
  for (const cache of caches) {
    const height = heightOf([cache], sizes)
    places[cache] = { x, y: top + height / 2 }
    top += height + sizes.gap
  }
  return places
}

function heightOf(caches: readonly string[], { around, row, gap, copies }: typeof WIDE): number {
  const rows = (cache: string): number => policyOf(cache).rows.filter(({ isCopy }) => copies || isCopy !== true).length
  return caches.reduce((sum, cache) => sum + around + row * rows(cache) + gap, -gap)
}

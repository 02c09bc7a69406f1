import type { Point, SystemView } from '../system'

/** Cache nodes in one column stay readable up to this number; more stand in two. */
const ONE_COLUMN = 5
const CACHE_PITCH = 128

const view: SystemView = {
  glyphs: ['client', 'placement', 'cache', 'server'],
  place({ nodes }, narrow) {
    const named = (kind: string) => nodes.filter((node) => node.kind === kind).map((node) => node.name)
    const clients = named('client')
    const caches = named('cache')
    return narrow ? placeNarrow(clients, caches) : placeWide(clients, caches)
  },
  glyph(node, values) {
    switch (node.kind) {
      case 'client':
        return { type: 'client' }
      case 'app':
        return { type: 'placement' }
      case 'cache':
        return { type: 'cache' }
      default:
        return { type: 'server', workers: values.number('workers'), queueCapacity: values.number('queue') }
    }
  },
}

export default view

type Places = Record<string, Point>

/** The database stands below the application, so that no cache node hides the way to it. */
function placeWide(clients: readonly string[], caches: readonly string[]): Places {
  return {
    ...column(clients, 0, 0, 120),
    app: { x: 300, y: 0 },
    database: { x: 300, y: 240 },
    ...(caches.length <= ONE_COLUMN ? column(caches, 616, 0, CACHE_PITCH) : staggered(caches)),
  }
}

/** From top to bottom, three cache nodes in a row; the way to the database runs beside them. */
function placeNarrow(clients: readonly string[], caches: readonly string[]): Places {
  const firstRow = 312
  // Two columns leave a row for the database; three leave it the last place.
  const across = caches.length > 4 ? 3 : 2
  const last = across === 3 ? Math.floor(caches.length / across) : Math.ceil(caches.length / across)
  const places: Places = {
    app: { x: 0, y: 152 },
    database: { x: across === 3 ? 124 : 0, y: firstRow + last * 84 },
  }
  for (const [index, name] of clients.entries()) places[name] = { x: (index - (clients.length - 1) / 2) * 116, y: 0 }
  for (const [index, name] of caches.entries())
    places[name] = {
      x: ((index % across) - (across - 1) / 2) * 124,
      y: firstRow + Math.floor(index / across) * 84,
    }
  return places
}

function column(names: readonly string[], x: number, y: number, pitch: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x, y: y + (index - (names.length - 1) / 2) * pitch }]))
}

/** Two columns, the second half a step lower, so that its links pass between the nodes of the first. */
function staggered(names: readonly string[]): Places {
  const half = Math.ceil(names.length / 2)
  return {
    ...column(names.slice(0, half), 616, 0, CACHE_PITCH),
    ...column(names.slice(half), 808, CACHE_PITCH / 2, CACHE_PITCH),
  }
}

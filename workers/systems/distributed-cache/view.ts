import type { Point, SystemView } from '../system'

const view: SystemView = {
  glyphs: ['client', 'shard-map', 'database', 'cache'],
  place({ nodes }, narrow) {
    const caches = nodes.filter(({ kind }) => kind === 'cache' || kind === 'gutter').map(({ name }) => name)
    return narrow ? placeNarrow(caches) : placeWide(caches)
  },
  glyph(node, values) {
    switch (node.kind) {
      case 'client':
        return { type: 'client' }
      case 'app':
        return { type: 'shard-map', shards: values.number('caches') + 1, shows: 'loads' }
      case 'database':
        return { type: 'database', workers: values.number('workers'), queueCapacity: values.number('queue') }
      default:
        return { type: 'cache' }
    }
  },
}

export default view

type Places = Record<string, Point>

function placeWide(caches: readonly string[]): Places {
  const places: Places = {
    clients: { x: 0, y: 0 },
    'app-1': { x: 245, y: -115 },
    'app-2': { x: 245, y: 115 },
    database: { x: 540, y: (caches.length / 2) * 92 },
  }
  for (const [index, name] of caches.entries()) places[name] = { x: 540, y: (index - caches.length / 2) * 92 }
  return places
}

function placeNarrow(caches: readonly string[]): Places {
  const places: Places = {
    clients: { x: 0, y: 0 },
    'app-1': { x: -112, y: 150 },
    'app-2': { x: 112, y: 150 },
  }
  const names = [...caches, 'database']
  for (const [index, name] of names.entries()) {
    const row = Math.floor(index / 3)
    const inRow = Math.min(3, names.length - row * 3)
    places[name] = { x: ((index % 3) - (inRow - 1) / 2) * 132, y: 330 + row * 88 }
  }
  return places
}

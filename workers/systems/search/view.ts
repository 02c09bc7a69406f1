import type { Point, SystemView } from '../system'

const view: SystemView = {
  place({ nodes }, narrow) {
    const shards = nodes.filter(({ kind }) => kind === 'shard').map(({ name }) => name)
    return narrow ? placeNarrow(shards) : placeWide(shards)
  },
  glyph(node, values) {
    switch (node.kind) {
      case 'client':
        return { type: 'client' }
      case 'coordinator':
        return { type: 'search-results', rows: Math.min(5, values.number('hits')) }
      default:
        return { type: 'search-index' }
    }
  },
}

export default view

type Places = Record<string, Point>

function placeWide(shards: readonly string[]): Places {
  const places: Places = { reader: { x: 0, y: -80 }, writer: { x: 0, y: 80 }, coordinator: { x: 260, y: 0 } }
  for (const [index, name] of shards.entries()) places[name] = { x: 630, y: (index - (shards.length - 1) / 2) * 178 }
  return places
}

/** From top to bottom, one shard in a row: its postings need the width. */
function placeNarrow(shards: readonly string[]): Places {
  const places: Places = { reader: { x: -70, y: 0 }, writer: { x: 70, y: 0 }, coordinator: { x: 0, y: 128 } }
  for (const [index, name] of shards.entries()) places[name] = { x: 0, y: 285 + index * 127 }
  return places
}

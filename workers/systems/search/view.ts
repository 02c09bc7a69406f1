import type { Point, SystemView } from '../system'

const view: SystemView = {
  glyphs: ['client', 'search-results', 'search-index'],
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

/** Readers and writers above and below the coordinator: the width belongs to the postings. */
function placeWide(shards: readonly string[]): Places {
  const places: Places = { reader: { x: 0, y: -175 }, writer: { x: 0, y: 175 }, coordinator: { x: 0, y: 0 } }
  for (const [index, name] of shards.entries()) places[name] = { x: 400, y: (index - (shards.length - 1) / 2) * 164 }
  return places
}

/** From top to bottom, two shards in a row. */
function placeNarrow(shards: readonly string[]): Places {
  const places: Places = { reader: { x: -70, y: 0 }, writer: { x: 70, y: 0 }, coordinator: { x: 0, y: 128 } }
  for (const [index, name] of shards.entries())
    places[name] = { x: shards.length === 1 ? 0 : index % 2 === 0 ? -117 : 117, y: 285 + Math.floor(index / 2) * 127 }
  return places
}

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

/** Reader and writer beside the coordinator, and below it two shards in a row: so that their words can be read. */
function placeNarrow(shards: readonly string[]): Places {
  const places: Places = { reader: { x: -132, y: -34 }, writer: { x: -132, y: 34 }, coordinator: { x: 60, y: 0 } }
  for (const [index, name] of shards.entries())
    places[name] = { x: shards.length === 1 ? 0 : index % 2 === 0 ? -98 : 98, y: 146 + Math.floor(index / 2) * 116 }
  return places
}

import type { Point, SystemView } from '../system'

const PITCH = 102

const view: SystemView = {
  glyphs: ['client', 'database', 'shard-map'],
  place({ nodes }, narrow) {
    const shards = nodes.filter(({ kind }) => kind === 'shard').map(({ name }) => name)
    return narrow ? placeNarrow(shards) : placeWide(shards)
  },
  glyph(node, values) {
    if (node.kind === 'client') return { type: 'client' }
    if (node.kind === 'shard')
      return { type: 'database', workers: values.number('workers'), queueCapacity: values.number('queue') }
    return { type: 'shard-map', shards: values.number('shards') + values.number('standby'), shows: 'move' }
  },
}

export default view

type Places = Record<string, Point>

/** Shards in one column up to five, in two staggered ones beyond. */
function placeWide(shards: readonly string[]): Places {
  const places: Places = { clients: { x: 0, y: 0 }, router: { x: 250, y: 0 } }
  const inFirst = shards.length <= 5 ? shards.length : Math.ceil(shards.length / 2)
  for (const [index, name] of shards.entries()) {
    const column = index < inFirst ? 0 : 1
    const count = column === 0 ? inFirst : shards.length - inFirst
    const row = index - column * inFirst
    places[name] = { x: 540 + column * 160, y: (row - (count - 1) / 2) * PITCH + column * 40 }
  }
  return places
}

/** The clients beside the router, so that the picture is no taller than it has to be. */
function placeNarrow(shards: readonly string[]): Places {
  const places: Places = { clients: { x: -125, y: 0 }, router: { x: 45, y: 0 } }
  const perRow = 3
  for (const [index, name] of shards.entries()) {
    const row = Math.floor(index / perRow)
    const inRow = Math.min(perRow, shards.length - row * perRow)
    places[name] = { x: ((index % perRow) - (inRow - 1) / 2) * 128, y: 190 + row * 100 }
  }
  return places
}

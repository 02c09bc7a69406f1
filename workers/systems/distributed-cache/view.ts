import type { Point, SystemView } from '../system'

const view: SystemView = {
  glyphs: ['client', 'shard-map', 'database', 'cache', 'tally'],
  place({ nodes }, narrow) {
    const members = nodes.filter(({ kind }) => kind === 'member').map(({ name }) => name)
    const spares = nodes.filter(({ kind }) => kind === 'spare').map(({ name }) => name)
    if (members.length > 0) return narrow ? clusterNarrow(members, spares) : clusterWide(members, spares)
    const caches = nodes.filter(({ kind }) => kind === 'cache' || kind === 'gutter').map(({ name }) => name)
    return narrow ? placeNarrow(caches) : placeWide(caches)
  },
  glyph(node, values) {
    switch (node.kind) {
      case 'client':
        return { type: 'client' }
      case 'app':
        return { type: 'shard-map', shards: values.number('caches'), shows: 'loads' }
      case 'gutter app':
        return { type: 'shard-map', shards: values.number('caches') + 1, shows: 'loads' }
      case 'cluster app':
        return { type: 'shard-map', shards: values.number('caches') + (values.flag('standby') ? 1 : 0), shows: 'loads' }
      case 'member':
      case 'spare':
        return { type: 'tally', lines: MEMBER_LINES }
      case 'database':
        return { type: 'database', workers: values.number('workers'), queueCapacity: values.number('queue') }
      default:
        return { type: 'cache' }
    }
  },
}

export default view

const MEMBER_LINES = [
  { key: 'role', label: '', isMain: true },
  { key: 'entries', label: 'entries' },
  { key: 'offset', label: 'changes' },
] as const

type Named = readonly string[]

/** Primaries beside their copies; a node without slots stands beside them all. */
function clusterWide(members: Named, spares: Named): Places {
  const primaries = members.filter((name) => !name.endsWith('b'))
  const places: Places = {
    'app-1': { x: 0, y: -125 },
    clients: { x: 0, y: 0 },
    'app-2': { x: 0, y: 125 },
    database: { x: 290, y: primaries.length * 50 + 20 },
  }
  for (const [index, name] of primaries.entries()) {
    const y = (index - primaries.length / 2) * 100
    places[name] = { x: 290, y }
    if (members.includes(`${name}b`)) places[`${name}b`] = { x: 490, y: y + 30 }
  }
  for (const name of spares) places[name] = { x: 490, y: members.length > primaries.length ? 190 : 0 }
  return places
}

/** The database stands beside the clients, so that four rows are enough. */
function clusterNarrow(members: Named, spares: Named): Places {
  const primaries = members.filter((name) => !name.endsWith('b'))
  const places: Places = {
    clients: { x: -112, y: 0 },
    database: { x: 112, y: 0 },
    'app-1': { x: -112, y: 140 },
    'app-2': { x: 112, y: 140 },
  }
  for (const [index, name] of primaries.entries()) {
    const x = (index - (primaries.length - 1) / 2) * 132
    places[name] = { x, y: 290 }
    if (members.includes(`${name}b`)) places[`${name}b`] = { x, y: 400 }
  }
  for (const name of spares) places[name] = { x: members.length > primaries.length ? 198 : 0, y: 400 }
  return places
}

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

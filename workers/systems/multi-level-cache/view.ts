import type { NodeInfo } from '../../protocol'
import type { Point, SystemView } from '../system'
import { shownKeys } from './meta-keys'

const view: SystemView = {
  place: ({ nodes }, narrow) => (narrow ? placeNarrow(nodes) : placeWide(nodes)),
  glyph(node, values) {
    const keys = shownKeys(values)
    switch (node.kind) {
      case 'client':
        return { type: 'client' }
      case 'app':
        return {
          type: 'cache-level',
          keys: values.text('levels') === 'shared' ? [] : keys,
          figures: [
            { key: 'hits', label: 'in memory' },
            { key: 'shared hits', label: 'below' },
            { key: 'loads', label: 'loads' },
          ],
        }
      case 'redis':
        return {
          type: 'cache-level',
          keys,
          figures: [
            { key: 'keys', label: 'keys' },
            { key: 'queue', label: 'queue' },
          ],
        }
      case 'database':
        return {
          type: 'cache-level',
          keys,
          figures: [
            { key: 'busy', label: 'busy' },
            { key: 'queue', label: 'queue' },
            { key: 'reads', label: 'reads' },
          ],
        }
      case 'flusher':
        return {
          type: 'tally',
          lines: [
            { key: 'waiting', label: 'keys wait', isMain: true },
            { key: 'flushed', label: 'written' },
          ],
        }
      default:
        return {
          type: 'tally',
          lines: [
            { key: 'hits', label: 'answered', isMain: true },
            { key: 'collapsed', label: 'waited along' },
            { key: 'forwards', label: 'passed on' },
          ],
        }
    }
  },
  title(node) {
    return TITLES[node.kind === 'http-cache' ? (node.name.split('-')[0] ?? '') : node.kind] ?? ''
  },
}

const TITLES: Readonly<Record<string, string>> = {
  client: 'users',
  app: 'app with its memory',
  redis: 'shared cache',
  database: 'database',
  flusher: 'writes behind',
  browser: 'browser',
  cdn: 'CDN',
  proxy: 'reverse proxy',
}

export default view

type Places = Record<string, Point>

function named(nodes: readonly NodeInfo[], kind: string): string[] {
  return nodes.filter((node) => node.kind === kind).map(({ name }) => name)
}

function spread(index: number, count: number, step: number): number {
  return (index - (count - 1) / 2) * step
}

function placeWide(nodes: readonly NodeInfo[]): Places {
  const places: Places = {}
  const fronts = named(nodes, 'http-cache')
  if (fronts.length > 0) return placeChain(nodes, fronts)
  const users = named(nodes, 'client')
  const apps = named(nodes, 'app')
  for (const [index, name] of users.entries()) places[name] = { x: 0, y: spread(index, users.length, 190) }
  for (const [index, name] of apps.entries()) places[name] = { x: 270, y: spread(index, apps.length, 190) }
  places.redis = { x: 570, y: -95 }
  places.database = { x: 570, y: 125 }
  places.flusher = { x: 820, y: 15 }
  return pick(places, nodes)
}

/** Two rows: HTTP above, the app and what is behind it below. */
function placeChain(nodes: readonly NodeInfo[], fronts: readonly string[]): Places {
  const places: Places = {}
  const users = named(nodes, 'client')
  const browsers = fronts.filter((name) => name.startsWith('browser'))
  const pairs = browsers.length > 0 ? [users, browsers] : [users]
  for (const [column, names] of pairs.entries())
    for (const [index, name] of names.entries()) places[name] = { x: column * 220, y: spread(index, 2, 150) - 130 }
  const rest = fronts.filter((name) => !name.startsWith('browser'))
  for (const [index, name] of rest.entries()) places[name] = { x: (pairs.length + index) * 220, y: -130 }
  places['app-1'] = { x: 60, y: 130 }
  places.redis = { x: 360, y: 130 }
  places.database = { x: 660, y: 130 }
  places.flusher = { x: 900, y: 130 }
  return pick(places, nodes)
}

function placeNarrow(nodes: readonly NodeInfo[]): Places {
  const places: Places = {}
  let y = 0
  const rows = [
    named(nodes, 'client'),
    named(nodes, 'http-cache').filter((name) => name.startsWith('browser')),
    named(nodes, 'http-cache').filter((name) => !name.startsWith('browser')),
    named(nodes, 'app'),
    [...named(nodes, 'redis'), ...named(nodes, 'database')],
    named(nodes, 'flusher'),
  ]
  for (const [row, names] of rows.entries()) {
    if (names.length === 0) continue
    const step = row < 3 || names.length === 3 ? 130 : 190
    for (const [index, name] of names.entries()) places[name] = { x: spread(index, names.length, step), y }
    y += row < 3 ? 120 : 180
  }
  return pick(places, nodes)
}

/** Only those that are there. */
function pick(places: Places, nodes: readonly NodeInfo[]): Places {
  return Object.fromEntries(nodes.flatMap(({ name }) => (places[name] === undefined ? [] : [[name, places[name]]])))
}

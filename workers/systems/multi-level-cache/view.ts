import type { NodeInfo } from '../../protocol'
import type { Values } from '../../scenario/parameters'
import type { CrowdGauges } from '../glyphs'
import type { Point, SystemView } from '../system'
import { shownKeys } from './meta-keys'

const view: SystemView = {
  glyphs: ['client', 'cache-level', 'tally'],
  place: ({ nodes }, narrow) => (narrow ? placeNarrow(nodes) : placeWide(nodes)),
  glyph(node, values) {
    if (node.kind === 'client') return { type: 'client' }
    if (node.kind === 'flusher')
      return {
        type: 'tally',
        lines: [
          { key: 'waiting', label: 'keys wait', isMain: true },
          { key: 'flushed', label: 'written' },
        ],
      }
    const isChain = values.text('front') !== 'none'
    const keys = isChain ? shownKeys(values).slice(0, 2) : shownKeys(values)
    const hasRows = node.kind !== 'app' || values.text('levels') !== 'shared'
    return {
      type: 'cache-level',
      keys: hasRows ? keys : [],
      compactKeys: isChain ? 1 : values.number('unknown') > 0 ? 4 : 3,
      figures: figuresOf(node.kind, values.text('levels')).map(([key, label]) => ({ key, label })),
      crowd: crowdOf(node.kind, values),
    }
  },
  title(node) {
    return TITLES[node.kind === 'http-cache' ? (node.name.split('-')[0] ?? '') : node.kind] ?? ''
  },
}

function figuresOf(kind: string, levels: string): readonly (readonly [key: string, label: string])[] {
  if (kind === 'redis') return [KEYS, QUEUE]
  if (kind === 'database') return [['busy', 'busy'], QUEUE, ['reads', 'reads']]
  if (kind !== 'app') return [HITS, ['forwards', 'passed on']]
  if (levels === 'memory') return [HITS, LOADS]
  return levels === 'shared' ? [['open', 'open'], SHARED_HITS, LOADS] : [HITS, SHARED_HITS, LOADS]
}

/** Whose queue tells the story: that of the database, and of apps that have no memory to show. */
function crowdOf(kind: string, values: Values): CrowdGauges | null {
  if (kind === 'database') return { workers: values.number('workers'), busy: 'busy', waiting: 'queue' }
  return kind === 'app' && values.text('levels') === 'shared' ? { workers: 0, busy: 'open', waiting: 'open' } : null
}

const HITS = ['hits', 'hits'] as const
const SHARED_HITS = ['shared hits', 'shared'] as const
const LOADS = ['loads', 'loads'] as const
const KEYS = ['keys', 'keys'] as const
const QUEUE = ['queue', 'queue'] as const

const TITLES: Readonly<Record<string, string>> = {
  client: 'users',
  app: 'app',
  redis: 'shared cache',
  database: 'database',
  flusher: 'behind',
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
  for (const [index, name] of users.entries()) places[name] = { x: 0, y: spread(index, users.length, 176) }
  for (const [index, name] of apps.entries()) places[name] = { x: 214, y: spread(index, apps.length, 176) }
  const apart = named(nodes, 'flusher').length > 0 ? 150 : 88
  places.redis = { x: 470, y: -apart }
  places.database = { x: 470, y: apart }
  places.flusher = { x: 470, y: 0 }
  return pick(places, nodes)
}

/** From the users to the right, then down to the database; the shared cache stands beside the app. */
function placeChain(nodes: readonly NodeInfo[], fronts: readonly string[]): Places {
  const places: Places = {}
  const users = named(nodes, 'client')
  const browsers = fronts.filter((name) => name.startsWith('browser'))
  for (const [index, name] of users.entries()) places[name] = { x: browsers.length > 0 ? 0 : 130, y: index * 130 }
  for (const [index, name] of browsers.entries()) places[name] = { x: 200, y: index * 130 }
  const column = [...['cdn', 'proxy'].filter((name) => fronts.includes(name)), 'app-1', 'database']
  for (const [index, name] of column.entries()) places[name] = { x: 460, y: index * 130 }
  places.redis = { x: 200, y: column.indexOf('app-1') * 130 + (browsers.length > 0 || column.length > 3 ? 0 : 130) }
  places.flusher = { x: 200, y: column.indexOf('database') * 130 + 20 }
  return pick(places, nodes)
}

/** Top to bottom, two beside each other. */
function placeNarrow(nodes: readonly NodeInfo[]): Places {
  const places: Places = {}
  const [left, right] = [-98, 98]
  const fronts = named(nodes, 'http-cache')
  const browsers = fronts.filter((name) => name.startsWith('browser'))
  const rows: (readonly string[])[] = [named(nodes, 'client'), browsers]
  if (fronts.length > 0) rows.push(fronts.length > browsers.length + 1 ? ['cdn', 'proxy'] : ['', 'proxy'])
  if (fronts.length > 0) rows.push(['redis', 'app-1'], ['flusher', 'database'])
  else rows.push(named(nodes, 'app'), ['redis', 'database'], ['flusher'])
  let y = 0
  for (const row of rows.filter((names) => names.length > 0)) {
    const isThree = row.length === 3
    for (const [index, name] of row.entries())
      places[name] = { x: isThree ? (index - 1) * 186 : index === 0 ? left : right, y }
    // Users are not as high as levels, and one row of a chain not as high as three.
    const isUsers = row.some((name) => name.startsWith('users'))
    y += fronts.length > 0 ? (isUsers ? 80 : 92) : isUsers ? 108 : row.includes('redis') ? 120 : 142
  }
  return pick(places, nodes)
}

/** Only those that are there. */
function pick(places: Places, nodes: readonly NodeInfo[]): Places {
  return Object.fromEntries(nodes.flatMap(({ name }) => (places[name] === undefined ? [] : [[name, places[name]]])))
}

import type { NodeInfo } from '../../protocol'
import type { Values } from '../../scenario/parameters'
import type { ShownPool } from '../glyphs'
import type { Point, SystemView } from '../system'

/** Cells that there is room for: of the only pool of a node, and of one among several. */
const MOST_CELLS = 24
const ROW_CELLS = 12
const FEW_CELLS = 8

const view: SystemView = {
  glyphs: ['client', 'load-curve', 'sessions', 'connection-pool'],
  place({ nodes }, narrow) {
    const named = (end: string) => nodes.filter(({ kind }) => kind.endsWith(end)).map(({ name }) => name)
    const isTested = named('load-test').length > 0
    const parts: Parts = {
      apps: named('app'),
      isTested,
      hasPooler: named('pooler').length > 0,
      replicas: named('replica'),
    }
    return narrow ? placeNarrow(parts) : placeWide(parts)
  },
  glyph(node, values) {
    if (node.kind === 'users') return { type: 'client' }
    if (node.kind === 'load-test') return { type: 'load-curve', axis: 'connections' }
    if (node.kind.endsWith('primary') || node.kind === 'replica')
      return { type: 'sessions', cores: values.number('cores'), hasLog: node.kind !== 'lone-primary' }
    if (node.kind === 'pooler')
      return {
        type: 'connection-pool',
        pools: [{ name: 'primary', places: placesFor(values.number('server-pool')) }],
        threads: 0,
      }
    return { type: 'connection-pool', pools: poolsOf(node, values), threads: values.number('threads') }
  },
  title(node) {
    if (node.kind === 'users') return 'users'
    if (node.kind === 'load-test') return 'load test'
    if (node.kind === 'pooler') return 'pooler'
    return node.kind.endsWith('primary') ? 'database' : node.kind === 'replica' ? 'replica' : 'application'
  },
}

export default view

function poolsOf({ kind }: NodeInfo, values: Values): readonly ShownPool[] {
  const replicas = kind.endsWith('replica-app') ? values.number('replicas') : 0
  const names = [kind.endsWith('pooler-app') ? 'pooler' : 'primary']
  for (let index = 1; index <= replicas; index++) names.push(`replica-${index}`)
  if (values.flag('reports-pool')) names.push('reports')
  const wanted = kind.startsWith('unbounded') ? MOST_CELLS : values.number('pool')
  const places = names.length > 1 ? FEW_CELLS : placesFor(wanted)
  return names.map((name) => ({ name, places }))
}

/** One row of cells, or two. */
function placesFor(connections: number): number {
  return connections > ROW_CELLS ? MOST_CELLS : ROW_CELLS
}

type Places = Record<string, Point>

interface Parts {
  readonly apps: readonly string[]
  readonly isTested: boolean
  readonly hasPooler: boolean
  readonly replicas: readonly string[]
}

/** Users, instances and databases: a column each. The pooler stands above the database, so that all is readable. */
function placeWide({ apps, hasPooler, replicas }: Parts): Places {
  const right = hasPooler ? ['pooler', 'primary'] : ['primary', ...replicas]
  return {
    users: { x: 0, y: 0 },
    ...column(apps, 235, right.length > 3 ? 190 : apps.length > 3 ? 124 : 160),
    ...(right.length > 3 ? staggered(right, 505) : column(right, hasPooler ? 490 : 520, hasPooler ? 220 : 160)),
  }
}

function column(names: readonly string[], x: number, step: number): Places {
  return Object.fromEntries(names.map((name, index) => [name, { x, y: (index - (names.length - 1) / 2) * step }]))
}

/** Two columns, the second at the gaps of the first, so that links pass between. */
function staggered(names: readonly string[], x: number): Places {
  return Object.fromEntries(
    names.map((name, index) => [name, { x: x + (index % 2) * 270, y: (index - (names.length - 1) / 2) * 92 }]),
  )
}

/** Users above, instances in pairs below them, then the pooler and the databases. */
function placeNarrow({ apps, isTested, hasPooler, replicas }: Parts): Places {
  const places: Places = { users: { x: 0, y: 0 } }
  // The chart of a load test takes the height of two rows.
  if (isTested && apps.length === 1 && !hasPooler && replicas.length === 0)
    return { ...places, [apps[0] as string]: { x: -86, y: 190 }, primary: { x: 94, y: 190 } }
  let y = isTested ? 190 : 118
  const pairs = (names: readonly string[], step: number): void => {
    for (let index = 0; index < names.length; index += 2) {
      const [left, right] = [names[index] as string, names[index + 1]]
      places[left] = { x: right === undefined ? 0 : -92, y }
      if (right !== undefined) places[right] = { x: 92, y }
      y += step
    }
  }
  pairs(apps, 126)
  if (hasPooler) return { ...places, pooler: { x: -86, y }, primary: { x: 94, y } }
  const databases = ['primary', ...replicas]
  if (databases.length !== 3) pairs(databases, 150)
  for (const [index, name] of databases.entries())
    if (databases.length === 3) places[name] = { x: (index - 1) * 162, y }
  return places
}

import type { NodeInfo } from '../../protocol'
import type { Point, SystemView } from '../system'

const view: SystemView = {
  glyphs: ['log', 'tally'],
  place({ nodes }, narrow) {
    const named = (kind: string): readonly NodeInfo[] => nodes.filter((node) => node.kind === kind)
    const parts = { apps: named('app'), monitors: named('monitor'), databases: named('database') }
    return narrow ? placeNarrow(parts) : placeWide(parts)
  },
  glyph(node) {
    if (node.kind === 'database') return { type: 'log', entries: 8 }
    if (node.kind === 'monitor')
      return {
        type: 'tally',
        lines: [
          { key: 'primary', label: 'primary', isMain: true },
          { key: 'epoch', label: 'epoch' },
          { key: 'failovers', label: 'failovers' },
        ],
      }
    return {
      type: 'tally',
      lines: [
        { key: 'primary', label: 'writes to', isMain: true },
        { key: 'acknowledged', label: 'acknowledged' },
        { key: 'failed', label: 'failed' },
        { key: 'lost', label: 'told in vain' },
      ],
    }
  },
  title(node) {
    return node.kind === 'app' ? 'application' : ''
  },
}

export default view

interface Parts {
  readonly apps: readonly NodeInfo[]
  readonly monitors: readonly NodeInfo[]
  readonly databases: readonly NodeInfo[]
}

/** Three nodes stand as a triangle, more in two columns. */
const WIDE: Readonly<Record<number, readonly Point[]>> = {
  3: [
    { x: 400, y: 0 },
    { x: 760, y: -150 },
    { x: 760, y: 150 },
  ],
  4: [
    { x: 400, y: -100 },
    { x: 760, y: -180 },
    { x: 760, y: 20 },
    { x: 400, y: 130 },
  ],
  5: [
    { x: 400, y: 0 },
    { x: 400, y: -190 },
    { x: 760, y: -120 },
    { x: 760, y: 120 },
    { x: 400, y: 190 },
  ],
}

function placeWide({ apps, monitors, databases }: Parts): Record<string, Point> {
  const places: Record<string, Point> = {}
  const left = [...apps.slice(0, 1), ...monitors, ...apps.slice(1)]
  for (const [index, { name }] of left.entries()) places[name] = { x: 0, y: (index - (left.length - 1) / 2) * 150 }
  const points = WIDE[databases.length] ?? []
  for (const [index, { name }] of databases.entries()) places[name] = points[index] ?? { x: 400 + index * 10, y: 400 }
  return places
}

/** Applications above, nodes below in two columns, the monitor in the middle. The first of many nodes is up there too. */
function placeNarrow({ apps, monitors, databases }: Parts): Record<string, Point> {
  const places: Record<string, Point> = {}
  const isFirstAbove = databases.length > 3 && apps.length === 2
  const middle = isFirstAbove ? databases.slice(0, 1) : monitors
  const top = [...apps.slice(0, 1), ...middle, ...apps.slice(1)]
  const apart = isFirstAbove ? 180 : 136
  for (const [index, { name }] of top.entries()) places[name] = { x: (index - (top.length - 1) / 2) * apart, y: 0 }
  if (isFirstAbove) for (const { name } of monitors) places[name] = { x: 0, y: 150 }
  const aside = isFirstAbove && monitors.length > 0 ? 180 : 120
  const below = isFirstAbove ? 0 : 160
  for (const [index, { name }] of databases.entries())
    places[name] = {
      x: index === 0 ? 0 : (index % 2 === 1 ? -1 : 1) * aside,
      y: index === 0 ? below : below + Math.ceil(index / 2) * 150,
    }
  return places
}

import type { NodeInfo } from '../../protocol'
import type { Values } from '../../scenario/parameters'
import type { Point, SystemView } from '../system'

const view: SystemView = {
  glyphs: ['log', 'tally'],
  place({ nodes }, narrow) {
    const named = (kind: string): readonly NodeInfo[] => nodes.filter((node) => node.kind === kind)
    const parts = {
      apps: named('app'),
      monitors: named('monitor'),
      powers: named('power'),
      databases: named('database'),
    }
    return narrow ? placeNarrow(parts) : placeWide(parts)
  },
  glyph(node, values) {
    if (node.kind === 'database') return { type: 'log', entries: isCrowded(values) ? 5 : 8 }
    if (node.kind === 'monitor')
      return {
        type: 'tally',
        lines: [
          { key: 'primary', label: 'primary', isMain: true },
          { key: 'epoch', label: 'epoch' },
          { key: 'failovers', label: 'failovers' },
        ],
      }
    if (node.kind === 'power') return { type: 'tally', lines: [{ key: 'off', label: 'off', isMain: true }] }
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

/** Whether there are more nodes than a phone has room for at full size. */
function isCrowded(values: Values): boolean {
  return values.number('nodes') > 3 || values.flag('stonith')
}

interface Parts {
  readonly apps: readonly NodeInfo[]
  readonly monitors: readonly NodeInfo[]
  readonly powers: readonly NodeInfo[]
  readonly databases: readonly NodeInfo[]
}

/** The first stands where applications come from, and its ways to the others lead past none of them. */
const WIDE: Readonly<Record<number, readonly Point[]>> = {
  3: [
    { x: 400, y: 0 },
    { x: 760, y: -150 },
    { x: 760, y: 150 },
  ],
  4: [
    { x: 190, y: 0 },
    { x: 385, y: -125 },
    { x: 580, y: 0 },
    { x: 385, y: 125 },
  ],
  5: [
    { x: 190, y: 0 },
    { x: 385, y: -125 },
    { x: 580, y: -78 },
    { x: 580, y: 78 },
    { x: 385, y: 125 },
  ],
}

function placeWide({ apps, monitors, powers, databases }: Parts): Record<string, Point> {
  const places: Record<string, Point> = {}
  const left = [...apps.slice(0, 1), ...powers, ...monitors, ...apps.slice(1)]
  for (const [index, { name }] of left.entries())
    places[name] = { x: 0, y: (index - (left.length - 1) / 2) * (databases.length + powers.length > 3 ? 120 : 150) }
  const points = WIDE[databases.length] ?? []
  for (const [index, { name }] of databases.entries()) places[name] = points[index] ?? { x: 400 + index * 10, y: 400 }
  return places
}

/** Where nodes stand on a phone, in columns and rows below the applications. The first is in the middle. */
const NARROW: Readonly<Record<number, readonly (readonly [column: number, row: number])[]>> = {
  3: [
    [0, 0],
    [-0.8, 1],
    [0.8, 1],
  ],
  4: [
    [0, 0],
    [-1, 0],
    [1, 0],
    [0, 1],
  ],
  5: [
    [0, 0],
    [-1, 0],
    [1, 0],
    [-1, 1],
    [1, 1],
  ],
}

/** Applications above, nodes below, the monitor between what it watches. */
function placeNarrow({ apps, monitors, powers, databases }: Parts): Record<string, Point> {
  const places: Record<string, Point> = {}
  const isWide = databases.length > 3
  const top = isWide ? apps : [...apps.slice(0, 1), ...monitors, ...apps.slice(1)]
  for (const [index, { name }] of top.entries()) places[name] = { x: (index - (top.length - 1) / 2) * 150, y: 0 }
  for (const [index, { name }] of databases.entries()) {
    const [column, row] = NARROW[databases.length]?.[index] ?? [index, 2]
    places[name] = { x: column * 150, y: 140 + row * 155 }
  }
  for (const { name } of powers) places[name] = { x: isWide ? 0 : 150, y: isWide ? 430 : 140 }
  const aside = databases.length === 4 ? 150 : 0
  if (isWide) for (const { name } of monitors) places[name] = { x: aside, y: 295 }
  return places
}

import type { NodeInfo } from '../../protocol'
import type { Point, SystemView } from '../system'
import { COORDINATES, POP, POP_CITY, shownCells, shownTargets } from './model-places'

const view: SystemView = {
  glyphs: ['edge-cache', 'server', 'tally'],
  place({ nodes }, narrow) {
    const places: Record<string, Point> = {}
    if (nodes.some(({ kind }) => kind === 'door')) return placePop(nodes, narrow)
    const hasParents = nodes.some((node) => node.name === 'parent-1')
    for (const node of nodes)
      places[node.name] = (narrow ? narrowPlace(node, nodes) : widePlace(node.name, hasParents)) ?? { x: 0, y: 0 }
    return places
  },
  glyph(node, values) {
    if (isMachine(node)) return { type: 'edge-cache', rows: ['/p/1'], isTier: true, cells: shownCells(values) }
    if (node.kind === 'door')
      return {
        type: 'tally',
        lines: [
          { key: 'machines', label: 'machines up', isMain: true },
          { key: 'elsewhere', label: 'sent elsewhere' },
        ],
      }
    const rows = shownTargets(values)
    if (node.kind === 'edge') return { type: 'edge-cache', rows, isTier: false }
    if (node.kind === 'tier') return { type: 'edge-cache', rows: rows.slice(0, 2), isTier: true }
    if (node.kind === 'origin')
      return {
        type: 'server',
        workers: values.number('origin-workers'),
        queueCapacity: values.number('origin-queue'),
      }
    return {
      type: 'tally',
      lines: [
        { key: 'via', label: 'asks', isMain: true },
        { key: 'ms', label: 'answer, ms' },
        { key: 'failed', label: 'failed' },
      ],
    }
  },
  backdrop(narrow, { nodes }) {
    if (narrow || nodes.some(({ kind }) => kind === 'door')) return null
    return { type: 'world-map', zero: { x: 305, y: 215 }, unit: { x: 2.84, y: 2.9 }, places: COORDINATES }
  },
  title(node) {
    if (node.kind === 'users') return 'users'
    if (isMachine(node)) return ''
    if (node.kind === 'door') return 'door'
    if (node.kind === 'edge') return 'edge'
    return node.kind === 'tier' ? 'cache' : ''
  },
}

export default view

function isMachine({ kind, name }: NodeInfo): boolean {
  return kind === 'edge' && name.startsWith(`${POP}-`)
}

/** Users, the door, the machines and the origin, from left to right, or from the top down. */
function placePop(nodes: readonly NodeInfo[], narrow: boolean): Record<string, Point> {
  const machines = nodes.filter(isMachine)
  const places: Record<string, Point> = narrow
    ? {
        [POP_CITY]: { x: -68, y: 0 },
        [POP]: { x: 68, y: 0 },
        origin: { x: 0, y: 120 + 115 * Math.ceil(machines.length / 2) },
      }
    : { [POP_CITY]: { x: 0, y: 0 }, [POP]: { x: 190, y: 0 }, origin: { x: 620, y: 0 } }
  for (const [index, { name }] of machines.entries()) {
    const isAlone = narrow && index === machines.length - 1 && machines.length % 2 === 1
    places[name] = narrow
      ? { x: isAlone ? 0 : index % 2 === 0 ? -68 : 68, y: 115 + 115 * Math.floor(index / 2) }
      : { x: 410, y: (index - (machines.length - 1) / 2) * 116 }
  }
  return places
}

/** Near to where they are on the map, as far as there is room. */
const WIDE: Readonly<Record<string, Point>> = {
  'new-york': { x: 95, y: 60 },
  mexico: { x: 86, y: 246 },
  frankfurt: { x: 330, y: 60 },
  istanbul: { x: 486, y: 246 },
  tokyo: { x: 672, y: 40 },
  singapore: { x: 672, y: 236 },
  shield: { x: 300, y: 250 },
  origin: { x: 300, y: 392 },
}

/** Two parents need more room than a shield. */
const WITH_PARENTS: Readonly<Record<string, Point>> = {
  'parent-1': { x: 190, y: 382 },
  'parent-2': { x: 370, y: 382 },
  origin: { x: 610, y: 392 },
}

function widePlace(name: string, hasParents: boolean): Point | undefined {
  return (hasParents ? WITH_PARENTS[name] : undefined) ?? WIDE[name]
}

const COLUMNS: Readonly<Record<string, number>> = {
  mexico: -1,
  'new-york': -1,
  istanbul: 0,
  frankfurt: 0,
  tokyo: 1,
  singapore: 1,
}

/** Users above their edges, one city beside another; below them the caches beside the origin. */
function narrowPlace({ name, kind }: NodeInfo, nodes: readonly NodeInfo[]): Point {
  const column = COLUMNS[name]
  if (column !== undefined) return { x: column * 136, y: kind === 'users' ? 0 : 145 }
  const behind = nodes.filter((node) => COLUMNS[node.name] === undefined)
  const index = behind.findIndex((node) => node.name === name)
  return { x: (index - (behind.length - 1) / 2) * 150, y: 285 }
}

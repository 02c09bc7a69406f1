import type { NodeInfo } from '../../protocol'
import type { Point, SystemView } from '../system'
import { COORDINATES } from './model-places'

const view: SystemView = {
  place({ nodes }, narrow) {
    const places: Record<string, Point> = {}
    for (const { name } of nodes) places[name] = (narrow ? narrowPlace(name, nodes) : WIDE[name]) ?? { x: 0, y: 0 }
    return places
  },
  glyph(node, values) {
    if (node.kind === 'edge') return { type: 'edge-cache', rows: ['/launch', '/p/1', '/p/2'], isTier: false }
    if (node.kind === 'tier') return { type: 'edge-cache', rows: ['/launch', '/p/1'], isTier: true }
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
        { key: 'ms', label: 'last answer, ms' },
        { key: 'ok', label: 'answered' },
        { key: 'failed', label: 'failed' },
      ],
    }
  },
  backdrop(narrow) {
    if (narrow) return null
    return { type: 'world-map', zero: { x: 409, y: 265 }, unit: { x: 3.5, y: 3.6 }, places: COORDINATES }
  },
  title(node) {
    if (node.kind === 'users') return 'users'
    if (node.kind === 'edge') return 'edge'
    return node.kind === 'tier' ? 'cache' : ''
  },
}

export default view

/** Near to where they are on the map, as far as there is room. */
const WIDE: Readonly<Record<string, Point>> = {
  'new-york': { x: 130, y: 80 },
  mexico: { x: 110, y: 290 },
  frankfurt: { x: 440, y: 70 },
  istanbul: { x: 640, y: 230 },
  tokyo: { x: 860, y: 60 },
  singapore: { x: 860, y: 290 },
  shield: { x: 420, y: 290 },
  'parent-1': { x: 310, y: 290 },
  'parent-2': { x: 500, y: 290 },
  origin: { x: 430, y: 460 },
}

/** Users above their edges, one city beside another; behind them the caches near the origin. */
function narrowPlace(name: string, nodes: readonly NodeInfo[]): Point | undefined {
  const hasParents = nodes.some((node) => node.name === 'parent-1')
  const column: Record<string, number> = {
    mexico: -1,
    'new-york': -1,
    istanbul: 0,
    frankfurt: 0,
    tokyo: 1,
    singapore: 1,
  }
  const at = column[name]
  const node = nodes.find((own) => own.name === name)
  if (at !== undefined) return { x: at * 140, y: node?.kind === 'users' ? 0 : 150 }
  if (name === 'origin') return { x: 0, y: 430 }
  if (hasParents) return { x: name === 'parent-1' ? -90 : 90, y: 300 }
  return { x: 0, y: 300 }
}

import type { Zone } from '../backdrop'
import type { Point, SystemView } from '../system'
import { MOST_NODES, replicaNames, SHOWN_ROWS, sideOf } from './meta-names'

const view: SystemView = {
  glyphs: ['replica', 'tally', 'client'],
  place({ nodes }, narrow) {
    const replicas = nodes.filter(({ kind }) => kind === 'replica').map(({ name }) => name)
    const corners = narrow ? NARROW_CORNERS : WIDE_CORNERS
    const places: Record<string, Point> = narrow ? { ...NARROW_SIDES } : { ...WIDE_SIDES }
    for (const [index, name] of replicas.entries()) {
      const corner = corners[index]
      if (corner !== undefined) places[name] = corner
    }
    return places
  },
  backdrop(narrow) {
    const zoneOf = (side: string, corner: Zone['corner']): Zone => ({
      label: `side ${side}`,
      nodes: [
        `clients-${side}`,
        `coordinator-${side}`,
        ...replicaNames(MOST_NODES).filter((name) => sideOf(name) === side),
      ],
      corner,
    })
    return { type: 'zones', zones: [zoneOf('a', 'top-left'), zoneOf('b', narrow ? 'bottom-left' : 'bottom-right')] }
  },
  glyph({ kind }) {
    if (kind === 'replica') return { type: 'replica', rows: SHOWN_ROWS }
    if (kind === 'coordinator')
      return {
        type: 'tally',
        lines: [
          { key: 'writes', label: 'writes' },
          { key: 'reads', label: 'reads' },
          { key: 'refused', label: 'refused' },
          { key: 'repairs', label: 'repaired' },
        ],
      }
    return { type: 'client' }
  },
}

export default view

/** Side a stands on the left and side b on the right, as a partition cuts them. */
const WIDE_SIDES = {
  'clients-a': { x: -335, y: -110 },
  'coordinator-a': { x: -335, y: 65 },
  'clients-b': { x: 335, y: -110 },
  'coordinator-b': { x: 335, y: 65 },
}

/** The ring, clockwise: n1 to n3 on the left, n4 and n5 on the right. */
const WIDE_CORNERS: readonly Point[] = [
  { x: -112, y: 165 },
  { x: -136, y: 0 },
  { x: -112, y: -165 },
  { x: 124, y: -92 },
  { x: 124, y: 92 },
]

/** Side a above and side b below, as a partition cuts them. */
const NARROW_SIDES = {
  'clients-a': { x: -105, y: 42 },
  'coordinator-a': { x: 40, y: 42 },
  'clients-b': { x: 150, y: 398 },
  'coordinator-b': { x: 150, y: 298 },
}

const NARROW_CORNERS: readonly Point[] = [
  { x: -150, y: 161 },
  { x: 0, y: 161 },
  { x: 150, y: 161 },
  { x: 0, y: 298 },
  { x: -150, y: 298 },
]

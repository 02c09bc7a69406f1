import type { Point, SystemView } from '../system'
import { SHOWN_ROWS } from './meta-names'

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

const NARROW_SIDES = {
  'clients-a': { x: -100, y: 0 },
  'clients-b': { x: 100, y: 0 },
  'coordinator-a': { x: -100, y: 130 },
  'coordinator-b': { x: 100, y: 130 },
}

const NARROW_CORNERS: readonly Point[] = [
  { x: -100, y: 570 },
  { x: -100, y: 420 },
  { x: -100, y: 270 },
  { x: 100, y: 340 },
  { x: 100, y: 500 },
]

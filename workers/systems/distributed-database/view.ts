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

/** Side a above and side b below, as a partition cuts them. */
const NARROW_SIDES = {
  'clients-a': { x: -105, y: 42 },
  'coordinator-a': { x: 40, y: 42 },
  'clients-b': { x: -105, y: 432 },
  'coordinator-b': { x: 40, y: 432 },
}

const NARROW_CORNERS: readonly Point[] = [
  { x: -150, y: 164 },
  { x: 0, y: 164 },
  { x: 150, y: 164 },
  { x: 76, y: 310 },
  { x: -76, y: 310 },
]

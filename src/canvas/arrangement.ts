import type { Topology } from '../../workers/protocol'
import type { Glyph } from '../../workers/systems/glyphs'
import type { SystemView } from '../../workers/systems/system'
import type { Size } from './glyphs/glyph-kind'
import { type Density, type Layout, layOut } from './layout'
import { nodeSize } from './node-size'

/** Where everything stands, and how. */
export interface Arrangement {
  readonly layout: Layout
  /** Whether the picture goes from top to bottom. */
  readonly narrow: boolean
  /** Whether its boxes are the small ones, with less in them. */
  readonly compact: boolean
}

/** Below this width the picture goes from top to bottom and its boxes are smaller. */
const NARROW = 640
/** A picture drawn at less than this has words of under nine pixels. */
const LEGIBLE = 0.8
/** How much larger another arrangement must come out before it takes the place of the usual one. */
const WORTH = 1.08

/**
 * The usual arrangement for a space, or, where its words would be too small to read, the one whose words come out
 * largest: small boxes closer together, and on a narrow screen perhaps from left to right.
 */
export function arrange(
  topology: Topology,
  glyphs: readonly Glyph[],
  place: SystemView['place'],
  space: Size,
): Arrangement {
  const inner = innerOf(space)
  const of = (narrow: boolean, compact: boolean, density: Density): Arrangement => {
    const places = place(topology, narrow)
    const centres = topology.nodes.map(({ name }) => places[name] ?? { x: 0, y: 0 })
    const sizes = glyphs.map((glyph) => nodeSize(glyph, compact))
    return { layout: layOut(centres, sizes, topology.links, inner, narrow, density), narrow, compact }
  }
  const isNarrow = space.width < NARROW
  const all = isNarrow
    ? [of(true, true, 'roomy'), of(true, true, 'close'), of(false, true, 'close')]
    : [of(false, false, 'roomy'), of(false, false, 'close'), of(false, true, 'close')]
  const [usual, ...others] = all as [Arrangement, ...Arrangement[]]
  return (
    all.find((each) => scaleOf(each, space) >= LEGIBLE) ??
    others.reduce((best, other) => (scaleOf(other, space) > scaleOf(best, space) * WORTH ? other : best), usual)
  )
}

/** At what scale a whole arrangement fits into a space. */
export function scaleOf({ layout: { bounds } }: Arrangement, space: Size): number {
  const { width, height } = innerOf(space)
  return Math.min(width / bounds.width, height / bounds.height)
}

/** Pixels left free around a picture. */
export function marginOf({ width, height }: Size): number {
  return Math.round(Math.min(44, Math.max(12, Math.min(width, height) * 0.06)))
}

function innerOf(space: Size): Size {
  const margins = 2 * marginOf(space)
  return { width: Math.max(1, space.width - margins), height: Math.max(1, space.height - margins) }
}

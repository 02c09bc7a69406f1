import type { Glyph } from '../../workers/systems/system'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Space between the border of a node and what is in it. */
export const NODE_PADDING = 12
/** The line with the name. */
export const NODE_HEADER = 22

const BALANCER_ROW = 15
const CELLS_TALL = 18

/**
 * Size of the drawing inside a node, in canvas units. It follows from the glyph alone, never from a reading, so nothing
 * jumps. `compact` is for narrow screens.
 */
export function glyphSize(glyph: Glyph, compact: boolean): Size {
  switch (glyph.type) {
    case 'client':
      return { width: compact ? 76 : 92, height: 32 }
    case 'server':
      return { width: compact ? 82 : 124, height: CELLS_TALL + 22 }
    case 'balancer':
      return { width: compact ? 168 : 156, height: 18 + BALANCER_ROW * Math.max(1, glyph.targets.length) }
    case 'placement':
      return { width: compact ? 252 : 276, height: 190 }
    case 'cache':
      return { width: compact ? 82 : 124, height: 44 }
  }
}

/** Size of the whole node: its border, padding, header and drawing. */
export function nodeSize(glyph: Glyph, compact: boolean): Size {
  const inside = glyphSize(glyph, compact)
  return { width: inside.width + 2 * NODE_PADDING, height: inside.height + NODE_HEADER + 2 * NODE_PADDING - 4 }
}

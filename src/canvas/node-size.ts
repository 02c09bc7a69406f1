import type { Glyph } from '../../workers/systems/system'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Space between the border of a node and what is in it, and the line with the name. */
const ROOMY = { padding: 11, header: 22 }
const COMPACT = { padding: 8, header: 19 }

/**
 * Size of the drawing inside a node, in canvas units. It follows from the glyph alone, never from a reading, so nothing
 * jumps. `compact` is for narrow screens: less is drawn, so that what is drawn stays readable.
 */
export function glyphSize(glyph: Glyph, compact: boolean): Size {
  switch (glyph.type) {
    case 'client':
      return compact ? { width: 84, height: 14 } : { width: 92, height: 32 }
    case 'server':
      return compact ? { width: 92, height: 31 } : { width: 124, height: 40 }
    case 'balancer':
      return {
        width: compact ? 172 : 156,
        height: balancerTop(compact) + balancerRow(compact) * Math.max(1, glyph.targets.length),
      }
    case 'placement':
      return compact ? { width: 262, height: 152 } : { width: 284, height: 176 }
    case 'cache':
      return compact ? { width: 112, height: 25 } : { width: 128, height: 44 }
  }
}

/** Height of a target's row in a balancer, and of what stands above the first. */
export function balancerRow(compact: boolean): number {
  return compact ? 13 : 15
}
export function balancerTop(compact: boolean): number {
  return compact ? 15 : 18
}

/** Size of the whole node: its border, padding, header and drawing. */
export function nodeSize(glyph: Glyph, compact: boolean): Size {
  const inside = glyphSize(glyph, compact)
  const { padding, header } = compact ? COMPACT : ROOMY
  return { width: inside.width + 2 * padding + 2, height: inside.height + header + 2 * padding }
}

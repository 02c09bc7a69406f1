import type { Glyph } from '../../workers/systems/glyphs'
import type { Size } from './glyphs/glyph-kind'
import { kindOf } from './glyphs/kinds'

/** Space between the border of a node and what is in it, and the line with the name. */
const ROOMY = { padding: 11, header: 22 }
const COMPACT = { padding: 8, header: 19 }

/** Size of the whole node: its border, padding, header and drawing. */
export function nodeSize(glyph: Glyph, compact: boolean): Size {
  const inside = kindOf(glyph).size(glyph, compact)
  const { padding, header } = compact ? COMPACT : ROOMY
  return { width: inside.width + 2 * padding + 2, height: inside.height + header + 2 * padding }
}

import type { Glyph } from '../../workers/systems/glyphs'
import { kindOf } from './glyphs/kinds'
import { modeText, type Reading } from './reading'

/** The state of a node as one sentence for those who do not see the picture. */
export function stateText(name: string, glyph: Glyph, reading: Reading): string {
  const mode = modeText(reading)
  const parts = mode === '' ? [] : [mode]
  parts.push(...kindOf(glyph).words(glyph, reading))
  return `${name}: ${parts.join(', ')}`
}

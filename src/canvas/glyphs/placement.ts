import { lazy } from 'react'
import { listText } from '../../../workers/trace/sentence'
import type { GlyphKind } from './glyph-kind'
import { PLACEMENT_STEPS, pictureOf } from './placement-reading'

export const placement: GlyphKind<'placement'> = {
  size: (_, compact) => (compact ? { width: 262, height: 152 } : { width: 284, height: 176 }),
  Drawing: lazy(async () => ({ default: (await import('./placement-drawing')).PlacementDrawing })),
  stepMarks: PLACEMENT_STEPS,
  words: (_, reading) => {
    const nodes = pictureOf(reading)?.nodes ?? []
    return nodes.length === 0 ? ['places no key yet'] : [`places keys on ${listText(nodes.map(({ name }) => name))}`]
  },
}

import { Suspense } from 'react'
import type { Glyph } from '../../../workers/systems/glyphs'
import type { Mark } from '../../../workers/trace/trace'
import type { Reading } from '../reading'
import './glyphs.css'
import { kindOf } from './kinds'

/** `node` and `compact`: the fixed sizes on the canvas; `card` and `large`: as wide as what is around, same drawing. */
export type GlyphViewSize = 'node' | 'compact' | 'card' | 'large'

/** The inside of a node as a drawing. A pure function of what it is given, so it also stands on cards and in panels. */
export function GlyphView({
  glyph,
  reading,
  lastMark,
  size,
}: {
  readonly glyph: Glyph
  readonly reading: Reading
  readonly lastMark: Mark | null
  readonly size: GlyphViewSize
}) {
  const compact = size === 'compact'
  const { Drawing, size: sizeOf } = kindOf(glyph)
  const { width, height } = sizeOf(glyph, compact)
  const fixed = size === 'node' || size === 'compact'
  return (
    <svg
      className={`glyph glyph-${size}`}
      viewBox={`0 0 ${width} ${height}`}
      {...(fixed ? { width, height } : {})}
      aria-hidden="true"
    >
      <Suspense>
        <Drawing glyph={glyph} reading={reading} lastMark={lastMark} width={width} height={height} compact={compact} />
      </Suspense>
    </svg>
  )
}

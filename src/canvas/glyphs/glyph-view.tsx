import type { ComponentType } from 'react'
import type { Glyph } from '../../../workers/systems/system'
import type { Mark } from '../../../workers/trace/trace'
import { glyphSize } from '../node-size'
import type { Reading } from '../state-text'
import { BalancerGlyph } from './balancer'
import { CacheGlyph } from './cache'
import { ClientGlyph } from './client'
import './glyphs.css'
import { PlacementGlyph } from './placement'
import { ServerGlyph } from './server'

/** What every glyph draws from. It draws inside a box of `width` times `height` and never outside. */
export interface GlyphProps<T extends Glyph['type']> {
  readonly glyph: Extract<Glyph, { type: T }>
  readonly reading: Reading
  /** The last mark of the node that shows a step of its algorithm, for instance `placement/located`; null before one. */
  readonly lastMark: Mark | null
  readonly width: number
  readonly height: number
  /** Little space: only the most important is drawn. */
  readonly compact: boolean
}

/** One component a type of glyph: the compiler names the one that is missing. */
const GLYPHS: { readonly [T in Glyph['type']]: ComponentType<GlyphProps<T>> } = {
  client: ClientGlyph,
  server: ServerGlyph,
  balancer: BalancerGlyph,
  placement: PlacementGlyph,
  cache: CacheGlyph,
}

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
  const { width, height } = glyphSize(glyph, compact)
  const Drawing = GLYPHS[glyph.type] as ComponentType<GlyphProps<Glyph['type']>>
  const fixed = size === 'node' || size === 'compact'
  return (
    <svg
      className={`glyph glyph-${size}`}
      viewBox={`0 0 ${width} ${height}`}
      {...(fixed ? { width, height } : {})}
      aria-hidden="true"
    >
      <Drawing glyph={glyph} reading={reading} lastMark={lastMark} width={width} height={height} compact={compact} />
    </svg>
  )
}

import type { ComponentType } from 'react'
import type { Glyph } from '../../../workers/systems/glyphs'
import type { Mark } from '../../../workers/trace/trace'
import type { Reading } from '../reading'

export interface Size {
  readonly width: number
  readonly height: number
}

/** What every glyph draws from. It draws inside a box of `width` times `height` and never outside. */
export interface GlyphProps<T extends Glyph['type']> {
  readonly glyph: Extract<Glyph, { type: T }>
  readonly reading: Reading
  /** The last mark of the node among the kind's `stepMarks`; null before one. */
  readonly lastMark: Mark | null
  readonly width: number
  readonly height: number
  /** Little space: only the most important is drawn. */
  readonly compact: boolean
}

/** All that the page knows of one type of glyph. */
export interface GlyphKind<T extends Glyph['type']> {
  /**
   * Size of the drawing inside a node, in canvas units. It follows from the glyph alone, never from a reading, so nothing
   * jumps. `compact` is for narrow screens: less is drawn, so that what is drawn stays readable.
   */
  size(glyph: Extract<Glyph, { type: T }>, compact: boolean): Size
  /** SVG inside that box. A large drawing is loaded lazily. */
  readonly Drawing: ComponentType<GlyphProps<T>>
  /** Names of the marks whose details the drawing shows as steps of an algorithm. */
  readonly stepMarks: readonly string[]
  /** What the drawing shows, in words, for those who do not see it. */
  words(glyph: Extract<Glyph, { type: T }>, reading: Reading): readonly string[]
}

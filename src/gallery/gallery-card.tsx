import { useRef } from 'react'
import { formatDuration } from '../../workers/kernel/time'
import { GlyphView } from '../canvas/glyphs/glyph-view'
import { kindOf } from '../canvas/glyphs/kinds'
import type { GalleryCard as Card } from './arrange'
import { type CardPicture, useCardPicture } from './card-picture'

/** A small glyph is not blown up further than this: its words would shout. */
const MOST_SCALE = 1.45

/** One system: a moment of it, its question large, its name and tags. The whole card is a link to that moment. */
export function GalleryCard({ meta, found, openedLast }: Card) {
  const card = useRef<HTMLElement>(null)
  const picture = useCardPicture(meta.id, card)
  return (
    <article className="gallery-card" ref={card} onPointerEnter={fetchPlayground} onFocus={fetchPlayground}>
      <div className="gallery-picture">{picture !== null && <Moment picture={picture} />}</div>
      <div className="gallery-words-of-card">
        <h3>
          <a href={`#/${meta.id}?preset=${meta.preset}`}>{meta.question}</a>
        </h3>
        <p className="gallery-tags">
          <b>{meta.title}</b>
          {meta.tags.length > 0 && ` · ${meta.tags.join(', ')}`}
        </p>
        {found !== null && <p className="gallery-found">{found}</p>}
      </div>
      {openedLast && <span className="gallery-opened">opened last</span>}
    </article>
  )
}

/** A hand over a card will open it; what fails here is tried again then. */
function fetchPlayground(): void {
  import('../playground/playground').catch(() => {})
}

/** Rounded to three significant digits: the caption is short. */
function toThreeDigits(micros: number): number {
  return Number(micros.toPrecision(3))
}

/** The glyph as it stands at that moment, and what it is. */
function Moment({ picture }: { readonly picture: CardPicture }) {
  const { glyph, reading, lastMark, node, micros, title } = picture
  const { width } = kindOf(glyph).size(glyph, false)
  return (
    <>
      <div className="gallery-glyph" style={{ maxWidth: width * MOST_SCALE }}>
        <GlyphView glyph={glyph} reading={reading} lastMark={lastMark} size="card" />
      </div>
      <p className="gallery-moment">
        <span>{title}</span>
        <span className="gallery-moment-at">
          <span>{node}</span> at {formatDuration(toThreeDigits(micros))}
        </span>
      </p>
    </>
  )
}

import type { GalleryCard as Card } from './arrange'
import { pictureOf } from './pictures'

/** One system: its picture, its question large, its name and tags. The whole card is the link. */
export function GalleryCard({ meta, found, openedLast }: Card) {
  const Picture = pictureOf(meta)
  return (
    <a className="gallery-card" href={`#/${meta.id}`}>
      <div className="gallery-picture">
        <Picture meta={meta} />
      </div>
      <div className="gallery-words-of-card">
        <h3>{meta.question}</h3>
        <p>
          <b>{meta.title}</b>
          {meta.tags.length > 0 && ` · ${meta.tags.join(', ')}`}
        </p>
        {found !== null && <p className="gallery-found">{found}</p>}
      </div>
      {openedLast && <span className="gallery-opened">opened last</span>}
    </a>
  )
}

import { cards as catalog, loadWords } from 'virtual:gallery-cards'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Logo } from '../theme/logo'
import { ThemeButton } from '../theme/theme-button'
import { arrange } from './arrange'
import { GalleryCard } from './gallery-card'
import { readOpened } from './opened-before'
import type { SystemWords } from './system-card'
import './gallery.css'

/** Every system as the question it answers. `missing`: the address named a system that there is not. */
export function Gallery({ missing }: { missing: string | null }) {
  const [query, setQuery] = useState('')
  const [opened] = useState(readOpened)
  const words = useWords(query !== '')
  const sections = useMemo(() => arrange(catalog, opened, query, words ?? {}), [opened, query, words])
  const cards = sections.flatMap(({ cards }) => cards)

  useEffect(() => {
    document.title = 'Sandtable: play with system designs'
  }, [])

  const openFirst = () => {
    const first = cards[0]
    if (query.trim() !== '' && first !== undefined) location.hash = `#/${first.meta.id}`
  }

  return (
    <div className="gallery">
      <header className="gallery-top">
        <a className="gallery-name" href="#/" aria-current="page">
          <Logo size={24} />
          Sandtable
        </a>
        <Search query={query} onQuery={setQuery} onOpen={openFirst} />
        <ThemeButton />
      </header>
      <main>
        {missing !== null && (
          <p className="gallery-missing" role="status">
            No system is called “{missing}”. Here is every one there is.
          </p>
        )}
        <h1>Try the design on sand before you build it in stone.</h1>
        <p className="gallery-lede">
          Each system below really runs, here in your browser. Play it, step back, break a part of it, find out why it
          fell over, and send that exact moment to someone as a link.
        </p>
        <p className="spoken" role="status">
          {query.trim() === '' ? '' : `${cards.length} of ${catalog.length} systems match`}
        </p>
        <div className="gallery-sections">
          {sections.map(({ section, cards }) => (
            <section key={section} data-cards={Math.min(cards.length, 3)} aria-labelledby={headingId(section)}>
              <h2 id={headingId(section)}>{section}</h2>
              <ul className="gallery-cards">
                {cards.map((card) => (
                  <li key={card.meta.id}>
                    <GalleryCard {...card} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        {cards.length === 0 && words !== null && <Nothing query={query} onQuery={setQuery} />}
      </main>
    </div>
  )
}

/** Wait after the first picture before what the search finds beside the cards is fetched, if nobody searches sooner. */
const FETCH_AFTER_MS = 1_500

/** What the search finds beside the cards; null until it is there. Without it the search finds what the cards say. */
function useWords(isSought: boolean): Readonly<Record<string, SystemWords>> | null {
  const [words, setWords] = useState<Readonly<Record<string, SystemWords>> | null>(null)
  useEffect(() => {
    const load = () => {
      loadWords().then(
        ({ default: loaded }) => setWords(loaded),
        () => setWords({}),
      )
    }
    const timer = setTimeout(load, isSought ? 0 : FETCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [isSought])
  return words
}

function headingId(section: string): string {
  return `section-${section.toLowerCase().replaceAll(' ', '-')}`
}

interface SearchProperties {
  readonly query: string
  onQuery(query: string): void
  onOpen(): void
}

/** `/` goes to the field from anywhere, Escape empties it, Enter opens the first card. */
function Search({ query, onQuery, onOpen }: SearchProperties) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof HTMLInputElement) return
      event.preventDefault()
      field.current?.focus()
    }
    addEventListener('keydown', slash)
    return () => removeEventListener('keydown', slash)
  }, [])
  return (
    <search className="gallery-search">
      <input
        ref={field}
        type="search"
        className="field"
        value={query}
        placeholder={catalog.length === 1 ? 'Search' : `Search ${catalog.length} systems`}
        aria-label="Search systems"
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onOpen()
          if (event.key === 'Escape') onQuery('')
        }}
      />
      {query === '' && (
        <span className="gallery-slash" aria-hidden="true">
          /
        </span>
      )}
    </search>
  )
}

/** Words that surely find something, for a search that found nothing. */
function Nothing({ query, onQuery }: { query: string; onQuery(query: string): void }) {
  const tags = [...new Set(catalog.flatMap(({ tags }) => tags))].slice(0, 6)
  return (
    <div className="gallery-nothing">
      <svg viewBox="0 0 240 56" aria-hidden="true">
        <path d="M4 40c38-30 62 4 104-14s70-26 128 2M4 52c44-22 74 2 112-10s76-18 120 0M20 22c30-16 48 0 78-8s60-14 110-4" />
      </svg>
      <h2>Nothing here speaks of “{query.trim()}”.</h2>
      <p>Try one of these words, or clear the search.</p>
      <div className="gallery-words">
        {tags.map((tag) => (
          <button key={tag} type="button" className="button" onClick={() => onQuery(tag)}>
            {tag}
          </button>
        ))}
        <button type="button" className="button button-primary" onClick={() => onQuery('')}>
          Clear
        </button>
      </div>
    </div>
  )
}

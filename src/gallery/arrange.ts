import type { GuideSection } from '../../workers/systems/system'
import type { SystemCard, SystemWords } from './system-card'

/** The headings of the gallery in the order of the guide. */
const SECTIONS: readonly GuideSection[] = [
  'Fundamentals',
  'API design',
  'Security',
  'Microservices',
  'Interview questions',
]

export interface GalleryCard {
  readonly meta: SystemCard
  /** What the search found where the card does not show it, for instance a preset; null without a search. */
  readonly found: string | null
  readonly openedLast: boolean
}

export interface GallerySection {
  readonly section: GuideSection
  readonly cards: readonly GalleryCard[]
}

/**
 * The systems that match `query`, under the guide's headings. What was opened last stands first: its card within its
 * section and its section on the page. Every word of the query has to occur somewhere in a system's words; while `words`,
 * by id, are not there yet, on its card.
 */
export function arrange(
  catalog: readonly SystemCard[],
  opened: readonly string[],
  query: string,
  words: Readonly<Record<string, SystemWords>>,
): readonly GallerySection[] {
  const sought = query.toLowerCase().split(/\s+/).filter(Boolean)
  const recency = (id: string): number => {
    const at = opened.indexOf(id)
    return at < 0 ? opened.length : at
  }
  const cards = catalog
    .filter((meta) => sought.every((word) => haystack(meta, words[meta.id]).includes(word)))
    .sort((a, b) => recency(a.id) - recency(b.id))
    .map((meta) => ({ meta, found: foundIn(meta, words[meta.id], sought), openedLast: meta.id === opened[0] }))
  return SECTIONS.map((section) => ({ section, cards: cards.filter(({ meta }) => meta.section === section) }))
    .filter(({ cards }) => cards.length > 0)
    .sort((a, b) => firstRecency(a, recency) - firstRecency(b, recency))
}

function firstRecency({ cards }: GallerySection, recency: (id: string) => number): number {
  return Math.min(...cards.map(({ meta }) => recency(meta.id)))
}

function haystack(meta: SystemCard, words: SystemWords | undefined): string {
  return [visible(meta), words?.summary ?? '', ...hidden(words).map(({ text }) => text), words?.lesson?.words ?? '']
    .join('\n')
    .toLowerCase()
}

/** What a card shows anyway. */
function visible(meta: SystemCard): string {
  return [meta.title, meta.question, meta.section, ...meta.tags].join('\n')
}

function hidden(words: SystemWords | undefined): readonly { readonly kind: string; readonly text: string }[] {
  if (words === undefined) return []
  const { presets, variants, lesson } = words
  return [
    ...presets.map((text) => ({ kind: 'Moment', text })),
    ...variants.map((text) => ({ kind: 'Variant', text })),
    ...(lesson === null ? [] : [lesson.title, ...lesson.steps]).map((text) => ({ kind: 'Lesson', text })),
  ]
}

/** The preset, variant or lesson that holds a searched word which the card itself does not show. */
function foundIn(meta: SystemCard, words: SystemWords | undefined, sought: readonly string[]): string | null {
  const shown = visible(meta).toLowerCase()
  for (const word of sought) {
    if (shown.includes(word)) continue
    const entry = hidden(words).find(({ text }) => text.toLowerCase().includes(word))
    if (entry !== undefined) return `${entry.kind}: ${entry.text}`
    if (words?.lesson?.words.includes(word) === true) return `Lesson: ${words.lesson.title}`
  }
  return null
}

import type { GuideSection } from '../../workers/systems/system'
import type { SystemCard } from './system-card'

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
 * section and its section on the page. Every word of the query has to occur somewhere in a system's words.
 */
export function arrange(
  catalog: readonly SystemCard[],
  opened: readonly string[],
  query: string,
): readonly GallerySection[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const recency = (id: string): number => {
    const at = opened.indexOf(id)
    return at < 0 ? opened.length : at
  }
  const cards = catalog
    .filter((meta) => words.every((word) => haystack(meta).includes(word)))
    .sort((a, b) => recency(a.id) - recency(b.id))
    .map((meta) => ({ meta, found: foundIn(meta, words), openedLast: meta.id === opened[0] }))
  return SECTIONS.map((section) => ({ section, cards: cards.filter(({ meta }) => meta.section === section) }))
    .filter(({ cards }) => cards.length > 0)
    .sort((a, b) => firstRecency(a, recency) - firstRecency(b, recency))
}

function firstRecency({ cards }: GallerySection, recency: (id: string) => number): number {
  return Math.min(...cards.map(({ meta }) => recency(meta.id)))
}

function haystack(meta: SystemCard): string {
  return [visible(meta), meta.summary, ...hidden(meta).map(({ text }) => text), meta.lesson?.words ?? '']
    .join('\n')
    .toLowerCase()
}

/** What a card shows anyway. */
function visible(meta: SystemCard): string {
  return [meta.title, meta.question, meta.section, ...meta.tags].join('\n')
}

function hidden(meta: SystemCard): readonly { readonly kind: string; readonly text: string }[] {
  return [
    ...meta.presets.map(({ title }) => ({ kind: 'Moment', text: title })),
    ...meta.variants.map(({ label }) => ({ kind: 'Variant', text: label })),
    ...(meta.lesson === null ? [] : [meta.lesson.title, ...meta.lesson.steps]).map((text) => ({
      kind: 'Lesson',
      text,
    })),
  ]
}

/** The preset, variant or lesson that holds a searched word which the card itself does not show. */
function foundIn(meta: SystemCard, words: readonly string[]): string | null {
  const shown = visible(meta).toLowerCase()
  for (const word of words) {
    if (shown.includes(word)) continue
    const entry = hidden(meta).find(({ text }) => text.toLowerCase().includes(word))
    if (entry !== undefined) return `${entry.kind}: ${entry.text}`
    if (meta.lesson?.words.includes(word) === true) return `Lesson: ${meta.lesson.title}`
  }
  return null
}

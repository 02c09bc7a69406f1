import { describe, expect, it } from 'vitest'
import { arrange } from '../../../src/gallery/arrange'
import type { SystemCard } from '../../../src/gallery/system-card'
import type { GuideSection } from '../../../workers/systems/system'

function system(id: string, section: GuideSection, more: Partial<SystemCard> = {}): SystemCard {
  return {
    id,
    title: id,
    question: `What about ${id}?`,
    summary: '',
    section,
    tags: [],
    variants: [],
    presets: [],
    lesson: null,
    preset: null,
    ...more,
  }
}

const catalog = [
  system('ring', 'Fundamentals', {
    variants: [{ id: 'ketama', label: 'Ketama', asInGuide: false }],
    presets: [{ title: 'One hot key' }],
  }),
  system('cache', 'Fundamentals', { tags: ['LRU'], summary: 'Evicts what is old.' }),
  system('breaker', 'Microservices'),
]

function ids(opened: readonly string[], query: string): string[][] {
  return arrange(catalog, opened, query).map(({ cards }) => cards.map(({ meta }) => meta.id))
}

describe('the order of the gallery', () => {
  it('is the order of the guide and of the catalog when nothing was opened', () => {
    expect(arrange(catalog, [], '').map(({ section }) => section)).toEqual(['Fundamentals', 'Microservices'])
    expect(ids([], '')).toEqual([['ring', 'cache'], ['breaker']])
  })

  it('puts the last opened first within its section, and its section first', () => {
    expect(ids(['cache', 'breaker'], '')).toEqual([['cache', 'ring'], ['breaker']])
    expect(ids(['breaker', 'cache'], '')).toEqual([['breaker'], ['cache', 'ring']])
  })

  it('marks only the last opened one', () => {
    const marked = arrange(catalog, ['breaker', 'cache'], '').flatMap(({ cards }) => cards.filter((c) => c.openedLast))
    expect(marked.map(({ meta }) => meta.id)).toEqual(['breaker'])
  })

  it('ignores what was opened once and is no longer there', () => {
    expect(ids(['gone'], '')).toEqual([['ring', 'cache'], ['breaker']])
  })
})

describe('the search of the gallery', () => {
  it('finds words of title, question, section, tags and summary in any letter case', () => {
    expect(ids([], 'RING')).toEqual([['ring']])
    expect(ids([], 'about breaker')).toEqual([['breaker']])
    expect(ids([], 'microserv')).toEqual([['breaker']])
    expect(ids([], 'lru')).toEqual([['cache']])
    expect(ids([], 'evicts')).toEqual([['cache']])
  })

  it('finds presets and variants and says which it found', () => {
    const found = (query: string) => arrange(catalog, [], query)[0]?.cards[0]?.found
    expect(found('hot')).toBe('Moment: One hot key')
    expect(found('ketama')).toBe('Variant: Ketama')
    expect(found('ring')).toBeNull()
  })

  it('needs every word', () => {
    expect(ids([], 'ring ketama')).toEqual([['ring']])
    expect(ids([], 'ring zebra')).toEqual([])
  })
})

describe('a search', () => {
  it('finds words of a lesson and says where they stand', () => {
    const lesson = { title: 'Keys and nodes', steps: ['One key in five'], words: 'clockwise neighbour' }
    const taught = [system('ring', 'Fundamentals', { lesson })]
    const found = (query: string) => arrange(taught, [], query)[0]?.cards[0]?.found
    expect(found('five')).toBe('Lesson: One key in five')
    expect(found('clockwise')).toBe('Lesson: Keys and nodes')
    expect(found('anticlockwise')).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { arrange } from '../../../src/gallery/arrange'
import type { SystemCard, SystemWords } from '../../../src/gallery/system-card'
import type { GuideSection } from '../../../workers/systems/system'

function system(id: string, section: GuideSection, more: Partial<SystemCard> = {}): SystemCard {
  return {
    id,
    title: id,
    question: `What about ${id}?`,
    section,
    tags: [],
    preset: 'first',
    ...more,
  }
}

function wordsOf(more: Partial<SystemWords>): SystemWords {
  return { summary: '', presets: [], variants: [], lesson: null, ...more }
}

const catalog = [
  system('ring', 'Fundamentals'),
  system('cache', 'Fundamentals', { tags: ['LRU'] }),
  system('breaker', 'Microservices'),
]
const words = {
  ring: wordsOf({ variants: ['Ketama'], presets: ['One hot key'] }),
  cache: wordsOf({ summary: 'Evicts what is old.' }),
}

function ids(opened: readonly string[], query: string): string[][] {
  return arrange(catalog, opened, query, words).map(({ cards }) => cards.map(({ meta }) => meta.id))
}

describe('the order of the gallery', () => {
  it('is the order of the guide and of the catalog when nothing was opened', () => {
    expect(arrange(catalog, [], '', words).map(({ section }) => section)).toEqual(['Fundamentals', 'Microservices'])
    expect(ids([], '')).toEqual([['ring', 'cache'], ['breaker']])
  })

  it('puts the last opened first within its section, and its section first', () => {
    expect(ids(['cache', 'breaker'], '')).toEqual([['cache', 'ring'], ['breaker']])
    expect(ids(['breaker', 'cache'], '')).toEqual([['breaker'], ['cache', 'ring']])
  })

  it('marks only the last opened one', () => {
    const marked = arrange(catalog, ['breaker', 'cache'], '', words).flatMap(({ cards }) =>
      cards.filter((c) => c.openedLast),
    )
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
    const found = (query: string) => arrange(catalog, [], query, words)[0]?.cards[0]?.found
    expect(found('hot')).toBe('Moment: One hot key')
    expect(found('ketama')).toBe('Variant: Ketama')
    expect(found('ring')).toBeNull()
  })

  it('finds what the cards say while all else is not there yet', () => {
    const found = (query: string) => arrange(catalog, [], query, {}).length
    expect([found('lru'), found('ketama'), found('evicts')]).toEqual([1, 0, 0])
  })

  it('needs every word', () => {
    expect(ids([], 'ring ketama')).toEqual([['ring']])
    expect(ids([], 'ring zebra')).toEqual([])
  })
})

describe('a search', () => {
  it('finds words of a lesson and says where they stand', () => {
    const lesson = { title: 'Keys and nodes', steps: ['One key in five'], words: 'clockwise neighbour' }
    const taught = { ring: wordsOf({ lesson }) }
    const found = (query: string) => arrange(catalog, [], query, taught)[0]?.cards[0]?.found
    expect(found('five')).toBe('Lesson: One key in five')
    expect(found('clockwise')).toBe('Lesson: Keys and nodes')
    expect(found('anticlockwise')).toBeUndefined()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../../workers/algorithms/search/analyzer'
import { bm25 } from '../../../workers/algorithms/search/bm25'
import { GuideIndex, guideTokens } from '../../../workers/algorithms/search/guide-index'
import { chooseMerge } from '../../../workers/algorithms/search/merge-policy'
import { SearchIndex } from '../../../workers/algorithms/search/search-index'
import { TopHits } from '../../../workers/algorithms/search/top-hits'
import { WordTable } from '../../../workers/algorithms/search/word-table'

describe('SearchIndex', () => {
  it('counts what waits and what a refresh made visible', () => {
    const index = new SearchIndex()
    index.put('1', 'one two')
    index.put('1', 'one two three')
    index.put('2', 'four')
    expect(index.waiting).toMatchObject({ added: 2, removed: 0 })
    expect(index.refresh()).toMatchObject({ added: 2, removed: 0 })
    expect(index.refresh()).toBeNull()
    index.remove('1')
    expect(index.snapshot.documents).toBe(2)
    expect(index.refresh()).toMatchObject({ added: 0, removed: 1 })
    expect(index.snapshot).toMatchObject({ documents: 1, totalLength: 1 })
  })

  it('forgets a document that was written and deleted before any refresh', () => {
    const index = new SearchIndex()
    index.put('1', 'one')
    expect(index.remove('1')).toBe(true)
    expect(index.remove('1')).toBe(false)
    expect(index.refresh()).toBeNull()
    expect(index.snapshot.views).toEqual([])
  })

  it('drops a segment when its last document dies', () => {
    const index = new SearchIndex()
    for (const id of ['1', '2']) {
      index.put(id, id)
      index.refresh()
    }
    index.remove('1')
    index.refresh()
    expect(index.snapshot.views).toHaveLength(1)
  })

  it('keeps few segments: about factor · log n', () => {
    const index = new SearchIndex()
    for (let number = 0; number < 1000; number++) {
      index.put(`${number}`, `w${number % 50}`)
      index.refresh()
      while (index.merge(4) !== null);
      expect(index.snapshot.views.length).toBeLessThanOrEqual(3 * 6)
    }
    expect(index.snapshot.documents).toBe(1000)
  })

  it('keeps nothing of a document that is refused', () => {
    const index = new SearchIndex()
    expect(() => index.put('1', 'a '.repeat(70_000))).toThrow(RangeError)
    expect(() => index.put('1', 'a', Number.NaN)).toThrow(RangeError)
    index.put('2', 'b', 7)
    expect(() => index.put('3', 'c', 7)).toThrow(RangeError)
    index.refresh()
    expect(index.snapshot).toMatchObject({ documents: 1, totalLength: 1 })
    expect(index.snapshot.views[0]?.segment.terms).toEqual(['b'])
  })

  it('takes names that objects have, empty texts and ids of any kind', () => {
    const index = new SearchIndex(new Analyzer())
    for (const id of ['__proto__', 'constructor', '', ' ', '\ud800']) index.put(id, 'constructor __proto__ toString')
    index.put('empty', '')
    index.refresh()
    expect(index.snapshot).toMatchObject({ documents: 6, totalLength: 15 })
  })

  it('names the range of what cannot be', () => {
    expect(() => bm25({ k1: -1 })).toThrow('k1 is a number from 0, not -1.')
    expect(() => bm25({ b: 2 })).toThrow(RangeError)
    expect(() => new TopHits(0)).toThrow(RangeError)
    expect(() => chooseMerge([1, 1], 1)).toThrow(RangeError)
  })
})

describe('chooseMerge', () => {
  it('merges neighbours of one size class, the youngest first', () => {
    expect(chooseMerge([], 4)).toBeNull()
    expect(chooseMerge([1, 1, 1], 4)).toBeNull()
    expect(chooseMerge([1, 1, 1, 1], 4)).toEqual({ from: 0, to: 4 })
    expect(chooseMerge([16, 16, 16, 16, 1], 4)).toEqual({ from: 0, to: 4 })
    expect(chooseMerge([16, 4, 4, 1, 4, 4], 4)).toEqual({ from: 2, to: 6 })
  })
})

describe('GuideIndex', () => {
  it('ties a document that repeats a word with one that does not, and counts a repeated word of the query twice', () => {
    const index = new GuideIndex()
    index.add('1', 'redis')
    index.add('4', 'redis redis redis redis')
    expect(index.search('redis')).toEqual([
      { id: '1', score: 1 },
      { id: '4', score: 1 },
    ])
    expect(index.search('redis redis')[0]?.score).toBe(2)
  })

  it('leaves stale postings when a document is written anew', () => {
    const index = new GuideIndex()
    index.add('1', 'old words')
    index.add('1', 'new words')
    expect(index.search('old')).toEqual([{ id: '1', score: 1 }])
    expect(index.documents).toBe(1)
  })

  it('deletes what is no ASCII word character', () => {
    expect(guideTokens('naïve 灯台 C++ 3.14')).toEqual(['nave', 'c', '314'])
  })
})

describe('WordTable', () => {
  it('is a map from words to numbers, whatever is around them', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '灯', '😀'), maxLength: 4 })
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word, word), { minLength: 800, maxLength: 1500 }), (spans) => {
        const table = new WordTable()
        const map = new Map<string, number>()
        spans.forEach(([before, word, after], number) => {
          const span = [before + word + after, before.length, before.length + word.length] as const
          expect(table.get(...span)).toBe(map.get(word))
          if (map.has(word)) return
          table.add(...span, number)
          map.set(word, number)
        })
      }),
      { seed: 22, numRuns: 20 },
    )
  })
})

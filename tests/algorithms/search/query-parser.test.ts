import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../../workers/algorithms/search/analyzer'
import type { Query } from '../../../workers/algorithms/search/query'
import { leafText } from '../../../workers/algorithms/search/query'
import { LONGEST_QUERY, parseQuery } from '../../../workers/algorithms/search/query-parser'
import { ENGLISH_STOP_WORDS } from '../../../workers/algorithms/search/stop-words'

const analyzer = new Analyzer({ stopWords: ENGLISH_STOP_WORDS })

/** A query in one line: `+` must, `-` not. */
function shown(query: Query | null): string {
  if (query === null) return 'nothing'
  if (query.kind !== 'boolean') return leafText(query)
  const { must, should, not } = query
  const parts = [...must.map((q) => `+${shown(q)}`), ...should.map(shown), ...not.map((q) => `-${shown(q)}`)]
  return `(${parts.join(' ')})`
}

describe('parseQuery', () => {
  it.each([
    ['lantern', 'lantern'],
    ['Storm LANTERN', '(storm lantern)'],
    ['storm OR lantern', '(storm lantern)'],
    ['storm AND lantern', '(+storm +lantern)'],
    ['a1 b1 AND c1 d1', '(a1 (+b1 +c1) d1)'],
    ['storm AND NOT lantern', '(+storm -lantern)'],
    ['storm -lantern', '(storm -lantern)'],
    ['+storm lantern', '(+storm lantern)'],
    ['storm (quay OR pier)', '(storm (quay pier))'],
    ['"storm lantern" pier', '("storm lantern" pier)'],
    ['lant*', 'lant*'],
    ['lantren~ storm~1', '(lantren~2 storm~1)'],
    ['灯台', '"灯 台"'],
    ['naïve C++', '(naive c++)'],
    ['sea-wall', '"sea wall"'],
    ['the of', 'nothing'],
    ['the lantern', 'lantern'],
    ['', 'nothing'],
    ['()', 'nothing'],
  ])('reads %j as %s', (text, tree) => {
    const parsed = parseQuery(text, analyzer)
    expect(parsed.kind === 'parsed' ? shown(parsed.query) : parsed.sentence).toBe(tree)
  })

  it.each([
    ['"storm', 0, 'This quotation mark is never closed.'],
    ['(storm', 0, 'This parenthesis is never closed.'],
    ['storm)', 5, 'This parenthesis closes nothing.'],
    ['storm AND', 6, 'AND has nothing after it.'],
    ['OR storm', 0, 'OR has nothing before it.'],
    ['AND storm', 0, 'AND has nothing before it.'],
    ['NOT storm', 0, 'A query says at least one thing to look for, not only what to leave out.'],
    ['storm OR (NOT pier)', 0, 'A query says at least one thing to look for, not only what to leave out.'],
    ['*', 0, 'One word must stand before *.'],
    ['storm~9', 0, 'At most 2 edits can be allowed, not 9.'],
    ['('.repeat(40), 32, 'Parentheses go at most 32 deep.'],
  ])('says what is wrong with %j', (text, at, sentence) => {
    expect(parseQuery(text, analyzer)).toEqual({ kind: 'error', at, sentence })
  })

  it('refuses endless text and never throws at any other', () => {
    expect(parseQuery('x'.repeat(LONGEST_QUERY + 1), analyzer).kind).toBe('error')
    const unit = fc.constantFrom(...'ab ()"+-*~12'.split(''), ' AND ', ' OR ', ' NOT ', 'the', '灯', '\ud800')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        const parsed = parseQuery(text, analyzer)
        if (parsed.kind === 'error') expect(parsed.at).toBeLessThanOrEqual(text.length)
      }),
      { seed: 7, numRuns: 3000 },
    )
  })
})

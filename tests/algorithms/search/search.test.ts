import fc from 'fast-check'
import lunr from 'lunr'
import okapi from 'okapibm25'
import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../../workers/algorithms/search/analyzer'
import { bm25 } from '../../../workers/algorithms/search/bm25'
import { placesNear, placesWithPrefix } from '../../../workers/algorithms/search/near-terms'
import type { Query } from '../../../workers/algorithms/search/query'
import { parseQuery } from '../../../workers/algorithms/search/query-parser'
import {
  addStatistics,
  explain,
  type Found,
  prepare,
  type Ranking,
  search,
} from '../../../workers/algorithms/search/search'
import { SearchIndex, type Snapshot } from '../../../workers/algorithms/search/search-index'
import { tfIdf } from '../../../workers/algorithms/search/tf-idf'
import { mergeHits } from '../../../workers/algorithms/search/top-hits'
import { levenshtein, matches, type NaiveDocument, naiveBm25 } from './naive-search'

const analyzer = new Analyzer()
const similarity = bm25()
/** Few words, the first far more frequent, so that ties, repetitions and phrases happen all the time. */
const WORDS = ['ab', 'abc', 'abd', 'xbc', 'b', 'ba', 'storm', 'quay', 'é', '灯', '台'] as const
const word = fc.nat(120).map((lot) => WORDS[Math.min(WORDS.length - 1, Math.floor((lot * lot) / 1100))]!)
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
const id = fc.nat(25).map((number) => `d${number}`)

type Step =
  | { readonly kind: 'put'; readonly id: string; readonly text: string }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'refresh' | 'merge' | 'merge all' }

const put = fc.record({ kind: fc.constant('put' as const), id, text })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: put },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), id }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ kind: 'refresh' }, { kind: 'merge' }, { kind: 'merge all' }) },
)

const leaf = fc.oneof(
  { weight: 5, arbitrary: word },
  { weight: 1, arbitrary: fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`) },
  { weight: 1, arbitrary: fc.constantFrom('a*', 'ab*', 'st*', 'abc~1', 'qay~', 'zzz', 'x*') },
)
const anyOf = fc.array(leaf, { minLength: 1, maxLength: 4 }).map((leaves) => leaves.join(' '))
const { query: boolean } = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a}) AND (${b})`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a} OR ${b})`),
    fc.tuple(tie('query'), leaf).map(([a, b]) => `(${a}) -${b}`),
  ),
}))

function parsed(text: string): Query {
  const result = parseQuery(text, analyzer)
  if (result.kind === 'error' || result.query === null) throw new Error(text)
  return result.query
}

/** The index, and beside it a list of what a search may see. */
class Twin {
  readonly index = new SearchIndex(analyzer)
  visible: NaiveDocument[] = []
  private written: NaiveDocument[] = []
  private sequence = 0

  take(step: Step): void {
    const { index } = this
    switch (step.kind) {
      case 'put':
        index.put(step.id, step.text)
        this.written = this.written.filter(({ id }) => id !== step.id)
        this.written.push({ id: step.id, text: step.text, sequence: this.sequence++ })
        return
      case 'remove':
        expect(index.remove(step.id)).toBe(this.written.some(({ id }) => id === step.id))
        this.written = this.written.filter(({ id }) => id !== step.id)
        return
      case 'refresh':
        index.refresh()
        this.visible = this.written
        return
      case 'merge':
        index.merge(2)
        return
      case 'merge all':
        index.mergeAll()
    }
  }
}

function built(steps: readonly Step[]): Twin {
  const twin = new Twin()
  for (const step of steps) twin.take(step)
  return twin
}

function find(snapshot: Snapshot, query: Query, ranking: Partial<Ranking> = {}): Found {
  return search(prepare(snapshot, query), { similarity, k: 10, ...ranking })
}

/** Scores agree to rounding, rank by rank, and each document has the score that the scan gives it. */
function expectAsScanned(found: Found, scan: readonly { id: string; score: number }[], k: number): void {
  const scores = new Map(scan.map(({ id, score }) => [id, score]))
  expect(found.hits).toHaveLength(Math.min(k, scan.length))
  found.hits.forEach(({ id, score }, rank) => {
    expect(Math.abs(score - (scores.get(id) ?? Number.NaN))).toBeLessThan(1e-12)
    expect(Math.abs(score - scan[rank]!.score)).toBeLessThan(1e-12)
  })
}

describe('search', () => {
  it('finds the top ten of a brute-force BM25 with writes, updates and deletes in between', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), anyOf, fc.constantFrom(1, 3, 10), (steps, text, k) => {
        const { index, visible } = built(steps)
        const query = parsed(text)
        const found = find(index.snapshot, query, { k })
        expectAsScanned(found, naiveBm25(visible, query, analyzer), k)
        // Pruning changes nothing, to the last bit and in the order of ties.
        expect(found.hits).toEqual(find(index.snapshot, query, { k: 1000 }).hits.slice(0, k))
      }),
      { seed: 22, numRuns: 600 },
    )
  })

  it('finds what a scan finds for AND, OR, NOT, phrases, prefixes and fuzzy words', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 80 }), boolean, (steps, text) => {
        const { index, visible } = built([...steps, { kind: 'refresh' }])
        const query = parsed(text)
        const found = find(index.snapshot, query, { k: 1000 })
        const scanned = visible.filter((document) => matches(analyzer.tokens(document.text), query))
        expect(found.hits.map(({ id }) => id).toSorted()).toEqual(scanned.map(({ id }) => id).toSorted())
        expectAsScanned(found, naiveBm25(visible, query, analyzer), 1000)
        expect(found.hits.slice(0, 3)).toEqual(find(index.snapshot, query, { k: 3 }).hits)
      }),
      { seed: 22, numRuns: 600 },
    )
  })

  it('prunes alike with every similarity', () => {
    fc.assert(
      fc.property(fc.array(put, { minLength: 40, maxLength: 150 }), anyOf, (steps, text) => {
        const { index } = built([...steps, { kind: 'refresh' }])
        for (const similarity of [bm25({ form: 'classic' }), bm25({ b: 0 }), bm25({ k1: 0 }), tfIdf]) {
          const all = find(index.snapshot, parsed(text), { similarity, k: 1000 })
          expect(find(index.snapshot, parsed(text), { similarity, k: 4 }).hits).toEqual(all.hits.slice(0, 4))
        }
      }),
      { seed: 22, numRuns: 200 },
    )
  })

  it('gives of shards, with the statistics of all, what one index gives', () => {
    fc.assert(
      fc.property(fc.array(put, { maxLength: 80 }), anyOf, fc.integer({ min: 1, max: 5 }), (steps, text, count) => {
        const query = parsed(text)
        const whole = new SearchIndex(analyzer)
        const shards = Array.from({ length: count }, () => new SearchIndex(analyzer))
        steps.forEach(({ id, text }, sequence) => {
          whole.put(id, text, sequence)
          shards[Number(id.slice(1)) % count]!.put(id, text, sequence)
        })
        for (const index of [whole, ...shards]) index.refresh()
        const prepared = shards.map(({ snapshot }) => prepare(snapshot, query))
        const statistics = addStatistics(prepared.map((own) => own.statistics))
        const answers = prepared.map((own) => search(own, { similarity, k: 10, statistics }).hits)
        expect(mergeHits(answers, 10)).toEqual(find(whole.snapshot, query).hits)
      }),
      { seed: 22, numRuns: 300 },
    )
  })

  it('is not changed by a merge, nor by when the writes became visible', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), boolean, (steps, text) => {
        const { index } = built([...steps, { kind: 'refresh' }])
        const atOnce = built([...steps.filter(({ kind }) => kind === 'put' || kind === 'remove'), { kind: 'refresh' }])
        const before = find(index.snapshot, parsed(text)).hits
        index.mergeAll()
        expect(index.snapshot.views.length).toBeLessThanOrEqual(1)
        expect(find(index.snapshot, parsed(text)).hits).toEqual(before)
        expect(find(atOnce.index.snapshot, parsed(text)).hits).toEqual(before)
      }),
      { seed: 22, numRuns: 200 },
    )
  })

  it('explains each score: the shares add up to it, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), boolean, (steps, text) => {
        const { index } = built([...steps, { kind: 'refresh' }])
        const prepared = prepare(index.snapshot, parsed(text))
        for (const { score, sequence } of search(prepared, { similarity, k: 10 }).hits) {
          const explanation = explain(prepared, { similarity, k: 10 }, sequence)
          expect(explanation?.score).toBe(score)
          expect(explanation?.shares.reduce((sum, { share }) => sum + share, 0)).toBe(score)
        }
        expect(explain(prepared, { similarity, k: 10 }, -5)).toBeNull()
      }),
      { seed: 22, numRuns: 200 },
    )
  })

  it('keeps a snapshot as it was, whatever is written after it', () => {
    const index = new SearchIndex(analyzer)
    index.put('1', 'storm over the quay')
    expect(find(index.snapshot, parsed('storm')).hits).toEqual([])
    index.refresh()
    const { snapshot } = index
    index.put('1', 'calm')
    index.refresh()
    expect(find(snapshot, parsed('storm')).hits).toHaveLength(1)
    expect(find(index.snapshot, parsed('storm')).hits).toEqual([])
    expect(find(index.snapshot, parsed('calm')).hits).toHaveLength(1)
  })

  it('scores fewer documents than fit, and reads fewer postings, when few can win', () => {
    const index = new SearchIndex(analyzer)
    for (let number = 0; number < 5000; number++)
      index.put(`${number}`, `common ${number % 97 === 0 ? 'rare' : 'filler'} w${number % 13}`)
    index.refresh()
    const found = find(index.snapshot, parsed('common rare'))
    expect(found.hits).toHaveLength(10)
    expect(found.scored).toBeLessThan(500)
    expect(found.touched).toBeLessThan(found.postings / 5)
  })
})

describe('scores against peers', () => {
  /** Every word is part of no other, for okapibm25 counts parts of words. */
  const corpus = [
    'redis cache lock',
    'redis redis redis stream of events in a log that goes on and on',
    'cache of a cdn near the user',
    'lock with fencing token',
    'queue and worker',
    'redis cache',
  ]
  const index = new SearchIndex(analyzer)
  for (const [number, text] of corpus.entries()) index.put(`${number}`, text)
  index.refresh()
  const classic = bm25({ form: 'classic' })

  it('has the scores of okapibm25 in the classic form', () => {
    for (const words of [['redis'], ['cache', 'lock'], ['redis', 'queue', 'token']]) {
      const scores = okapi(corpus, words) as number[]
      const { hits } = find(index.snapshot, parsed(words.join(' ')), { similarity: classic, k: 6 })
      expect(hits.length).toBe(scores.filter((score) => score > 0).length)
      for (const { id, score } of hits) expect(score).toBeCloseTo(scores[Number(id)]!, 12)
    }
  })

  it('has the scores of lunr, which rounds them to three decimals', () => {
    const peer = lunr(function () {
      this.pipeline.reset()
      this.searchPipeline.reset()
      this.ref('id')
      this.field('text')
      for (const [id, text] of corpus.entries()) this.add({ id, text })
    })
    const hits = find(index.snapshot, parsed('redis'), { similarity: classic, k: 6 }).hits
    const scores = new Map(peer.search('redis').map(({ ref, score }) => [ref, score]))
    expect([...scores.keys()].toSorted()).toEqual(hits.map(({ id }) => id).toSorted())
    for (const { id, score } of hits) expect(Math.abs(score - scores.get(id)!)).toBeLessThan(0.002)
  })

  it('keeps the order of the classic form in the Lucene form, divided by k1 + 1', () => {
    const lucene = find(index.snapshot, parsed('redis cache')).hits
    const other = find(index.snapshot, parsed('redis cache'), { similarity: classic }).hits
    expect(lucene.map(({ id }) => id)).toEqual(other.map(({ id }) => id))
    lucene.forEach(({ score }, rank) => {
      expect(score * 2.2).toBeCloseTo(other[rank]!.score, 12)
    })
  })

  it('has the idf of the formula', () => {
    const share = explain(prepare(index.snapshot, parsed('redis')), { similarity, k: 1 }, 0)?.shares[0]
    expect(share).toMatchObject({ frequency: 1, documents: 3 })
    expect(share?.idf).toBeCloseTo(Math.log(1 + (6 - 3 + 0.5) / (3 + 0.5)), 14)
  })
})

describe('near terms', () => {
  const terms = fc
    .uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 }), { maxLength: 60 })
    .map((list) => list.toSorted())

  it('are those that a scan finds', () => {
    const wanted = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 6 })
    fc.assert(
      fc.property(terms, wanted, fc.nat(2), (list, word, edits) => {
        const near = list.flatMap((term, place) => (levenshtein(term, word) <= edits ? [place] : []))
        expect(placesNear(list, word, edits)).toEqual(near)
        expect(placesWithPrefix(list, word)).toEqual(
          list.flatMap((term, place) => (term.startsWith(word) ? [place] : [])),
        )
      }),
      { seed: 7, numRuns: 500 },
    )
  })
})

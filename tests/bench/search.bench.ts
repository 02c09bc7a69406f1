import lunr from 'lunr'
import MiniSearch from 'minisearch'
import { Analyzer } from '../../workers/algorithms/search/analyzer'
import { bm25 } from '../../workers/algorithms/search/bm25'
import { parseQuery } from '../../workers/algorithms/search/query-parser'
import { prepare, search } from '../../workers/algorithms/search/search'
import { SearchIndex } from '../../workers/algorithms/search/search-index'
import { RandomStream } from '../../workers/kernel/random'
import { Zipf } from '../../workers/kernel/zipf'
import { type BenchResult, type BenchRow, interleave, ratioRow } from './harness'

const DOCUMENTS = 20_000
const VOCABULARY = 8_000
const QUERIES = 2000
const TOP = 10
/** Our rounds do their work so often, so that they last about as long as those of the peers. */
const REPEATS = 4
/** Words that nobody asks for, as `the` and `of`. */
const COMMONEST = 20

const analyzer = new Analyzer()
const similarity = bm25()

/** Short texts of 8 to 24 words by Zipf, and queries of two and three words, drawn alike but without the commonest. */
const lots = RandomStream.named(22, 'bench')
const popularity = new Zipf(VOCABULARY, 1)
const texts = Array.from({ length: DOCUMENTS }, () =>
  Array.from({ length: 8 + lots.integer(17) }, () => wordOf(popularity.rank(lots))).join(' '),
)
const queries = Array.from({ length: QUERIES }, (_, index) =>
  Array.from({ length: 2 + (index % 2) }, () => wordOf(COMMONEST + popularity.rank(lots))).join(' '),
)

/** A word for a rank: syllables, so that words share beginnings as those of a language do. */
function wordOf(rank: number): string {
  const syllables = ['ka', 'lo', 'mi', 'ren', 'su', 'ta', 'vo', 'zel', 'an', 'or', 'qui', 'pem']
  let word = ''
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length]
  return word
}

/** Our index against minisearch and lunr on 20,000 short texts. */
export default async function bench(): Promise<BenchResult> {
  const ours = buildOurs()
  const mini = buildMini()
  const lunrIndex = buildLunr()
  const rows = [
    ...(await indexing()),
    ...(await querying(ours, mini, lunrIndex)),
    await exactness(ours),
    ...(await memory()),
  ]
  return { title: `Search: ${DOCUMENTS} short texts`, rows }
}

function buildOurs(): SearchIndex {
  const index = new SearchIndex(analyzer)
  for (const [number, text] of texts.entries()) index.put(`${number}`, text)
  index.refresh()
  return index
}

function buildMini(): MiniSearch<{ id: string; text: string }> {
  const index = new MiniSearch<{ id: string; text: string }>({ fields: ['text'] })
  for (const [number, text] of texts.entries()) index.add({ id: `${number}`, text })
  return index
}

function buildLunr(): lunr.Index {
  return lunr(function () {
    this.ref('id')
    this.field('text')
    for (const [number, text] of texts.entries()) this.add({ id: `${number}`, text })
  })
}

async function indexing(): Promise<BenchRow[]> {
  const operations = DOCUMENTS
  const names = ['indexing, ours', 'indexing, minisearch', 'indexing, lunr'] as const
  const timed = await interleave(
    [
      { name: names[0], operations: operations * REPEATS, run: () => repeated(() => buildOurs().snapshot.documents) },
      { name: names[1], operations, run: () => buildMini().documentCount },
      { name: names[2], operations, run: () => buildLunr() },
    ],
    { rounds: 7, warmup: 4 },
  )
  return [
    ratioRow(timed.measured(names[0]), timed.ratio(names[0], names[1]), 'minisearch', 3),
    { name: names[1], value: timed.measured(names[1]).perSecond, unit: 'op/s' },
    { name: names[2], value: timed.measured(names[2]).perSecond, unit: 'op/s' },
  ]
}

function repeated(work: () => number): number {
  let sum = 0
  for (let time = 0; time < REPEATS; time++) sum += work()
  return sum
}

function ask(index: SearchIndex, text: string) {
  const parsed = parseQuery(text, analyzer)
  if (parsed.kind === 'error' || parsed.query === null) throw new Error(`The bench asks nothing with ${text}.`)
  return search(prepare(index.snapshot, parsed.query), { similarity, k: TOP })
}

async function querying(ours: SearchIndex, mini: MiniSearch, peer: lunr.Index): Promise<BenchRow[]> {
  const names = ['queries, ours', 'queries, minisearch', 'queries, lunr'] as const
  const total = (run: (query: string) => number, count: number) => () =>
    queries.slice(0, count).reduce((sum, query) => sum + run(query), 0)
  const askAll = total((query) => ask(ours, query).hits.length, QUERIES)
  const timed = await interleave(
    [
      { name: names[0], operations: QUERIES * REPEATS, run: () => repeated(askAll) },
      { name: names[1], operations: 100, run: total((query) => mini.search(query).length, 100) },
      { name: names[2], operations: 20, run: total((query) => peer.search(query).length, 20) },
    ],
    { rounds: 9, warmup: 4 },
  )
  return [
    ratioRow(timed.measured(names[0]), timed.ratio(names[0], names[1]), 'minisearch', 20),
    { name: 'queries, ours, against lunr', value: timed.ratio(names[0], names[2]), unit: '× lunr' },
    { name: names[1], value: timed.measured(names[1]).perSecond, unit: 'op/s' },
    { name: names[2], value: timed.measured(names[2]).perSecond, unit: 'op/s' },
  ]
}

/** The first ten of a plain scan over all texts, with the same order of equal scores. */
async function exactness(index: SearchIndex): Promise<BenchRow> {
  const tokens = texts.map((text) => text.split(' '))
  const mean = tokens.reduce((sum, own) => sum + own.length, 0) / DOCUMENTS
  let same = 0
  for (const query of queries.slice(0, 100)) {
    const words = query.split(' ')
    const weights = words.map((word) => {
      const n = tokens.filter((own) => own.includes(word)).length
      return similarity.weigh(DOCUMENTS, n, mean)
    })
    const scored = tokens.map((own, number) => {
      const score = words.reduce((sum, word, place) => {
        const frequency = own.filter((other) => other === word).length
        return frequency === 0 ? sum : sum + weights[place]!.share(frequency, own.length)
      }, 0)
      return { number, score }
    })
    const top = scored.sort((a, b) => b.score - a.score || a.number - b.number).filter(({ score }) => score > 0)
    const found = ask(index, query).hits
    if (found.every(({ id, score }, rank) => id === `${top[rank]!.number}` && score === top[rank]!.score)) same++
  }
  return {
    name: 'top ten as by a scan',
    value: same,
    unit: 'of 100 queries',
    ratio: same / 100,
    goal: '= 1',
    met: same === 100,
  }
}

/** What stays on the heap and in buffers beside it. Only measured where the collector can be called. */
async function memory(): Promise<BenchRow[]> {
  const used = (build: () => unknown): number => {
    globalThis.gc?.()
    const before = process.memoryUsage()
    const kept = build()
    globalThis.gc?.()
    const after = process.memoryUsage()
    if (kept === undefined) throw new Error('nothing was built')
    return after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  }
  const [ours, mini, peer] = [used(buildOurs), used(buildMini), used(buildLunr)]
  const megabytes = (bytes: number): number => bytes / 1e6
  return [
    {
      name: 'memory, ours',
      value: megabytes(ours),
      unit: 'MB',
      ratio: ours / mini,
      goal: '≤ 0.25 × minisearch',
      met: ours <= mini / 4,
    },
    { name: 'memory, minisearch', value: megabytes(mini), unit: 'MB' },
    { name: 'memory, lunr', value: megabytes(peer), unit: 'MB' },
  ]
}

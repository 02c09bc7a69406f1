import { scoringLeaves } from '../../algorithms/search/query'
import { log } from '../../kernel/maths'
import type { Values } from '../../scenario/parameters'
import type { Scenario } from '../../scenario/scenario'
import { marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atMost, exactly, type Finding, type Law, notHere, type Proof } from '../law'
import { answers, totalOf } from './claims-measures'
import { CORPUS } from './model-corpus'
import { analyzerOf, readQuery } from './model-engine'
import { queryText } from './model-queries'

/** Scores are told with two decimals. */
const HALF_A_HUNDREDTH = 0.005_000_1

const laws: readonly Law[] = [
  {
    id: 'shares',
    name: 'A score is the sum of its words',
    formula: 'score(d, q) = Σ share(word, d)',
    source: 'Robertson and Zaragoza, “The Probabilistic Relevance Framework” (2009), section 3.4',
    tolerance: 'exact, in the hundredths that are shown, for the first document of every shard',
    measure(trace) {
      const steps = marksOf(trace, 'search/scored')
      if (steps.length === 0) return notHere('Nothing is scored.')
      const right = steps.filter(({ details }) => {
        const shares = details.shares as readonly string[]
        return shares.reduce((sum, share) => sum + hundredths(share), 0) === hundredths(String(details.score))
      })
      return exactly(right.length, steps.length, 'sums')
    },
  },
  {
    id: 'scan',
    name: 'The first k are those of a scan of all documents',
    formula: 'share = ln(1 + (N − n + ½) / (n + ½)) · f / (f + 1.2 · (0.25 + 0.75 · length / mean length))',
    source: 'BM25 as in Lucene’s BM25Similarity; the scan is written here and knows no index',
    tolerance: 'exact, in the hundredths that are shown, rank by rank',
    measure(trace, values, scenario) {
      return ifStill(trace, values, scenario, (query) => {
        const expected = scanned(values, query)
        const all = answers(trace)
        const right = all.filter(
          ({ scores }) =>
            scores.length === expected.length &&
            scores.every((score, rank) => Math.abs(score - (expected[rank] as number)) <= HALF_A_HUNDREDTH),
        )
        return exactly(right.length, all.length, 'answers')
      })
    },
  },
  {
    id: 'saturation',
    name: 'However often it stands there, a word gives less than its weight',
    formula: 'share < ln(1 + (N − n + ½) / (n + ½))',
    source: 'Robertson and Zaragoza (2009), section 3.4: f / (f + k) < 1',
    tolerance: 'exact, but for the rounding to hundredths',
    measure(trace, values, { variant, script }) {
      if (variant !== 'bm25') return notHere('Words are not weighed by BM25 with the numbers of one shard.')
      if (values.number('writes') > 0 || script.length > 0) return notHere('Documents are written during this run.')
      const ratios = marksOf(trace, 'search/scored').flatMap(({ node, event, details }) => {
        const documents = trace.gauge(node, 'documents', event + 1) ?? 0
        const counts = details.counts as readonly number[]
        return (details.shares as readonly string[]).map((share, index) => {
          const holding = counts[index] ?? 0
          const weight = log(1 + (documents - holding + 0.5) / (holding + 0.5))
          return Math.max(0, Number(share) - 0.01) / weight
        })
      })
      return ratios.length === 0 ? notHere('Nothing is scored.') : atMost(Math.max(...ratios), 1, '%')
    },
  },
  {
    id: 'pruning',
    name: 'Passing documents by costs no more than reading all',
    formula: 'postings read ≤ postings of the words',
    source: 'MaxScore: Turtle and Flood, Information Processing & Management 31 (1995)',
    tolerance: 'exact',
    measure(trace) {
      const steps = marksOf(trace, 'search/walked')
      if (steps.length === 0) return notHere('No posting is read.')
      return atMost(totalOf(steps, 'touched'), totalOf(steps, 'postings'), 'postings')
    },
  },
  {
    id: 'segments',
    name: 'Merging keeps segments few',
    formula: 'segments ≤ f · (1 + ⌊log_f documents⌋), f the merge factor',
    source: 'logarithmic merging: Büttcher, Clarke and Cormack, Information Retrieval, section 7.3',
    tolerance: 'exact, after every refresh',
    measure(trace, values, { variant }) {
      if (variant === 'guide') return notHere('The guide’s index has no segments.')
      const refreshes = marksOf(trace, 'search/refreshed')
      if (refreshes.length === 0) return notHere('Nothing is refreshed.')
      const factor = values.number('merge-factor')
      const documents = CORPUS.length + values.number('generated') + totalOf(refreshes, 'added')
      let bound = factor
      for (let size = factor; size <= documents; size *= factor) bound += factor
      return atMost(Math.max(...refreshes.map(({ details }) => Number(details.segments))), bound, 'segments')
    },
  },
]

const proof: Proof = {
  modelled: [
    '60 notes and generated texts in shards of immutable segments',
    'words by the rules of UAX #29, folding, stems, stop words; AND, OR, NOT, phrases, prefixes, fuzzy words',
    'BM25, TF-IDF and the guide’s counts; the first k with pruning; refresh, deletes, merges; query, then fetch',
  ],
  leftOut: ['replicas', 'fields and synonyms', 'Lucene’s rounding of lengths to one byte', 'the time that disks take'],
  laws,
}

export default proof

function hundredths(score: string): number {
  return Math.round(Number(score) * 100)
}

/** A scan can be made beside the run when one text is asked of documents that stay, weighed by the numbers of all. */
function ifStill(
  trace: Trace,
  values: Values,
  { variant, script }: Scenario,
  measure: (words: readonly string[]) => Finding,
): Finding {
  if (variant !== 'bm25-global' && !(variant === 'bm25' && values.number('shards') === 1))
    return notHere('Words are not weighed by BM25 with the numbers of all documents.')
  if (values.number('generated') > 0) return notHere('Only the 60 notes are scanned here, and more are indexed.')
  if (values.number('writes') > 0 || script.length > 0) return notHere('Documents are written during this run.')
  const text = queryText(values.text('ask'))
  const query = text === null ? null : readQuery(text, analyzerOf(values))
  if (query === null) return notHere('No one text is asked again and again.')
  const leaves = scoringLeaves(query)
  const isPlain = query.kind !== 'boolean' || (query.must.length === 0 && query.not.length === 0)
  const words = leaves.flatMap((leaf) => (leaf.kind === 'term' ? [leaf.term] : []))
  if (!isPlain || words.length < leaves.length) return notHere('The scan knows plain words only.')
  return answers(trace).length === 0 ? notHere('No query is answered.') : measure(words)
}

/** The best scores of a scan of every note by the textbook’s formula, without an index. */
function scanned(values: Values, words: readonly string[]): number[] {
  const analyzer = analyzerOf(values)
  const texts = CORPUS.map(({ text }) => analyzer.tokens(text).map(({ term }) => term))
  const meanLength = texts.reduce((sum, { length }) => sum + length, 0) / texts.length
  const weights = words.map((word) => {
    const holding = texts.filter((terms) => terms.includes(word)).length
    return log(1 + (texts.length - holding + 0.5) / (holding + 0.5))
  })
  return texts
    .map((terms) => {
      const norm = 1.2 * (0.25 + (0.75 * terms.length) / meanLength)
      return words.reduce((sum, word, index) => {
        const times = terms.filter((term) => term === word).length
        return sum + ((weights[index] as number) * times) / (times + norm)
      }, 0)
    })
    .filter((score) => score > 0)
    .sort((a, b) => b - a)
    .slice(0, values.number('hits'))
}

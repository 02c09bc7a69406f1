import { formatDuration } from '../../kernel/time'
import { percent, short } from '../../trace/figure-text'
import { marksOf } from '../../trace/marks'
import { latencyPercentile } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import { answers, listed, scoreOf, totalOf } from './claims-measures'
import { rankingClaims } from './claims-ranking'
import { NEW_DOCUMENT } from './model-writes'

const SECOND = 1_000_000

const lesson: Lesson = {
  title: 'Why is this document first?',
  promise: 'From a list of words to a score: what makes one document better than another, and who pays for it.',
  claims: {
    'three-shards': {
      sentence: 'Three words are looked up in each of three shards.',
      measure(trace) {
        const shards = trace.topology.nodes.filter(({ kind }) => kind === 'shard').length
        const [first] = marksOf(trace, 'search/analysed')
        const terms = (first?.details.terms as readonly string[] | undefined)?.length ?? 0
        return { holds: shards === 3 && terms === 3, measured: `${terms} words, ${shards} shards` }
      },
    },
    'refresh-each-second': {
      sentence: 'Each shard refreshes once a second.',
      measure(_, values) {
        return { holds: values.number('refresh') === SECOND, measured: formatDuration(values.number('refresh')) }
      },
    },
    'eight-times-slower': {
      sentence: 'From 1 s on one of three shards takes 8 times as long.',
      measure(trace) {
        const slowed = marksOf(trace, 'node/slowed')
        const holds = slowed.length === 1 && slowed[0]?.atMicros === SECOND && slowed[0].details.factor === 8
        return { holds, measured: slowed[0]?.sentence ?? 'No shard becomes slow.' }
      },
    },
  },
  steps: [
    {
      id: 'postings',
      title: 'A book’s index, not its pages',
      text: [
        'A search does not read the documents. For every word there is a list of those that hold it, its postings. The coordinator asks 3 shards, and each walks the lists of 3 words.',
        'The documents that are in all the lists add up the most.',
      ],
      setting: { preset: 'first' },
      moment: { mark: 'search/analysed', from: 400_000 },
      node: 'shard-1',
      act: { kind: 'step', label: 'Step along the query' },
      claims: ['three-shards', 'shares-add-up', 'all-three-words'],
    },
    {
      id: 'count-words',
      title: 'Counting words that match',
      text: [
        'The guide gives one point for each word of the query that a document holds. Four documents of one length say “lantern” once, twice, four and eight times.',
      ],
      setting: { preset: 'repeat-guide' },
      moment: { mark: 'search/analysed' },
      node: 'shard-1',
      act: { kind: 'step', label: 'Step along the query' },
      prediction: {
        kind: 'choice',
        question: 'Which of them is best for “lantern”?',
        choices: [
          { label: 'the one that says it eight times', holds: is('most') },
          { label: 'the one that says it once', holds: is('least') },
          { label: 'none: they all tie', holds: is('tie') },
        ],
        reveal: { mark: 'search/answered' },
        answer(trace) {
          const answer = firstOf(trace)
          const [most, least] = [scoreOf(answer, '4'), scoreOf(answer, '1')]
          if (Number.isNaN(most + least)) throw new Error(`Another question was asked: ${listed(answer)}.`)
          return {
            value: most === least ? 'tie' : most > least ? 'most' : 'least',
            shown: `${listed(answer)}.`,
            why: 'To hold a word or not is all that the guide’s score knows of a document.',
          }
        },
      },
      claims: ['guide-ties'],
    },
    {
      id: 'saturation',
      title: 'The eighth time says little',
      text: ['BM25 counts how often a word stands there, but each further time adds less. The same four documents:'],
      setting: { preset: 'repeat-bm25' },
      moment: { mark: 'search/analysed' },
      node: 'shard-1',
      act: { kind: 'variant', label: 'Compare: TF-IDF has no limit', variant: 'tf-idf' },
      prediction: {
        kind: 'number',
        question: 'Eight lanterns against one: how many times the score?',
        unit: 'times',
        min: 0,
        max: 20,
        within: 0.2,
        reveal: { mark: 'search/answered' },
        answer(trace) {
          const answer = firstOf(trace)
          const ratio = scoreOf(answer, '4') / scoreOf(answer, '1')
          if (Number.isNaN(ratio)) throw new Error(`Another question was asked: ${listed(answer)}.`)
          return {
            value: Math.round(ratio * 100) / 100,
            shown: `${short(ratio)} times: ${listed(answer)}.`,
            why: 'The share of a word climbs towards a limit, so stuffing a page with it soon stops to pay.',
          }
        },
      },
      claims: ['more-is-better', 'saturates'],
    },
    {
      id: 'length',
      title: 'Short and to the point',
      text: [
        'Three documents say “compass” once: a line of a few words, a paragraph, and the minutes of a meeting. In the minutes it is one word among many.',
      ],
      setting: { preset: 'length' },
      moment: { mark: 'search/analysed' },
      node: 'shard-1',
      act: { kind: 'step', label: 'Step along the query' },
      prediction: {
        kind: 'choice',
        question: 'Which one is first?',
        choices: [
          { label: 'doc 5, the short line', holds: is('5') },
          { label: 'doc 6, the paragraph', holds: is('6') },
          { label: 'doc 7, the minutes', holds: is('7') },
        ],
        reveal: { mark: 'search/answered' },
        answer: (trace) => firstDocument(trace, 'The same word weighs more where less stands around it.'),
      },
      claims: ['short-first'],
    },
    {
      id: 'rarity',
      title: 'A rare word is worth more',
      text: [
        'The query names the astrolabe and the harbour. Doc 9 says astrolabe once, and no other does; doc 8 says harbour three times, as many documents do.',
      ],
      setting: { preset: 'rare-word' },
      moment: { mark: 'search/analysed' },
      node: 'shard-1',
      act: { kind: 'variant', label: 'Compare: as in the guide', variant: 'guide' },
      prediction: {
        kind: 'choice',
        question: 'Which one is first?',
        choices: [
          { label: 'doc 8: three matches beat one', holds: is('8') },
          { label: 'doc 9: its one word is rare', holds: is('9') },
        ],
        reveal: { mark: 'search/answered' },
        answer: (trace) => firstDocument(trace, 'A word that many documents hold tells little about any of them.'),
      },
      claims: ['rare-first'],
    },
    {
      id: 'local-numbers',
      title: 'Rare where?',
      text: [
        'Each shard knows how rare a word is among its own documents only. A word that is common in the index may be rare in one small shard, and its scores are compared all the same.',
      ],
      setting: { preset: 'local-numbers' },
      moment: { mark: 'search/analysed' },
      node: 'coordinator',
      act: { kind: 'variant', label: 'Ask all shards for their numbers first', variant: 'bm25-global' },
      prediction: {
        kind: 'choice',
        question: 'Is the first document the same as in one index over all?',
        choices: [
          { label: 'yes, a score is a score', holds: is('same') },
          { label: 'no, another one is first', holds: is('other') },
        ],
        reveal: { mark: 'search/answered' },
        answer(trace, values, scenario) {
          const verdict = rankingClaims['order-differs']?.measure(trace, values, scenario)
          return {
            value: verdict?.holds === true ? 'other' : 'same',
            shown: `The order is: ${verdict?.measured}.`,
            why: 'Scores can only be compared when they were weighed with the same numbers.',
          }
        },
      },
      claims: ['order-differs'],
    },
    {
      id: 'refresh',
      title: 'Saved is not yet found',
      text: [
        'Doc 99 is written and acknowledged within milliseconds. But searches see a snapshot of the index, and a shard makes a new one once a second.',
      ],
      setting: { preset: 'refresh' },
      moment: { mark: 'search/written' },
      node: 'shard-3',
      act: { kind: 'set', label: 'Refresh every 100 ms', values: { refresh: 100_000 } },
      prediction: {
        kind: 'number',
        question: 'How many milliseconds after the write is it found?',
        unit: 'ms',
        min: 0,
        max: 10_000,
        within: 0.3,
        reveal: { mark: 'search/refreshed', from: 1_451_000 },
        answer(trace) {
          const written = marksOf(trace, 'search/written').find(({ details }) => details.id === NEW_DOCUMENT.id)
          const seen = marksOf(trace, 'search/refreshed').find(({ details }) =>
            (details.ids as readonly string[]).includes(NEW_DOCUMENT.id),
          )
          if (written === undefined || seen === undefined) throw new Error('It is never found in this run.')
          const took = seen.atMicros - written.atMicros
          const blind = answers(trace, written.atMicros, seen.atMicros).length
          return {
            value: Math.round(took / 1000),
            shown: `Found after ${formatDuration(took)}; ${blind} answers before that do not know it.`,
            why: 'A snapshot makes searching fast; how often it is renewed is how late it may be.',
          }
        },
      },
      claims: ['refresh-each-second', 'unseen-until-refresh', 'seen-after-refresh'],
    },
    {
      id: 'pruning',
      title: 'Most matches need no score',
      text: [
        'Now there are thousands of documents, and hundreds match. Only five are asked for. Once five good ones are known, a list of postings can be skipped where it cannot beat them.',
      ],
      setting: { preset: 'pruning' },
      moment: { mark: 'search/analysed', from: 400_000 },
      node: 'shard-1',
      act: { kind: 'step', label: 'Step along the query' },
      prediction: {
        kind: 'choice',
        question: 'How many of the matching documents are scored?',
        choices: [
          { label: 'all: how else to know the best', holds: atLeast(0.95) },
          { label: 'about half', holds: between(0.25, 0.95) },
          { label: 'fewer than a quarter', holds: below(0.25) },
        ],
        reveal: { mark: 'search/pruned', from: 400_000 },
        answer(trace) {
          const steps = marksOf(trace, 'search/scored')
          const [scored, matching] = [totalOf(steps, 'scored'), totalOf(steps, 'matching')]
          return {
            value: scored / Math.max(1, matching),
            shown: `${scored} of ${matching} matching documents are scored, ${percent(scored / Math.max(1, matching))}.`,
            why: 'The most that a block of postings could give is known before it is read.',
          }
        },
      },
      claims: ['few-scored', 'few-read'],
    },
    {
      id: 'slow-shard',
      title: 'The slowest shard decides',
      text: ['At 1 s one of 3 shards becomes 8 times slower. The two others answer as fast as before.'],
      setting: { preset: 'slow-shard' },
      moment: { mark: 'node/slowed' },
      node: 'coordinator',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'What happens to the median latency of queries?',
        choices: [
          { label: 'hardly anything: two of three are fast', holds: below(1.3) },
          { label: 'it grows by about a third', holds: between(1.3, 2) },
          { label: 'it becomes several times as long', holds: atLeast(2) },
        ],
        reveal: { mark: 'search/merged', from: 1_500_000 },
        answer(trace) {
          const before = latencyPercentile(trace, 50, 0, SECOND) ?? 0
          const after = latencyPercentile(trace, 50, SECOND + 500_000) ?? 0
          return {
            value: after / Math.max(1, before),
            shown: `${formatDuration(before)} before, ${formatDuration(after)} after.`,
            why: 'Every query asks every shard, so each answer waits for the last of them.',
          }
        },
      },
      claims: ['eight-times-slower', 'slow-shard-last', 'latency-follows'],
    },
  ],
}

export default lesson

function firstOf(trace: Trace) {
  const [first] = answers(trace)
  if (first === undefined) throw new Error('No query is answered in this run.')
  return first
}

function firstDocument(trace: Trace, why: string): Answer {
  const answer = firstOf(trace)
  return { value: answer.docs[0] ?? '', shown: `${listed(answer)}.`, why }
}

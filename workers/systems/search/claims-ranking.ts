/** Claims about scores and the order that follows from them. */

import { bm25 } from '../../algorithms/search/bm25'
import { prepare, search } from '../../algorithms/search/search'
import { SearchIndex } from '../../algorithms/search/search-index'
import type { Values } from '../../scenario/parameters'
import { short } from '../../trace/figure-text'
import { marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { answers, firstAnswer, listed, scoreOf } from './claims-measures'
import { CORPUS } from './model-corpus'
import { analyzerOf, readQuery } from './model-engine'
import { queryText } from './model-queries'

export const rankingClaims: Claims = {
  'shares-add-up': {
    sentence: 'In every shard the shares that are shown for the first document add up to the score that is shown.',
    measure(trace) {
      const steps = marksOf(trace, 'search/scored')
      const wrong = steps.filter(({ details }) => {
        const sum = (details.shares as readonly string[]).reduce(
          (total, share) => total + Math.round(Number(share) * 100),
          0,
        )
        return sum !== Math.round(Number(details.score) * 100)
      })
      return {
        holds: steps.length > 0 && wrong.length === 0,
        measured: `${steps.length - wrong.length} of ${steps.length} sums`,
      }
    },
  },
  'all-three-words': {
    sentence: 'The first two documents of every answer are the two that hold all three words.',
    measure: (trace) =>
      eachAnswer(trace, ({ docs }) => docs.slice(0, 2).every((id) => id === '17' || id === '18') && docs.length > 2),
  },
  'guide-ties': {
    sentence: 'The documents with one, two, four and eight lanterns have equal scores.',
    measure: (trace) =>
      firstAnswer(trace, (answer) => {
        const scores = new Set(['1', '2', '3', '4'].map((id) => scoreOf(answer, id)))
        return { holds: scores.size === 1 && !scores.has(Number.NaN), measured: listed(answer) }
      }),
  },
  'more-is-better': {
    sentence:
      'Of texts of equal length the one with eight lanterns is before that with four, that before two, that before one.',
    measure: (trace) =>
      firstAnswer(trace, (answer) => {
        const scores = ['4', '3', '2', '1'].map((id) => scoreOf(answer, id))
        const falls = scores.every((score, index) => index === 0 || score < scores[index - 1]!)
        return { holds: falls, measured: listed(answer) }
      }),
  },
  saturates: {
    sentence:
      'From one to two lanterns the score grows by more than a quarter, from four to eight by less than a quarter.',
    measure: (trace) =>
      firstAnswer(trace, (answer) => {
        const early = scoreOf(answer, '2') / scoreOf(answer, '1')
        const late = scoreOf(answer, '4') / scoreOf(answer, '3')
        return { holds: early > 1.25 && late < 1.25, measured: `${short(early)} times, then ${short(late)} times` }
      }),
  },
  'square-root': {
    sentence: 'Four times the word gives twice the score, and eight times √8 times the score, within 2 %.',
    measure: (trace) =>
      firstAnswer(trace, (answer) => {
        const four = scoreOf(answer, '3') / scoreOf(answer, '1')
        const eight = scoreOf(answer, '4') / scoreOf(answer, '1')
        const holds = Math.abs(four / 2 - 1) < 0.02 && Math.abs(eight / Math.sqrt(8) - 1) < 0.02
        return { holds, measured: `${short(four)} times and ${short(eight)} times` }
      }),
  },
  'short-first': {
    sentence:
      'Of three documents with the word once, the order is that of their lengths, and the first scores over twice the last.',
    measure: (trace) =>
      firstAnswer(trace, (answer) => {
        const holds = answer.docs.join() === '5,6,7' && answer.scores[0]! > 2 * answer.scores[2]!
        return { holds, measured: listed(answer) }
      }),
  },
  'rare-first': {
    sentence:
      'The document with the rare word once is first; it scores at least 1.2 times that with the common word three times.',
    measure: (trace) =>
      firstAnswer(trace, (answer) => {
        const ratio = scoreOf(answer, '9') / scoreOf(answer, '8')
        return { holds: answer.docs[0] === '9' && ratio >= 1.2, measured: `${short(ratio)} times: ${listed(answer)}` }
      }),
  },
  'rare-not-first': {
    sentence: 'The only document with the rare word has no more points than the others and is not first.',
    measure: (trace) =>
      firstAnswer(trace, (answer) => ({
        holds: answer.docs[0] !== '9' && answer.scores.every((score) => score === 1),
        measured: listed(answer),
      })),
  },
  'order-differs': {
    sentence: 'The first document is another than in one index over all documents.',
    measure: (trace, values) => againstOneIndex(trace, values, (same) => !same),
  },
  'order-of-one-index': {
    sentence: 'The first three documents are those of one index over all documents, in its order.',
    measure: (trace, values) => againstOneIndex(trace, values, (_, allThree) => allThree),
  },
  'nothing-found': {
    sentence: 'The query has no word left, and nothing is found.',
    measure(trace) {
      const [first] = marksOf(trace, 'search/analysed')
      const isLost = (first?.details.terms as readonly string[] | undefined)?.length === 0
      const found = answers(trace).filter(({ docs }) => docs.length > 0).length
      return { holds: isLost && found === 0, measured: `${found} answers name a document` }
    },
  },
  'folded-and-found': {
    sentence: 'The first document of every answer is the one that holds both words, written otherwise.',
    measure: (trace) => eachAnswer(trace, ({ docs }) => docs[0] === '10'),
  },
}

function eachAnswer(trace: Trace, holds: (answer: ReturnType<typeof answers>[number]) => boolean): Verdict {
  const all = answers(trace)
  const right = all.filter(holds).length
  return { holds: all.length > 0 && right === all.length, measured: `${right} of ${all.length} answers` }
}

/** Compares the first answer with one index that holds all notes. */
function againstOneIndex(
  trace: Trace,
  values: Values,
  holds: (sameFirst: boolean, sameThree: boolean) => boolean,
): Verdict {
  return firstAnswer(trace, ({ docs }) => {
    const analyzer = analyzerOf(values)
    const index = new SearchIndex(analyzer)
    for (const { id, text } of CORPUS) index.put(id, text)
    index.refresh()
    const query = readQuery(queryText(values.text('ask')) ?? '', analyzer)
    if (query === null) return { holds: false, measured: 'the query asks for nothing' }
    const one = search(prepare(index.snapshot, query), { similarity: bm25(), k: 3 }).hits.map(({ id }) => id)
    const own = docs.slice(0, 3)
    const sameThree = own.join() === one.join()
    return {
      holds: holds(own[0] === one[0], sameThree),
      measured: `docs ${own.join(', ')} here; docs ${one.join(', ')} in one index`,
    }
  })
}

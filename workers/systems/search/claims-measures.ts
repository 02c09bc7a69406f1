import { marksOf } from '../../trace/marks'
import type { Mark, Trace } from '../../trace/trace'
import type { Verdict } from '../system'

/** Documents and scores of an answer to a query, the best first. */
export interface Answer {
  readonly atMicros: number
  readonly docs: readonly string[]
  readonly scores: readonly number[]
}

export function answers(trace: Trace, fromMicros = 0, toMicros = Number.POSITIVE_INFINITY): readonly Answer[] {
  return marksOf(trace, 'search/answered', fromMicros, toMicros).map(({ atMicros, details }) => ({
    atMicros,
    docs: details.docs as readonly string[],
    scores: (details.scores as readonly string[]).map(Number),
  }))
}

/** Measures the first answer; without one the claim does not hold. */
export function firstAnswer(trace: Trace, measure: (answer: Answer) => Verdict): Verdict {
  const [first] = answers(trace)
  return first === undefined ? { holds: false, measured: 'no query is answered' } : measure(first)
}

/** Score of a document in an answer, with two decimals; NaN when it is not listed. */
export function scoreOf({ docs, scores }: Answer, id: string): number {
  return scores[docs.indexOf(id)] ?? Number.NaN
}

/** `doc 9 2.41, doc 8 1.30` */
export function listed({ docs, scores }: Answer): string {
  return docs.length === 0 ? 'nothing' : docs.map((id, rank) => `doc ${id} ${scores[rank]?.toFixed(2)}`).join(', ')
}

/** A number of the marks of shards, such as `touched`, added up. */
export function totalOf(marks: readonly Mark[], key: string): number {
  return marks.reduce((sum, { details }) => sum + Number(details[key]), 0)
}

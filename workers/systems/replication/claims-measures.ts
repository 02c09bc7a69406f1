import { countMarks, marksOf, nodeIndex } from '../../trace/marks'
import type { Mark, Trace } from '../../trace/trace'

const END = Number.POSITIVE_INFINITY

export function textOf(mark: Mark, key: string): string {
  return String(mark.details[key] ?? '')
}

export function numberOf(mark: Mark, key: string): number {
  return Number(mark.details[key] ?? Number.NaN)
}

/** Acknowledged writes that the newest primary does not have: at each failover, and told afterwards by an older one. */
export function lostWrites(trace: Trace): number {
  const atFailover = marksOf(trace, 'primary/took-over').reduce((sum, mark) => sum + numberOf(mark, 'lost'), 0)
  return atFailover + countMarks(trace, 'write/lost')
}

/** The first failure of a node; null when none fails. */
export function firstCrash(trace: Trace): Mark | null {
  return marksOf(trace, 'node/crashed')[0] ?? null
}

/** The first time that somebody takes over from another: a first leader takes over from nobody. */
export function firstFailover(trace: Trace, fromMicros: number): Mark | null {
  return marksOf(trace, 'primary/took-over', fromMicros)[0] ?? null
}

/** How long writes waited for their confirmations. */
export function confirmationWaits(trace: Trace): readonly number[] {
  return marksOf(trace, 'primary/confirmed').map((mark) => numberOf(mark, 'waited'))
}

/**
 * The waits of those writes that every replica could begin to store at once, because it had stored all before when they
 * arrived. Which these are depends only on what was before, so theirs is the distribution of an order statistic.
 */
export function unhinderedWaits(trace: Trace, betweenMicros: number): readonly number[] {
  const stored = new Map<string, number>()
  for (const mark of marksOf(trace, 'replica/stored'))
    for (let back = 0; back < numberOf(mark, 'count'); back++)
      stored.set(`${textOf(mark, 'node')} ${numberOf(mark, 'position') - back}`, mark.atMicros)
  const replicas = new Set(marksOf(trace, 'replica/stored').map((mark) => textOf(mark, 'node')))
  const waits: number[] = []
  for (const mark of marksOf(trace, 'primary/confirmed')) {
    const [position, waited] = [numberOf(mark, 'position'), numberOf(mark, 'waited')]
    const arrives = mark.atMicros - waited + betweenMicros
    const isFree = (replica: string): boolean => (stored.get(`${replica} ${position - 1}`) ?? END) <= arrives
    if (position === 1 || [...replicas].every(isFree)) waits.push(waited)
  }
  return waits
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/** H_n − H_(n−k): the mean of the k-th smallest of n exponentials of mean 1 (Rényi, 1953). */
export function orderStatistic(n: number, k: number): number {
  let mean = 0
  for (let index = 0; index < k; index++) mean += 1 / (n - index)
  return mean
}

/** Writes that each node has put into its log as primary. */
export function acceptedBy(trace: Trace, fromMicros: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (const mark of marksOf(trace, 'primary/wrote', fromMicros)) {
    const node = textOf(mark, 'node')
    counts.set(node, (counts.get(node) ?? 0) + 1)
  }
  return counts
}

/** `n1 31, n2 19`. */
export function countsText(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([node, count]) => `${node} ${count}`).join(', ') || 'nobody'
}

/** What a node takes itself for when the run ends. */
export function roleAtEnd(trace: Trace, node: string): string {
  return String(trace.fact(nodeIndex(trace, node), 'role', trace.countBefore(Number.POSITIVE_INFINITY)) ?? '')
}

import { countBefore } from './columns'
import { SpanSummaries } from './span-summaries'
import type { Summary } from './summary'

/** Where roll-ups are made from. */
export interface PointSource {
  /** Time of the first point at `time` or after; Infinity when there is none. */
  nextTime(time: number): number
  summary(from: number, to: number): Summary
}

/**
 * Summaries of spans of equal length, each begun at a multiple of it. They outlive the points, so an old range can still
 * be answered by steps of that length; spans without points have none.
 */
export class RollUps {
  private readonly spans = new SpanSummaries()
  private readonly starts: number[] = []
  /** Everything before this moment is rolled up. */
  private until = Number.NEGATIVE_INFINITY

  constructor(readonly ticks: number) {
    if (!(Number.isSafeInteger(ticks) && ticks > 0))
      throw new RangeError(`A roll-up is a whole number of ticks from 1 on, not ${ticks}.`)
  }

  get length(): number {
    return this.starts.length
  }
  get bytes(): number {
    return this.spans.bytes + this.starts.length * 8
  }
  /** Everything before this moment is rolled up; −Infinity before the first. */
  get rolledUpTo(): number {
    return this.until
  }

  /**
   * Adds the whole spans that end at or before `until`; stretches without points are leapt over.
   *
   * @returns how many were added
   */
  extend(until: number, points: PointSource): number {
    const end = Math.floor(until / this.ticks) * this.ticks
    if (!(end > this.until)) return 0
    const before = this.starts.length
    for (let time = points.nextTime(this.until); time < end; ) {
      const start = Math.floor(time / this.ticks) * this.ticks
      this.spans.push(points.summary(start, start + this.ticks))
      this.starts.push(start)
      time = points.nextTime(start + this.ticks)
    }
    this.until = end
    return this.starts.length - before
  }

  /** Whether something lies between two moments and both are bounds of roll-ups. */
  areWhole(from: number, to: number): boolean {
    return from < to && from % this.ticks === 0 && to % this.ticks === 0
  }

  /** The summary of a span of whole roll-ups, and how many roll-ups made it. */
  fold(from: number, to: number): { readonly summary: Summary; readonly count: number } {
    const begin = this.find(from)
    const end = this.find(to)
    return { summary: this.spans.fold(begin, end), count: end - begin }
  }

  /** @returns how many roll-ups that end at or before `time` went. */
  dropBefore(time: number): number {
    const count = this.find(time - this.ticks + 1)
    this.spans.dropFirst(count)
    this.starts.splice(0, count)
    return count
  }

  private find(time: number): number {
    // The first point of a span lies at its start or after it, and before the start of the next.
    return countBefore(this.spans.firstTimes, time, this.spans.length)
  }
}

import type { Summary } from './summary'
import { SummaryColumns } from './summary-columns'

/** Spans of one group. */
const GROUP = 64

/**
 * Summaries of neighbouring spans, in order of time, and above them one for each group of 64, so that the summary of
 * thousands of spans is made from at most 126 of them and a few dozen groups.
 */
export class SpanSummaries {
  private readonly spans = new SummaryColumns()
  private readonly groups = new SummaryColumns()
  /** How many spans were dropped, and the number of the first group that is kept. Groups count from the very first span. */
  private dropped = 0
  private firstGroup = 0

  get length(): number {
    return this.spans.length
  }
  get bytes(): number {
    return this.spans.bytes + this.groups.bytes
  }
  /** When each span has its first and its last point, for a search; only the first `length` count. */
  get firstTimes(): Float64Array {
    return this.spans.firstTimes
  }
  get lastTimes(): Float64Array {
    return this.spans.lastTimes
  }

  push(summary: Summary): void {
    const { spans, groups } = this
    spans.push(summary)
    const end = this.dropped + spans.length
    // A group whose first spans are gone already is none.
    if (end % GROUP !== 0 || spans.length < GROUP) return
    if (groups.length === 0) this.firstGroup = end / GROUP - 1
    groups.push(spans.fold(spans.length - GROUP, spans.length))
  }

  dropFirst(count: number): void {
    this.spans.dropFirst(count)
    this.dropped += count
    const gone = Math.ceil(this.dropped / GROUP) - this.firstGroup
    if (gone <= 0) return
    const groups = Math.min(gone, this.groups.length)
    this.groups.dropFirst(groups)
    this.firstGroup += groups
  }

  /** The summary of the spans at `from` and after, before `to`. */
  fold(from: number, to: number): Summary {
    const first = Math.ceil((from + this.dropped) / GROUP)
    const last = Math.min(Math.floor((to + this.dropped) / GROUP), this.firstGroup + this.groups.length)
    if (first >= last || first < this.firstGroup) return this.spans.fold(from, to)
    const summary = this.spans.fold(from, first * GROUP - this.dropped)
    summary.append(this.groups.fold(first - this.firstGroup, last - this.firstGroup))
    summary.append(this.spans.fold(last * GROUP - this.dropped, to))
    return summary
  }
}

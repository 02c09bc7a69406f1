import { openBlock, type SealedBlock } from './block'
import { type Columns, countBefore, PointColumns } from './columns'
import type { Series } from './series'
import { Summary, summarise } from './summary'

/** What a query had to look at. */
export interface Touched {
  /** Points read. A compressed block can only be read as a whole, so all its points count. */
  points: number
  summaries: number
  rollUps: number
  /** Of `points`, those of heads. */
  headPoints: number
  /** How blocks took part, in order of time for each series; those that did not are not listed. */
  readonly parts: TouchedPart[]
}

/** Neighbouring blocks of one series, by their numbers, of which a query took the summaries or read the points. */
export interface TouchedPart {
  readonly series: Series
  readonly kind: 'summary' | 'points'
  readonly firstBlock: number
  readonly lastBlock: number
  /** Points read; 0 where summaries were taken. */
  points: number
}

/** Nothing looked at yet. */
export function untouched(): Touched {
  return { points: 0, summaries: 0, rollUps: 0, headPoints: 0, parts: [] }
}

/** Reads one series and counts what it touches. The block read last stays open, since the next span mostly begins in it. */
export class SeriesReader {
  private opened: { readonly block: SealedBlock; readonly columns: Columns } | null = null
  private part: TouchedPart | null = null

  constructor(
    private readonly series: Series,
    private readonly touched: Touched = untouched(),
  ) {}

  /** The summary of the points from `from` on, before `to`; where points are gone, whole roll-ups stand for them. */
  summary(from: number, to: number): Summary {
    const { rollUps, goneBefore } = this.series
    if (rollUps === null || from >= goneBefore) return this.ofPoints(from, to)
    const split = Math.min(to, rollUps.rolledUpTo)
    if (!rollUps.areWhole(from, split)) return this.ofPoints(from, to)
    const { summary, count } = rollUps.fold(from, split)
    this.touched.rollUps += count
    if (split < to) summary.append(this.ofPoints(split, to))
    return summary
  }

  /** All points from `from` on, before `to`, in order of time. */
  points(from: number, to: number): Columns {
    const { spans, blocks, head } = this.series
    const found = new PointColumns()
    const take = ({ times, values }: Columns, begin: number, end: number): void => {
      for (let index = begin; index < end; index++) found.push(times[index] as number, values[index] as number)
    }
    const end = countBefore(spans.firstTimes, to, spans.length)
    for (let index = countBefore(spans.lastTimes, from, spans.length); index < end; index++) {
      const { columns, begin, end } = this.open(blocks[index] as SealedBlock, from, to)
      take(columns, begin, end)
    }
    const { begin: headBegin, end: headEnd } = this.openHead(from, to)
    take(head, headBegin, headEnd)
    return found.slice(0, found.length)
  }

  /** Time of the first point at `time` or after; Infinity when there is none. */
  nextTime(time: number): number {
    const { spans, blocks, head } = this.series
    const index = countBefore(spans.lastTimes, time, spans.length)
    if (index < spans.length) {
      const first = spans.firstTimes[index] as number
      if (first >= time) return first
      const { times } = this.columnsOf(blocks[index] as SealedBlock)
      return times[countBefore(times, time)] as number
    }
    const place = countBefore(head.times, time, head.length)
    return place < head.length ? (head.times[place] as number) : Number.POSITIVE_INFINITY
  }

  /** The head is summed up point by point, and so are blocks that lie only partly within the span. */
  private ofPoints(from: number, to: number): Summary {
    const { spans, head, options } = this.series
    const first = countBefore(spans.lastTimes, from, spans.length)
    const end = countBefore(spans.firstTimes, to, spans.length)
    const whole = options.summaries ? this.wholeBlocks(first, end, from, to) : { begin: end, end }
    const summary = new Summary()
    for (let index = first; index < whole.begin; index++) summary.append(this.within(index, from, to))
    summary.append(spans.fold(whole.begin, whole.end))
    this.countSummaries(whole.begin, whole.end)
    for (let index = whole.end; index < end; index++) summary.append(this.within(index, from, to))
    const { begin: headBegin, end: headEnd } = this.openHead(from, to)
    summary.append(summarise(head.times, head.values, headBegin, headEnd))
    return summary
  }

  /** Of the blocks from `first` on, before `end`, those that lie within the span with all their points. */
  private wholeBlocks(first: number, end: number, from: number, to: number): { begin: number; end: number } {
    const { firstTimes, lastTimes } = this.series.spans
    if (first >= end) return { begin: end, end }
    const begin = (firstTimes[first] as number) < from ? first + 1 : first
    const last = (lastTimes[end - 1] as number) >= to ? end - 1 : end
    return begin <= last ? { begin, end: last } : { begin: end, end }
  }

  private within(index: number, from: number, to: number): Summary {
    const { columns, begin, end } = this.open(this.series.blocks[index] as SealedBlock, from, to)
    return summarise(columns.times, columns.values, begin, end)
  }

  /** Which points of a block lie within the span. */
  private open(block: SealedBlock, from: number, to: number): { columns: Columns; begin: number; end: number } {
    const { touched } = this
    const columns = this.columnsOf(block)
    const begin = countBefore(columns.times, from)
    const end = countBefore(columns.times, to)
    const isNew = this.part?.firstBlock !== block.number
    if (this.part === null || isNew) this.part = this.addPart('points', block, block)
    const read = block.codec === 'raw' ? end - begin : isNew ? block.count : 0
    touched.points += read
    this.part.points += read
    return { columns, begin, end }
  }

  private columnsOf(block: SealedBlock): Columns {
    if (this.opened?.block === block) return this.opened.columns
    const columns = openBlock(block)
    this.opened = { block, columns }
    return columns
  }

  private openHead(from: number, to: number): { begin: number; end: number } {
    const { head } = this.series
    const begin = countBefore(head.times, from, head.length)
    const end = countBefore(head.times, to, head.length)
    this.touched.points += end - begin
    this.touched.headPoints += end - begin
    return { begin, end }
  }

  private countSummaries(begin: number, end: number): void {
    if (begin >= end) return
    const { blocks } = this.series
    this.touched.summaries += end - begin
    this.addPart('summary', blocks[begin] as SealedBlock, blocks[end - 1] as SealedBlock)
  }

  private addPart(kind: TouchedPart['kind'], first: SealedBlock, last: SealedBlock): TouchedPart {
    const part = { series: this.series, kind, firstBlock: first.number, lastBlock: last.number, points: 0 }
    this.touched.parts.push(part)
    return part
  }
}

import { bytesOf, type Codec, type SealedBlock, sealBlock } from './block'
import { countBefore, PointColumns } from './columns'
import { RollUps } from './roll-ups'
import { SeriesReader } from './series-reader'
import { SpanSummaries } from './span-summaries'
import { summarise } from './summary'
import { checkTime } from './time-range'

export interface SeriesOptions {
  /** How many ticks behind the newest point a late one may still be. */
  readonly windowTicks: number
  /** Points of a block. */
  readonly blockPoints: number
  readonly codec: Codec
  /** Whether each block keeps a summary with which a query spares its points. */
  readonly summaries: boolean
  /** Length of a roll-up; null for none. */
  readonly rollUpTicks: number | null
}

/**
 * What became of a point: `appended` at the end, `reordered` into its place within the window, refused as `too old`, or
 * refused as a `duplicate` of a moment that has a point.
 */
export type AppendVerdict = 'appended' | 'reordered' | 'too old' | 'duplicate'

/**
 * One series: a head of points that may still get company within the window, and behind it sealed blocks that never
 * change. Points leave the head in groups of `blockPoints` once the last of a group has fallen out of the window, so that
 * no block ever overlaps another one or the head.
 */
export class Series {
  readonly head = new PointColumns(16)
  readonly blocks: SealedBlock[] = []
  /** A summary of each block; it also tells where the block begins and ends. */
  readonly spans = new SpanSummaries()
  readonly rollUps: RollUps | null
  /** No point may come at this moment or before: its points are sealed or dropped. */
  private closedUntil = Number.NEGATIVE_INFINITY
  private newestTime = Number.NEGATIVE_INFINITY
  private dropped = Number.NEGATIVE_INFINITY
  private blocksSealed = 0
  private pointsSealed = 0
  private bytesSealed = 0

  constructor(readonly options: SeriesOptions) {
    const { windowTicks, blockPoints, rollUpTicks } = options
    if (!(windowTicks >= 0)) throw new RangeError(`The window is 0 ticks or more, not ${windowTicks}.`)
    if (!(Number.isSafeInteger(blockPoints) && blockPoints >= 1))
      throw new RangeError(`A block has a whole number of points from 1 on, not ${blockPoints}.`)
    this.rollUps = rollUpTicks === null ? null : new RollUps(rollUpTicks)
  }

  /** Time of the newest point; −Infinity before the first. */
  get newest(): number {
    return this.newestTime
  }
  /** Time of the oldest point that is kept; Infinity when there is none. */
  get oldest(): number {
    if (this.spans.length > 0) return this.spans.firstTimes[0] as number
    return this.head.length > 0 ? (this.head.times[0] as number) : Number.POSITIVE_INFINITY
  }
  /** Points before this moment may have been dropped; −Infinity while none was. */
  get goneBefore(): number {
    return this.dropped
  }
  /** Points in blocks and head. */
  get stored(): number {
    return this.pointsSealed + this.head.length
  }
  /** Bytes of head, blocks, summaries and roll-ups. Without summaries a block still has its first and last time. */
  get bytes(): number {
    const summaries = this.options.summaries ? this.spans.bytes : this.spans.length * 16
    return this.head.length * 16 + this.bytesSealed + summaries + (this.rollUps?.bytes ?? 0)
  }

  /** @throws {RangeError} when `time` is no whole number */
  append(time: number, value: number): AppendVerdict {
    checkTime(time)
    if (time > this.newestTime && time > this.closedUntil) {
      this.newestTime = time
      this.head.push(time, value)
      if (this.head.length > this.options.blockPoints) this.sealOld()
      return 'appended'
    }
    if (time < this.newestTime - this.options.windowTicks || time <= this.closedUntil) return 'too old'
    const { head } = this
    const place = countBefore(head.times, time, head.length)
    if (place < head.length && head.times[place] === time) return 'duplicate'
    head.insert(place, time, value)
    return 'reordered'
  }

  /** How many points of the head lie behind `time`: those that a point of that time moves. */
  pointsBehind(time: number): number {
    return this.head.length - countBefore(this.head.times, time, this.head.length)
  }

  /**
   * Rolls up the points that cannot change any more, in whole roll-ups.
   *
   * @returns how many roll-ups were added
   */
  rollUp(): number {
    if (this.rollUps === null) return 0
    const settled = Math.max(this.newestTime - this.options.windowTicks, this.closedUntil + 1)
    return this.rollUps.extend(settled, new SeriesReader(this))
  }

  /**
   * Drops points before `time`: blocks that lie before it with all their points, and those of the head when no block is
   * left. Points that are to be rolled up go only when they are. From here on no point before `time` is taken.
   *
   * @returns how many points went
   */
  dropBefore(time: number): number {
    const { spans, head } = this
    this.closedUntil = Math.max(this.closedUntil, time - 1)
    this.rollUp()
    const cut = Math.min(time, this.rollUps?.rolledUpTo ?? time)
    const blocks = countBefore(spans.lastTimes, cut, spans.length)
    let points = 0
    for (const block of this.blocks.splice(0, blocks)) {
      points += block.count
      this.bytesSealed -= bytesOf(block)
    }
    this.pointsSealed -= points
    spans.dropFirst(blocks)
    if (this.blocks.length === 0) {
      const old = countBefore(head.times, cut, head.length)
      head.dropFirst(old)
      points += old
    }
    if (points > 0) this.dropped = cut
    return points
  }

  /**
   * Forgets the head, as a crash without a log does; what is sealed stays.
   *
   * @returns how many points are gone
   */
  loseHead(): number {
    const lost = this.head.length
    this.head.dropFirst(lost)
    this.newestTime = this.spans.length > 0 ? (this.spans.lastTimes[this.spans.length - 1] as number) : this.closedUntil
    return lost
  }

  private sealOld(): void {
    const { head, options } = this
    const { blockPoints } = options
    while (head.length > blockPoints) {
      const last = head.times[blockPoints - 1] as number
      if (last >= this.newestTime - options.windowTicks) return
      const columns = head.slice(0, blockPoints)
      const block = sealBlock(++this.blocksSealed, options.codec, columns)
      this.blocks.push(block)
      this.spans.push(summarise(columns.times, columns.values, 0, blockPoints))
      this.bytesSealed += bytesOf(block)
      this.pointsSealed += blockPoints
      this.closedUntil = Math.max(this.closedUntil, last)
      head.dropFirst(blockPoints)
    }
  }
}

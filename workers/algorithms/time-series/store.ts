import { LabelIndex, type Labels, type Matcher, type Selection } from './label-index'
import { type RangeAnswer, type RangeQuery, rangeQuery } from './range-query'
import { type AppendVerdict, Series, type SeriesOptions } from './series'

/** What a series costs beyond its points: its object, its arrays and its place in the map, as a round figure. */
const SERIES_BYTES = 400

/** What a write did. */
export interface Written {
  readonly id: number
  readonly series: Series
  /** The labels were not known before. */
  readonly isNew: boolean
  readonly verdict: AppendVerdict
}

/** Series by their labels, with one set of options for all. */
export class SeriesStore {
  readonly index = new LabelIndex()
  private readonly byId = new Map<number, Series>()

  constructor(readonly options: SeriesOptions) {}

  get seriesCount(): number {
    return this.byId.size
  }
  /** About what all of it takes: points, summaries, roll-ups, index, and 400 bytes a series. */
  get bytes(): number {
    let bytes = this.index.bytes
    for (const series of this.byId.values()) bytes += series.bytes + SERIES_BYTES
    return bytes
  }

  all(): IterableIterator<[id: number, series: Series]> {
    return this.byId.entries()
  }
  series(id: number): Series | null {
    return this.byId.get(id) ?? null
  }

  /** @throws {RangeError} when `time` is no whole number; nothing is kept then */
  write(labels: Labels, time: number, value: number): Written {
    const known = this.index.find(labels)
    if (known !== null) {
      const series = this.byId.get(known) as Series
      return { id: known, series, isNew: false, verdict: series.append(time, value) }
    }
    const series = new Series(this.options)
    const verdict = series.append(time, value)
    const id = this.index.add(labels)
    this.byId.set(id, series)
    return { id, series, isNew: true, verdict }
  }

  /** Answers for all series that the matchers select. */
  query(matchers: readonly Matcher[], query: RangeQuery): RangeAnswer & { readonly selection: Selection } {
    const selection = this.index.select(matchers)
    const series = selection.ids.map((id) => this.byId.get(id) as Series)
    return { ...rangeQuery(series, query), selection }
  }

  /** Rolls up what cannot change any more. @returns how many roll-ups were added. */
  rollUp(): number {
    let added = 0
    for (const series of this.byId.values()) added += series.rollUp()
    return added
  }

  /**
   * Drops points before `pointsFrom` in whole blocks and roll-ups before `rollUpsFrom`, and then series of which nothing
   * is left, from the index as well.
   *
   * @returns how many points and series went
   */
  expire(pointsFrom: number, rollUpsFrom: number): { readonly points: number; readonly series: number } {
    let points = 0
    let gone = 0
    for (const [id, series] of this.byId) {
      points += series.dropBefore(pointsFrom)
      series.rollUps?.dropBefore(rollUpsFrom)
      if (series.oldest < Number.POSITIVE_INFINITY || (series.rollUps?.length ?? 0) > 0) continue
      this.byId.delete(id)
      this.index.remove(id)
      gone++
    }
    return { points, series: gone }
  }
}

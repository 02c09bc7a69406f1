/**
 * The time-series store as the guide has it: one sorted array of objects a metric, kept in order by moving all points
 * behind a late one; an index of one array position a second that is written and never used; a query that answers nothing
 * because the look-up in the index does; aggregates that are 0 for nothing; points that are dropped at every write.
 *
 * Its metrics have no labels. A point of any time is taken, also one of the future or twice the same.
 */
export class GuideStore {
  private readonly metrics = new Map<string, { points: GuidePoint[]; index: Map<number, number> }>()

  /** @param retentionTicks age in ticks from which a point is dropped @param ticksPerSecond what the index rounds to */
  constructor(
    private readonly retentionTicks: number,
    private readonly ticksPerSecond: number,
  ) {}

  get seriesCount(): number {
    return this.metrics.size
  }
  get stored(): number {
    let stored = 0
    for (const { points } of this.metrics.values()) stored += points.length
    return stored
  }
  /** Entries of all indices; they never shrink. */
  get indexEntries(): number {
    let entries = 0
    for (const { index } of this.metrics.values()) entries += index.size
    return entries
  }

  /** @returns how many points had to move for it, and how many were dropped, be it the point itself. */
  write(metric: string, time: number, value: number, now: number): { moved: number; dropped: number } {
    let entry = this.metrics.get(metric)
    if (entry === undefined) {
      entry = { points: [], index: new Map() }
      this.metrics.set(metric, entry)
    }
    const { points, index } = entry
    const place = placeFor(points, time)
    const moved = points.length - place
    // @flaw Every later point moves one place: a late point costs as much as there are points behind it.
    points.splice(place, 0, { time, value })
    // @flaw One place a second, stale as soon as points move, and never taken out again.
    index.set(Math.floor(time / this.ticksPerSecond), place)
    let dropped = 0
    // @flaw A point that comes too late is dropped at once, and whoever sent it is told that it was stored.
    for (; points[0] !== undefined && points[0].time < now - this.retentionTicks; dropped++) points.shift()
    return { moved, dropped }
  }

  /** Whatever is stored, the index finds nothing. */
  query(metric: string, fn?: GuideAggregation): GuideAnswer {
    const entry = this.metrics.get(metric)
    const found = entry === undefined ? [] : pointsInRange(entry.index)
    if (fn === undefined) return { points: found, count: found.length }
    return { points: [{ time: 0, value: guideAggregate(found, fn) }], count: 1 }
  }

  /** What is stored, past the index. */
  everything(metric: string): readonly GuidePoint[] {
    return this.metrics.get(metric)?.points ?? []
  }
}

export type GuideAggregation = 'sum' | 'avg' | 'max' | 'min'

export interface GuidePoint {
  readonly time: number
  readonly value: number
}

export interface GuideAnswer {
  readonly points: readonly GuidePoint[]
  readonly count: number
}

/** The index knows positions, but nothing reads them. */
function pointsInRange(_index: ReadonlyMap<number, number>): readonly GuidePoint[] {
  // @flaw A stub: every query finds nothing, whatever is stored.
  return []
}

/**
 * 0 for no points, also as the least or the largest of them.
 *
 * @throws {RangeError} for the least or the largest of about 120,000 points or more: each is an argument of one call
 */
export function guideAggregate(points: readonly GuidePoint[], fn: GuideAggregation): number {
  if (points.length === 0) return 0
  const values = points.map(({ value }) => value)
  if (fn === 'max') return Math.max(...values)
  if (fn === 'min') return Math.min(...values)
  const sum = values.reduce((total, value) => total + value, 0)
  return fn === 'sum' ? sum : sum / points.length
}

/** Behind all points that are not later. A time that is no number compares with none and lands at the front. */
function placeFor(points: readonly GuidePoint[], time: number): number {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((points[middle] as GuidePoint).time <= time) low = middle + 1
    else high = middle
  }
  return low
}

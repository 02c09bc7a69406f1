/** Keys in [from, to) in the order of code units; null has no end. */
export interface KeyRange {
  readonly from: string
  readonly to: string | null
  readonly shard: string
}

/**
 * A key space cut into half-open ranges, each on one shard: there is no gap and no overlap, whatever the keys are
 * (Chang et al., “Bigtable”, OSDI 2006, tablets; CockroachDB and Spanner split and merge ranges alike).
 */
export class RangeMap {
  #ranges: readonly KeyRange[]

  /**
   * @param bounds where each range but the first begins, ascending
   * @throws RangeError when there is not one shard more than bounds, or the bounds do not ascend
   */
  constructor(bounds: readonly string[], shards: readonly string[]) {
    if (shards.length !== bounds.length + 1)
      throw new RangeError(`${bounds.length} bounds make ${bounds.length + 1} ranges, not ${shards.length}.`)
    for (const [index, bound] of bounds.entries())
      if (bound <= (bounds[index - 1] ?? '')) throw new RangeError(`Bounds must ascend: ${bound} does not.`)
    this.#ranges = shards.map((shard, index) => ({ from: bounds[index - 1] ?? '', to: bounds[index] ?? null, shard }))
  }

  get ranges(): readonly KeyRange[] {
    return this.#ranges
  }

  /** The range of a key, and which ranges a binary search looked at. */
  explain(key: string): { readonly range: KeyRange; readonly looked: readonly string[] } {
    const looked: string[] = []
    let [low, high] = [0, this.#ranges.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      const { from, shard } = this.#ranges[middle] as KeyRange
      looked.push(shard)
      if (key < from) high = middle - 1
      else low = middle
    }
    return { range: this.#ranges[low] as KeyRange, looked }
  }

  /** Shards whose ranges lie beside those of a shard, in the order of keys. */
  neighbours(shard: string): readonly string[] {
    const beside = this.#ranges.flatMap((each, index) =>
      each.shard === shard ? [this.#ranges[index - 1]?.shard, this.#ranges[index + 1]?.shard] : [],
    )
    return [...new Set(beside)].filter((name) => name !== undefined && name !== shard) as string[]
  }

  /** A map in which a neighbour has what was a shard's; ranges of one shard that meet become one. This one stays as it is. */
  merge(shard: string, into: string): RangeMap {
    if (!this.neighbours(shard).includes(into))
      throw new RangeError(`${into} is no neighbour of ${shard}: ranges merge only where they meet.`)
    const merged: KeyRange[] = []
    for (const each of this.#ranges) {
      const owner = each.shard === shard ? into : each.shard
      const before = merged.at(-1)
      if (before?.shard === owner) merged[merged.length - 1] = { ...before, to: each.to }
      else merged.push({ ...each, shard: owner })
    }
    return this.#with(merged)
  }

  /** A map in which the range that holds `at` ends there and what follows belongs to another shard. This one stays as it is. */
  split(at: string, shard: string): RangeMap {
    const { range } = this.explain(at)
    if (at === range.from) throw new RangeError(`A range cannot be split at its beginning, ${at}.`)
    const behind: KeyRange = { from: at, to: range.to, shard }
    return this.#with(this.#ranges.flatMap((each) => (each === range ? [{ ...each, to: at }, behind] : [each])))
  }

  #with(ranges: readonly KeyRange[]): RangeMap {
    const map = new RangeMap([], [''])
    map.#ranges = ranges
    return map
  }
}

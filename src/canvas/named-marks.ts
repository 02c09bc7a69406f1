import type { Trace } from '../../workers/trace/trace'

/** Where the marks of some names stand in a trace, kept up as the trace grows: the last one before a moment is a search. */
export class NamedMarks {
  private readonly indices: number[] = []
  private scanned = 0
  private cuts = 0

  constructor(
    private readonly trace: Trace,
    private readonly names: ReadonlySet<string>,
  ) {}

  /** Index of the last such mark on `node` among the first `marks` of the run, or -1. */
  last(node: number, marks: number): number {
    const found = this.all()
    for (let place = below(found, marks) - 1; place >= 0; place--) {
      const index = found[place] as number
      if (this.trace.markNodeOf(index) === node) return index
    }
    return -1
  }

  /** How many such marks there are within the first `count` events. */
  number(count: number): number {
    return below(this.all(), this.trace.marksSet(count))
  }

  /** Index in the trace of the mark at `place` among those counted by `number`. */
  at(place: number): number {
    return this.all()[place] as number
  }

  private all(): readonly number[] {
    const { trace, indices } = this
    if (trace.cuts !== this.cuts) {
      this.cuts = trace.cuts
      this.scanned = 0
      indices.length = 0
    }
    for (; this.scanned < trace.markCount; this.scanned++)
      if (this.names.has(trace.markNameOf(this.scanned))) indices.push(this.scanned)
    return indices
  }
}

/** How many of the sorted values are < `value`. */
function below(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

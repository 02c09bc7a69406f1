/**
 * When to send a second copy of a call: after the time that a share of recent calls did not exceed (Dean and Barroso,
 * "The Tail at Scale", CACM 56, 2013: at the 95th percentile, about 5 % more calls). Only answered calls are known, so
 * the delay follows the service.
 */
export class HedgeDelay {
  private readonly recent: number[] = []
  private readonly sorted: number[] = []
  private next = 0

  /**
   * @param percent which percentile of recent times is waited, above 0 and below 100
   * @param size how many recent times are remembered; before half of them are known nothing is hedged
   * @throws RangeError when one of them is out of its range
   */
  constructor(
    readonly percent: number,
    readonly size: number,
  ) {
    if (!(percent > 0 && percent < 100)) throw new RangeError(`A percentile lies between 0 and 100, not at ${percent}.`)
    if (!(Number.isInteger(size) && size >= 2)) throw new RangeError(`At least 2 times are remembered, not ${size}.`)
  }

  /** The wait before a second copy, by nearest rank, or null while too little is known. */
  get delayMicros(): number | null {
    const { sorted, percent, size } = this
    if (sorted.length * 2 < size) return null
    return sorted[Math.ceil((percent * sorted.length) / 100) - 1] as number
  }

  /** A call was answered after this time. */
  observe(tookMicros: number): void {
    const { recent, sorted } = this
    if (recent.length === this.size) sorted.splice(firstAtLeast(sorted, recent[this.next] as number), 1)
    recent[this.next] = tookMicros
    this.next = (this.next + 1) % this.size
    sorted.splice(firstAtLeast(sorted, tookMicros), 0, tookMicros)
  }
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

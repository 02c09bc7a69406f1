export interface EpochStart {
  readonly epoch: number
  /** Position of its first change. */
  readonly from: number
}

/**
 * Which epoch made which part of a log, as the leader epochs of Kafka (KIP-101): two logs that have the same epoch at a
 * position are the same up to there, since an epoch has one primary.
 */
export class EpochHistory {
  readonly #starts: EpochStart[] = []

  /** A change of this epoch stands at this position; nothing stands behind it. */
  wrote(epoch: number, position: number): void {
    if (epoch !== this.last) this.#starts.push({ epoch, from: position })
  }

  /** Epoch of the last change; 0 before the first. */
  get last(): number {
    return this.#starts.at(-1)?.epoch ?? 0
  }

  /** Epoch of the change at a position of the log; 0 before the first. */
  at(position: number): number {
    return this.#starts.findLast(({ from }) => from <= position)?.epoch ?? 0
  }

  /** First position of the epoch that stands at a position. */
  startAt(position: number): number {
    return this.#starts.findLast(({ from }) => from <= position)?.from ?? 0
  }

  /** The log now ends at this position. */
  truncate(position: number): void {
    while ((this.#starts.at(-1)?.from ?? 0) > position) this.#starts.pop()
  }
}

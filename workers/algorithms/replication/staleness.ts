/**
 * How stale the answers of a replica can be: the time since it last heard from its primary and had everything. It grows
 * while the replica is cut off, unlike a lag that the replica tells of what it knows.
 */
export class StalenessBound {
  #caughtUpAt: number

  constructor(nowMicros: number) {
    this.#caughtUpAt = nowMicros
  }

  /** A message that its primary sent at this moment says that the replica has everything up to then. */
  caughtUp(asOfMicros: number): void {
    this.#caughtUpAt = Math.max(this.#caughtUpAt, asOfMicros)
  }

  at(nowMicros: number): number {
    return nowMicros - this.#caughtUpAt
  }
}

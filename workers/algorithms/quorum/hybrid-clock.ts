import type { Stamp } from './stamp'

/**
 * A hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", OPODIS 2014): as near to the wall clock as it can be,
 * and always after everything that it has seen. It cannot know of what it has not seen: of two writers that never
 * hear of each other, the one with the slow clock seems to be first.
 */
export class HybridClock {
  #time = 0
  #count = 0

  constructor(private readonly name: string) {}

  /** The stamp of a new event, after all stamps before. @param wall the clock on the wall, in microseconds */
  next(wall: number): Stamp {
    if (wall > this.#time) {
      this.#time = wall
      this.#count = 0
    } else this.#count++
    return { time: this.#time, count: this.#count, by: this.name }
  }

  /** A stamp of somebody else is seen: what comes next is after it. */
  sees({ time, count }: Stamp): void {
    if (time > this.#time) {
      this.#time = time
      this.#count = count
    } else if (time === this.#time) this.#count = Math.max(this.#count, count)
  }
}

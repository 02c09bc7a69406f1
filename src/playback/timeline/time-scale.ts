import { ticks } from 'd3'
import type { TimeRange } from './time-range'

/** Simulated time across the width of the timeline. d3's own linear scale would bring colours and number formats along. */
export class TimeScale {
  readonly microsPerPixel: number

  constructor(
    private readonly range: TimeRange,
    readonly width: number,
  ) {
    this.microsPerPixel = (range.to - range.from) / width
  }

  /** Pixels from the left edge; outside the width for a moment out of sight. */
  x(micros: number): number {
    return (micros - this.range.from) / this.microsPerPixel
  }
  micros(x: number): number {
    return this.range.from + x * this.microsPerPixel
  }
  /** About `count` round moments in sight. */
  ticks(count: number): number[] {
    return ticks(this.range.from, this.range.to, count)
  }
}

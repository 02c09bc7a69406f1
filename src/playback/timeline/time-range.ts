/** The part of the run that the timeline shows, in simulated microseconds. */
export interface TimeRange {
  readonly from: number
  readonly to: number
}

/** Closer than this nothing can be told apart. */
export const SHORTEST_RANGE = 200

/** Zooms by a factor (below 1: closer) and keeps `around` where it is on the screen, within the run. */
export function zoomAround(range: TimeRange, around: number, factor: number, horizon: number): TimeRange {
  const span = range.to - range.from
  const next = Math.min(horizon, Math.max(Math.min(SHORTEST_RANGE, horizon), span * factor))
  const share = (around - range.from) / span
  return within({ from: around - share * next, to: around + (1 - share) * next }, horizon)
}

/** Moves the range by a span of time, as far as the run goes. */
export function panBy(range: TimeRange, micros: number, horizon: number): TimeRange {
  return within({ from: range.from + micros, to: range.to + micros }, horizon)
}

/** The same zoom, moved so that a moment is in sight; the same object when it is already. */
export function reveal(range: TimeRange, micros: number, horizon: number): TimeRange {
  if (micros >= range.from && micros <= range.to) return range
  const span = range.to - range.from
  const from = micros - span * (micros > range.to ? 0.1 : 0.9)
  return within({ from, to: from + span }, horizon)
}

function within({ from, to }: TimeRange, horizon: number): TimeRange {
  const span = Math.min(to - from, horizon)
  const start = Math.min(Math.max(0, from), horizon - span)
  return { from: start, to: start + span }
}

/** The roundest moment that looks the same on the screen: steps of 1, 2 or 5 that are no wider than one pixel. */
export function snap(micros: number, microsPerPixel: number): number {
  let power = 1
  while (power * 10 <= microsPerPixel) power *= 10
  const step = power * ([5, 2].find((each) => each * power <= microsPerPixel) ?? 1)
  return Math.round(micros / step) * step
}

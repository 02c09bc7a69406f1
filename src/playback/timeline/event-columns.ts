import type { MarkTone } from '../../../workers/protocol'
import type { Trace } from '../../../workers/trace/trace'
import type { TimeRange } from './time-range'

/** Width of one column of ticks, in pixels. */
export const COLUMN = 2

/** How many marks of each tone, and failed requests, fall into each column of pixels. */
export interface EventColumns {
  readonly neutral: Uint32Array
  readonly good: Uint32Array
  readonly attention: Uint32Array
  /** Bad marks, and requests that failed. */
  readonly bad: Uint32Array
}

/** Adds up a range of the run by columns, so that a million marks draw as fast as ten and none of them is lost. */
export function eventColumns(trace: Trace, range: TimeRange, width: number): EventColumns {
  const length = Math.max(1, Math.ceil(width / COLUMN))
  const columns = {
    neutral: new Uint32Array(length),
    good: new Uint32Array(length),
    attention: new Uint32Array(length),
    bad: new Uint32Array(length),
  }
  const scale = length / (range.to - range.from)
  const add = (tone: MarkTone, micros: number): void => {
    const column = Math.min(length - 1, Math.floor((micros - range.from) * scale))
    columns[tone][column] = (columns[tone][column] as number) + 1
  }
  const first = trace.countBefore(range.from)
  const last = trace.countAt(range.to)
  const lastMark = trace.marksSet(last)
  for (let mark = trace.marksSet(first); mark < lastMark; mark++)
    add(trace.markToneOf(mark), trace.eventMicros(trace.markEventOf(mark)))
  const lastEnd = trace.requestsEnded(last)
  for (let order = trace.requestsEnded(first); order < lastEnd; order++) {
    const request = trace.endedRequestAt(order)
    if (trace.requestCauseOf(request) !== '') add('bad', trace.requestEndMicros(request))
  }
  return columns
}

const HEIGHTS: Readonly<Record<MarkTone, readonly [least: number, most: number]>> = {
  neutral: [3, 7],
  good: [5, 8],
  attention: [7, 10],
  bad: [9, 14],
}

/** The ticks of one tone as a path that stands on `base`; a fuller column is a taller tick, up to the tone's height. */
export function tickPath(counts: Uint32Array, tone: MarkTone, base: number): string {
  const [least, most] = HEIGHTS[tone]
  let fullest = 1
  for (const count of counts) fullest = Math.max(fullest, count)
  let path = ''
  for (let column = 0; column < counts.length; column++) {
    const count = counts[column] as number
    if (count === 0) continue
    const height = fullest === 1 ? least : least + ((most - least) * (count - 1)) / (fullest - 1)
    path += `M${column * COLUMN + 0.75} ${base}v${-height.toFixed(1)}`
  }
  return path
}

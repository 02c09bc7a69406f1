import { ArrivalProcess } from '../../components/workload'
import type { RandomStream } from '../../kernel/random'
import { MICROS_PER_SECOND, type Micros } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import type { Traffic } from './meta-traffic'

/** Requests of one client: gaps between them, the first from the start. A gap of Infinity is the end. */
export interface Gaps {
  nextGap(): Micros
}

/** Every third window has a burst around its end, so that the windows between are quiet. */
const BOUNDARY_EVERY = 3
/** The herd comes after three tenths of the first window, a request every 100 µs. */
const HERD_AT = 0.3
const HERD_GAP: Micros = 100

/**
 * @param share of all requests that this client sends
 * @param leadMicros how long a request travels to the limiter: bursts around an edge leave that much earlier
 */
export function createGaps(values: Values, share: number, stream: RandomStream, leadMicros: Micros): Gaps {
  const traffic = values.text<Traffic>('traffic')
  const windowMicros = values.number('window')
  switch (traffic) {
    case 'boundary':
      return gapsBetween(aroundEdges(values.number('limit'), windowMicros, leadMicros))
    case 'late-burst':
      return gapsBetween(lateBursts(values.number('limit'), windowMicros, leadMicros))
    case 'herd':
      return gapsBetween(herd(Math.round(values.number('herd') * share), Math.round(windowMicros * HERD_AT)))
    case 'poll':
      return new ArrivalProcess('steady', MICROS_PER_SECOND / values.number('poll'), stream)
    default:
      return new ArrivalProcess(traffic, values.number('rps') * share, stream)
  }
}

function gapsBetween(moments: Iterator<Micros>): Gaps {
  let latest = 0
  return {
    nextGap() {
      const next = moments.next()
      if (next.done) return Number.POSITIVE_INFINITY
      const gap = next.value - latest
      latest = next.value
      return gap
    },
  }
}

/** `limit` requests in the tenth of a window before an edge, and `limit` in the tenth after it. */
function* aroundEdges(limit: number, windowMicros: Micros, leadMicros: Micros): Generator<Micros, void> {
  const gap = Math.floor(windowMicros / 10 / limit)
  for (let edge = windowMicros; ; edge += BOUNDARY_EVERY * windowMicros)
    for (let index = -limit; index < limit; index++) yield Math.max(0, edge + index * gap - leadMicros)
}

/** `limit` requests in the last hundredth before an edge, and four times as many through the window after it. */
function* lateBursts(limit: number, windowMicros: Micros, leadMicros: Micros): Generator<Micros, void> {
  const early = Math.max(1, Math.floor(windowMicros / 100 / limit))
  const late = Math.floor(windowMicros / 4 / limit)
  for (let edge = windowMicros; ; edge += BOUNDARY_EVERY * windowMicros)
    for (let index = -limit; index < 4 * limit; index++)
      yield Math.max(0, edge + index * (index < 0 ? early : late) - leadMicros)
}

function* herd(count: number, at: Micros): Generator<Micros, void> {
  for (let index = 0; index < count; index++) yield at + index * HERD_GAP
}

import type { RandomStream } from '../kernel/random'
import { MICROS_PER_SECOND, type Micros } from '../kernel/time'
import type { Option, Values } from '../scenario/parameters'
import { ArrivalProcess, type Arrivals } from './workload'

/** How requests come to a limiter: arrivals of every system, and those that find its worst case. */
export type Traffic = Arrivals | 'boundary' | 'late-burst' | 'poll' | 'herd'

export const TRAFFIC: readonly Option[] = [
  { id: 'steady', label: 'Steady', help: 'Equal gaps between requests.' },
  { id: 'poisson', label: 'Poisson', help: 'Independent arrivals at a constant mean rate.' },
  { id: 'bursts', label: 'Bursts', help: 'Groups of 20 requests at once; the groups arrive as Poisson.' },
  {
    id: 'boundary',
    label: 'Around an edge',
    help: 'The limit just before a window ends and the limit just after, every third window.',
  },
  {
    id: 'late-burst',
    label: 'Late burst',
    help: 'The limit just before a window ends, then steady asking through the next, every third window.',
  },
  { id: 'poll', label: 'Polling', help: 'A greedy client asks again and again after the same time.' },
  { id: 'herd', label: 'Herd', help: 'Many requests at one moment, and again whenever they are told to come back.' },
]

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

/** Where the lanes of the timeline lie, in pixels from its top. */
export interface Layout {
  /** Width of the column of names at the left. */
  readonly names: number
  readonly right: number
  /** Names of interventions and breaches. */
  readonly handles: { readonly top: number; readonly height: number }
  readonly load: Lane
  readonly latency: Lane
  /** Null for a system in which nothing queues. */
  readonly queue: Lane | null
  readonly events: Lane
  /** Top of the time axis. */
  readonly axis: number
  readonly height: number
}

export interface Lane {
  readonly top: number
  readonly bottom: number
}

/** Height of the lane of queues with the space above it: without one, what is below moves up. */
const QUEUE_WIDE = 26
const QUEUE_NARROW = 22

/** @param hasQueues whether anything queues in the system */
export function layoutOf(isNarrow: boolean, hasQueues: boolean): Layout {
  const by = hasQueues ? 0 : -(isNarrow ? QUEUE_NARROW : QUEUE_WIDE)
  const lane = ({ top, bottom }: Lane): Lane => ({ top: top + by, bottom: bottom + by })
  const full = isNarrow ? NARROW : WIDE
  if (hasQueues) return full
  return { ...full, queue: null, events: lane(full.events), axis: full.axis + by, height: full.height + by }
}

const WIDE: Layout = {
  names: 76,
  right: 18,
  handles: { top: 0, height: 20 },
  load: { top: 24, bottom: 62 },
  latency: { top: 70, bottom: 104 },
  queue: { top: 111, bottom: 130 },
  events: { top: 135, bottom: 151 },
  axis: 153,
  height: 172,
}

const NARROW: Layout = {
  names: 78,
  right: 10,
  handles: { top: 0, height: 20 },
  load: { top: 22, bottom: 48 },
  latency: { top: 54, bottom: 80 },
  queue: { top: 86, bottom: 102 },
  events: { top: 109, bottom: 123 },
  axis: 125,
  height: 146,
}

/** Where the lanes of the timeline lie, in pixels from its top. */
export interface Layout {
  /** Width of the column of names at the left. */
  readonly names: number
  readonly right: number
  /** Names of interventions and breaches. */
  readonly handles: { readonly top: number; readonly height: number }
  readonly load: Lane
  readonly latency: Lane
  readonly events: Lane
  /** Top of the time axis. */
  readonly axis: number
  readonly height: number
}

export interface Lane {
  readonly top: number
  readonly bottom: number
}

export const WIDE: Layout = {
  names: 76,
  right: 18,
  handles: { top: 0, height: 20 },
  load: { top: 24, bottom: 64 },
  latency: { top: 72, bottom: 108 },
  events: { top: 112, bottom: 128 },
  axis: 130,
  height: 150,
}

export const NARROW: Layout = {
  names: 78,
  right: 10,
  handles: { top: 0, height: 20 },
  load: { top: 22, bottom: 50 },
  latency: { top: 56, bottom: 82 },
  events: { top: 89, bottom: 103 },
  axis: 105,
  height: 126,
}

import type { Span } from '../trace/span-difference'

/** Where a person is looking: what a link carries besides the scenario. It never reaches a run. */
export interface Look {
  /** The playhead in whole simulated microseconds. */
  readonly micros: number
  /** The event count, when the playhead stands between events of one moment; null: all events of the moment happened. */
  readonly count: number | null
  /** How many marks of the last event are shown, when the playhead stands among them; null: all of them. */
  readonly step: number | null
  /** The preset from which the person set out; a link tells the differences from it. Null: from the defaults. */
  readonly preset: string | null
  /** The first digits of the digest that the run had, to tell when it no longer replays alike; null: not known. */
  readonly digest: string | null
  /** The step of the system's lesson that is open; null: none. */
  readonly lesson: string | null
  /** The request whose story is told, by its id from 1; null: none. */
  readonly request: number | null
  /** The part of the run that is asked about; null: none. */
  readonly span: Span | null
  /** The node that is looked into, by its name; null: none. */
  readonly node: string | null
}

export const START: Look = {
  micros: 0,
  count: null,
  step: null,
  preset: null,
  digest: null,
  lesson: null,
  request: null,
  span: null,
  node: null,
}

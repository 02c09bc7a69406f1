/**
 * A scenario decides a run completely: the same scenario gives the same trace, event for event, in every engine.
 * It is plain data. Everything that a person changes on the page changes a scenario; nothing else reaches a run.
 */
export interface Scenario {
  /** The folder name of the system, for instance `load-balancer`. */
  readonly system: string
  /** The id of one of the system's variants. */
  readonly variant: string
  /** A value for every parameter of the system, checked against its range. */
  readonly values: ParameterValues
  /** Seed of every random stream: an integer from 0 to 2^32 − 1. */
  readonly seed: number
  /** The run ends at this moment, in simulated microseconds. */
  readonly horizonMicros: number
  /** What is done to the system and when, in order of time. */
  readonly script: readonly Intervention[]
}

export type ParameterValue = number | string | boolean
export type ParameterValues = Readonly<Record<string, ParameterValue>>

/**
 * One timed entry of the script. `at` is in simulated microseconds. Entries at one moment happen in the order of the
 * script. `link` names both directions between two nodes.
 */
export type Intervention = { readonly at: number } & (
  | { readonly kind: 'crash' | 'restart'; readonly node: string }
  | { readonly kind: 'pause'; readonly node: string; readonly forMicros: number }
  | { readonly kind: 'slow'; readonly node: string; readonly factor: number }
  | { readonly kind: 'cut' | 'heal'; readonly link: LinkEnds }
  | { readonly kind: 'delay'; readonly link: LinkEnds; readonly extraMicros: number }
  | { readonly kind: 'drop'; readonly link: LinkEnds; readonly percent: number }
  | { readonly kind: 'set'; readonly parameter: string; readonly value: ParameterValue }
  | { readonly kind: 'act'; readonly action: string; readonly target: string | null }
)

export type InterventionKind = Intervention['kind']
export type LinkEnds = readonly [a: string, b: string]

/** Bounds that hold for every scenario, wherever it comes from. */
export const SCENARIO_LIMITS = {
  maxSeed: 0xffff_ffff,
  minHorizonMicros: 1_000,
  maxHorizonMicros: 3_600_000_000,
  maxScript: 200,
  maxSlowFactor: 1_000,
  maxPauseMicros: 600_000_000,
  maxExtraMicros: 60_000_000,
} as const

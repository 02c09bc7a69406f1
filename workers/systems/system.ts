/** What a folder in systems/ provides. `meta`, `view`, `claims` and `lesson` also run on the page; `model` only in the worker. */
import type { World } from '../network/world'
import type { NodeInfo, Topology } from '../protocol'
import type { Option, Parameter, Values } from '../scenario/parameters'
import type { ParameterValue, Scenario } from '../scenario/scenario'
import type { Trace } from '../trace/trace'
import type { Backdrop } from './backdrop'
import type { Glyph } from './glyphs'

/** Default export of `meta.ts`. */
export interface SystemMeta {
  /** Equals the folder's name. */
  readonly id: string
  readonly title: string
  /** The question that the gallery asks. */
  readonly question: string
  /** One or two sentences: what happens here. Searched by the gallery. */
  readonly summary: string
  /** The guide's section, a heading of the gallery. */
  readonly section: GuideSection
  readonly tags: readonly string[]
  /** Raised by hand when the model changes what a link replays. */
  readonly revision: number
  readonly horizonMicros: number
  readonly seed: number
  readonly variants: readonly Variant[]
  readonly parameters: readonly Parameter[]
  readonly actions: readonly Action[]
  readonly presets: readonly Preset[]
  /** What the gallery's card shows: `node` at the moment where `preset` opens, taken from a real run. */
  readonly picture: { readonly preset: string; readonly node: string }
}

export type GuideSection = 'Fundamentals' | 'API design' | 'Security' | 'Microservices' | 'Interview questions'

export interface Variant extends Option {
  readonly help: string
  /** The guide's own version, shown to fail where it fails. */
  readonly asInGuide?: boolean
}

/** Something a user can do to a node of this system beyond the general faults. The first word of its link text is `id`. */
export interface Action {
  readonly id: string
  readonly label: string
  readonly help: string
  /** Kind of node it is offered on; its name becomes the target. */
  readonly on: string
}

/** A ready moment that shows one phenomenon, and the claims that it really does. */
export interface Preset {
  readonly id: string
  readonly title: string
  /** A few words over this moment and those after it, up to the next that has some: what they are about. */
  readonly topic?: string
  /** One or two sentences: what to watch. */
  readonly watch: string
  readonly variant?: string
  readonly values?: Readonly<Record<string, ParameterValue>>
  readonly script?: Scenario['script']
  readonly seed?: number
  readonly horizonMicros?: number
  /** Where the playhead opens, in simulated microseconds. */
  readonly openAt?: number
  /** Ids of the claims (in `claims.ts`) that this preset keeps. */
  readonly claims: readonly string[]
  /** Names of the checks that this preset breaks on purpose: exactly these fail in its run. @default none */
  readonly breaks?: readonly string[]
}

/** Default export of `claims.ts`: claims by id. */
export type Claims = Readonly<Record<string, Claim>>

export interface Claim {
  /** What is promised, as a sentence, with its tolerance where it has one. */
  readonly sentence: string
  /** Measures a finished run. */
  measure(trace: Trace, values: Values, scenario: Scenario): Verdict
}

export interface Verdict {
  readonly holds: boolean
  /** What this run shows, with units, for instance `mean 5.58 ms against 5.66 ms by theory`. */
  readonly measured: string
}

/** Default export of `model.ts`. */
export interface SystemModel {
  /** Builds nodes, links, workload, action handlers and checks in a new world. */
  build(world: World, variant: string, values: Values): void
}

/** Default export of `view.ts`: how the system is drawn. Data and pure functions, no JSX. */
export interface SystemView {
  /** Centre of each node in canvas units; the page scales the whole picture to fit. `narrow`: top to bottom. */
  place(topology: Topology, narrow: boolean): Readonly<Record<string, Point>>
  glyph(node: NodeInfo, values: Values): Glyph
  /** Every type of glyph that `glyph` answers: the page fetches only what draws these. */
  readonly glyphs: readonly Glyph['type'][]
  /** What is drawn behind them, if anything. */
  backdrop?(narrow: boolean, topology: Topology): Backdrop | null
  /** The name under which a node is shown, for instance `load balancer`. Defaults to the node's own name. */
  title?(node: NodeInfo, variant: Variant): string
}

export interface Point {
  readonly x: number
  readonly y: number
}

/**
 * Every type that crosses the thread between the page and the simulation worker. Bulk data are typed-array columns,
 * transferred and not cloned; the rest is small plain data.
 */
import type { Scenario } from './scenario/scenario'

/** Raised by hand when a change of the engine changes the trace of an unchanged model. Part of every link. */
export const ENGINE_REVISION = 3

export interface SessionApi {
  /**
   * Starts a run and drops the one before it. If the run before it went to this page too, the part on which both agree
   * is not sent again: `advance` says up to where the old trace is still true.
   */
  open(scenario: Scenario): Promise<Opened>
  /** Runs on for at most `budget` agenda entries and answers what was recorded. A finished run answers an empty chunk. */
  advance(run: number, budget: number): Promise<Chunk>
  /** Runs a second copy to just after `event` and tells what the processes of `node` wait for there. */
  inspect(run: number, event: number, node: string): Promise<Inspection>
}

export interface Opened {
  readonly run: number
  readonly engineRevision: number
  readonly topology: Topology
  /** Names of all checks of the run, in the order in which they look. */
  readonly checks: readonly string[]
}

export interface Topology {
  readonly nodes: readonly NodeInfo[]
  readonly links: readonly LinkInfo[]
}

export interface NodeInfo {
  readonly name: string
  /** The component that runs there, for instance `load-balancer`. */
  readonly kind: string
}

/** A directed path between two nodes, by their index in `Topology.nodes`. */
export interface LinkInfo {
  readonly from: number
  readonly to: number
}

/** How a run stands after a chunk. Reaching a bound is a normal end that says which bound it was. */
export type RunStatus =
  | { readonly kind: 'running' }
  | { readonly kind: 'finished'; readonly sentence: string; readonly reason: EndReason }
  | { readonly kind: 'broken'; readonly sentence: string }

/** `idle`: nothing is left to happen. The rest are bounds. */
export type EndReason = 'idle' | 'horizon' | 'hops' | 'instant'

export const NO_HOP = 0xffff_ffff
/** Not settled yet, or not ended yet. */
export const NO_EVENT = 0xffff_ffff
/** Work that no client asked for, such as health probes. Requests count from 1. */
export const NO_REQUEST = 0

export const HopKind = { request: 0, answer: 1, failure: 2 } as const
export type HopKind = (typeof HopKind)[keyof typeof HopKind]

/**
 * What became of a hop. `late`: it arrived, but nobody waited for it any more. `refused`: the node was down.
 * `lost`: dropped or cut on the way; the record's due time is then the moment of the loss.
 */
export const Fate = { flying: 0, delivered: 1, lost: 2, refused: 3, late: 4 } as const
export type Fate = (typeof Fate)[keyof typeof Fate]

/**
 * What was recorded since the last chunk. An *event* of the trace is one entry of the agenda that recorded anything;
 * events count from 0 and every record carries the event it belongs to. Names are interned: `strings` lists those that
 * are new. All columns of a group have the same length.
 */
export interface Chunk {
  readonly run: number
  /** Index of the first event in `eventAt`. Whatever the page holds from this event on is no longer true. */
  readonly firstEvent: number
  /** Nothing to append yet: up to `firstEvent` the run agrees with the trace that the page still has. */
  readonly agreeing: boolean
  readonly status: RunStatus
  /** Simulated time reached, in microseconds. */
  readonly reachedMicros: number
  /** One digest for each whole block of `DIGEST_BLOCK` events since the last chunk. */
  readonly blockDigests: readonly string[]
  /** The digest of the whole run; only when it has ended. */
  readonly digest: string | null

  readonly eventAt: Float64Array<ArrayBuffer>
  readonly hops: HopColumns
  readonly settles: SettleColumns
  readonly requests: RequestColumns
  readonly ends: EndColumns
  readonly gauges: GaugeColumns
  readonly facts: readonly FactRecord[]
  readonly marks: MarkColumns
  readonly stages: StageColumns
  readonly breaches: readonly BreachRecord[]

  /** Index of the first entry of each table below in the page's table; longer tables are cut to it first. */
  readonly tables: {
    readonly strings: Table<string>
    readonly slots: Table<Slot>
    readonly templates: Table<MarkTemplate>
  }
  /** Index of the first hop and the first request of this chunk. Requests count from 1. */
  readonly firstHop: number
  readonly firstRequest: number
}

export interface Table<T> {
  readonly first: number
  readonly entries: readonly T[]
}

/** Events in one block of the rolling digest. */
export const DIGEST_BLOCK = 256

/** Hops in order of sending; a hop's number is its place in this order over the whole run. */
export interface HopColumns {
  readonly sentEvent: Uint32Array<ArrayBuffer>
  readonly dueMicros: Float64Array<ArrayBuffer>
  /** Link index × 4 + `HopKind`. */
  readonly linkAndKind: Uint32Array<ArrayBuffer>
  readonly request: Uint32Array<ArrayBuffer>
  /** The hop whose arrival led to this one, or `NO_HOP`. */
  readonly cause: Uint32Array<ArrayBuffer>
  /** String: what the message says, for instance `GET /cart` or `503 queue full`. */
  readonly label: Uint32Array<ArrayBuffer>
  /** Size on the wire. */
  readonly bytes: Uint32Array<ArrayBuffer>
}

export interface SettleColumns {
  readonly hop: Uint32Array<ArrayBuffer>
  readonly event: Uint32Array<ArrayBuffer>
  /** `Fate`. */
  readonly fate: Uint32Array<ArrayBuffer>
}

/** Requests in order of their start; a request's number is its place in this order, from 1. */
export interface RequestColumns {
  readonly event: Uint32Array<ArrayBuffer>
  /** Index of the node that asks. */
  readonly node: Uint32Array<ArrayBuffer>
  readonly label: Uint32Array<ArrayBuffer>
}

/** How requests ended: `cause` is string 0 (empty) for success, otherwise the one stated cause, `by` the node it names. */
export interface EndColumns {
  readonly request: Uint32Array<ArrayBuffer>
  readonly event: Uint32Array<ArrayBuffer>
  readonly cause: Uint32Array<ArrayBuffer>
  readonly by: Uint32Array<ArrayBuffer>
}

/** A number of a node's reading took a new value. */
export interface GaugeColumns {
  readonly event: Uint32Array<ArrayBuffer>
  readonly slot: Uint32Array<ArrayBuffer>
  readonly value: Float64Array<ArrayBuffer>
}

/** The name of one value in the reading of one node. */
export interface Slot {
  readonly node: number
  readonly key: string
}

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

/** A part of a node's reading that is not a number took a new value. */
export interface FactRecord {
  readonly event: number
  readonly slot: number
  readonly value: Plain
}

/**
 * The form of a mark: its name, its sentence with `{places}`, and the type of each place. `number` takes one argument;
 * `text` a string index; the lists take their length and then their items; `plain` a string index of JSON text.
 */
export interface MarkTemplate {
  readonly name: string
  readonly tone: MarkTone
  readonly sentence: string
  readonly places: readonly { readonly key: string; readonly type: PlaceType }[]
}

export type MarkTone = 'neutral' | 'good' | 'bad' | 'attention'
export type PlaceType = 'number' | 'text' | 'numbers' | 'texts' | 'plain'

export interface MarkColumns {
  readonly event: Uint32Array<ArrayBuffer>
  readonly node: Uint32Array<ArrayBuffer>
  readonly template: Uint32Array<ArrayBuffer>
  readonly request: Uint32Array<ArrayBuffer>
  /** Arguments of all marks, one after another, as their templates say. */
  readonly args: Float64Array<ArrayBuffer>
}

/**
 * What a request does at a node between messages. `queued`: it waits for a worker. `started`: a worker takes it from the
 * queue; one that finds a free worker has no stage of its own. `slept`: it lets time pass, for instance before a retry.
 * `gaveUp`: it does not wait any longer for an answer.
 */
export const Stage = { queued: 0, started: 1, slept: 2, gaveUp: 3 } as const
export type Stage = (typeof Stage)[keyof typeof Stage]

export interface StageColumns {
  readonly event: Uint32Array<ArrayBuffer>
  readonly request: Uint32Array<ArrayBuffer>
  /** The message whose arrival led here or `NO_HOP`; for `gaveUp` the message that got no answer in time. */
  readonly hop: Uint32Array<ArrayBuffer>
  /** Node index × 4 + `Stage`. */
  readonly nodeAndStage: Uint32Array<ArrayBuffer>
  /** `queued`: place in the queue from 1. `slept`: for how many microseconds. */
  readonly amount: Uint32Array<ArrayBuffer>
}

/** A check failed: the first breach of each check is recorded. */
export interface BreachRecord {
  readonly event: number
  readonly check: string
  readonly sentence: string
}

export interface Inspection {
  readonly node: string
  readonly waits: readonly ProcessWait[]
}

export interface ProcessWait {
  /** What the process does, for instance `handle GET /cart`. */
  readonly process: string
  readonly request: number
  /** What it waits for, for instance `answer of s2 to GET /cart`. */
  readonly waitsFor: string
  readonly sinceMicros: number
}

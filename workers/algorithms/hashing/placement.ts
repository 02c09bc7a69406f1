/**
 * Decides which node owns a key. All members of the family answer to this one interface, so that a system can
 * swap them and a picture can explain them.
 *
 * A placement without nodes has nowhere to put a key: `locate` and `explain` then answer `null`, they do not throw.
 * For the same nodes and key `explain(key).node` is always `locate(key)`.
 */
export interface Placement {
  /** Names of the nodes, in the order in which they were added. */
  readonly nodes: readonly string[]
  /** The node that owns the key, or `null` when there is no node. */
  locate(key: string): string | null
  /** The steps that lead to `locate(key)`, as plain data, or `null` when there is no node. */
  explain(key: string): PlacementSteps | null
  /**
   * Adds a node; adding a name again changes its weight.
   * @param weight share relative to the others, 1 unless given; modulo, jump and the guide's ring know no weights
   * and ignore it
   * @throws RangeError when the weight is not a number the placement can honour
   */
  add(node: string, weight?: number): void
  /** Removes a node; an unknown name changes nothing. */
  remove(node: string): void
}

/** What a placement looked at before it answered, one shape for each way of deciding. */
export type PlacementSteps =
  | ModuloSteps
  | RingSteps
  | BoundedLoadSteps
  | RendezvousSteps
  | JumpSteps
  | MaglevSteps
  | SlotSteps

interface Steps {
  readonly key: string
  /** The answer. */
  readonly node: string
}

/** The remainder of the key's hash by the number of nodes. */
export interface ModuloSteps extends Steps {
  readonly kind: 'modulo'
  readonly hash: number
  readonly nodeCount: number
  /** `hash mod nodeCount`, the index into the nodes. */
  readonly index: number
}

/** One point of a ring: replica number `replica` of a node stands at `hash`. */
export interface RingPoint {
  readonly hash: number
  readonly node: string
  readonly replica: number
}

/** A point that a lookup compared with the key's hash. */
export interface ComparedPoint extends RingPoint {
  /** Position among the sorted points. */
  readonly index: number
  /** Whether the point lies before the key's hash, so that the lookup goes on. */
  readonly isBefore: boolean
}

/** The first point at or after the key's hash, clockwise. */
export interface RingSteps extends Steps {
  readonly kind: 'ring'
  readonly hash: number
  /** Size of the hash space: the ring closes at this value. */
  readonly space: number
  readonly pointCount: number
  /** Where the search began: the bucket of the hash, or `null` when the ring is scanned from its start. */
  readonly bucket: BucketProbe | null
  /** How many points were compared in all. */
  readonly comparisons: number
  /** The compared points in order; of a long scan only the last `comparedShown`. */
  readonly compared: readonly ComparedPoint[]
  /** The point that decides, with its position among the sorted points. */
  readonly point: RingPoint & { readonly index: number }
  /** Whether the hash lies after the last point, so that the first one takes it. */
  readonly isWrapped: boolean
  /** Points that this one lookup hashes and sorts: 0 for a ring that is kept. */
  readonly pointsBuilt: number
}

/** How many compared points a `RingSteps` lists at most. */
export const comparedShown = 16

/** Probe of the bucket index: bucket `index` of `count` starts at point `firstPoint`. */
export interface BucketProbe {
  readonly index: number
  readonly count: number
  readonly firstPoint: number
}

/** The walk along the ring until a node has room. */
export interface BoundedLoadSteps extends Steps {
  readonly kind: 'bounded-load'
  readonly hash: number
  /** Whether the key has its place already; the walk is then the one that leads there. */
  readonly isHeld: boolean
  /** The nodes in the order in which the walk meets them, the last one is the answer. */
  readonly walk: readonly {
    readonly node: string
    readonly load: number
    readonly capacity: number
    readonly isFull: boolean
  }[]
}

/** The node with the highest score for the key. */
export interface RendezvousSteps extends Steps {
  readonly kind: 'rendezvous'
  readonly hash: number
  readonly scores: readonly { readonly node: string; readonly score: number }[]
}

/** The buckets that the jumping counter visits, the last one is the answer. */
export interface JumpSteps extends Steps {
  readonly kind: 'jump'
  /** The 64-bit key as two unsigned halves. */
  readonly high: number
  readonly low: number
  readonly nodeCount: number
  readonly jumps: readonly number[]
}

/** One probe of the lookup table. */
export interface MaglevSteps extends Steps {
  readonly kind: 'maglev'
  readonly hash: number
  readonly tableSize: number
  readonly index: number
}

/** One probe of a fixed slot table. */
export interface SlotSteps extends Steps {
  readonly kind: 'slot'
  /** The part of the key that is hashed: its hash tag if it has one, else the whole key. */
  readonly hashed: string
  readonly isTagged: boolean
  readonly crc: number
  readonly slotCount: number
  readonly slot: number
}

/** Nodes to begin with: names of equal weight, or a weight for each name. */
export type InitialNodes = readonly string[] | Readonly<Record<string, number>>

/** Names with their weights, in the order given. */
export function nodeEntries(nodes: InitialNodes): [node: string, weight: number][] {
  return isNameList(nodes) ? nodes.map((node) => [node, 1]) : Object.entries(nodes)
}

function isNameList(nodes: InitialNodes): nodes is readonly string[] {
  return Array.isArray(nodes)
}

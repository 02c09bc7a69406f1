import type {
  BoundedLoadSteps,
  JumpSteps,
  PlacementSteps,
  RendezvousSteps,
  RingSteps,
} from '../../algorithms/hashing/placement'
import { hashSpace } from '../../algorithms/hashing/point-table'
import type { Node } from '../../network/node'
import { defineMark } from '../../trace/mark-definition'

const LOCATED = 'placement/located'

type Hashed = { readonly key: string; readonly hash: number; readonly node: string }

const byRemainder = defineMark<Hashed & { step: string; index: number; count: number }>(
  LOCATED,
  'neutral',
  '{key} belongs to {node}: its hash {hash:hex} divided by {count} leaves {index}.',
)

type Probe = { step: string; key: string; hash: number; bucket: number; buckets: number; first: number }
const probed = defineMark<Probe>(
  'placement/probed',
  'neutral',
  '{key} hashes to {hash:hex}: bucket {bucket} of {buckets} in the index begins the search at point {first}.',
)
const scanned = defineMark<{ step: string; key: string; hash: number; bucket: number; buckets: number; built: number }>(
  'placement/probed',
  'attention',
  '{key} hashes to {hash}: for this one look-up {built:count} points are hashed and sorted anew, and scanned from the first.',
)

type RingLookup = Hashed & {
  readonly step: string
  readonly pointHash: number
  /** Place of the point in the order of all points, from 0. */
  readonly pointIndex: number
  /** Which of the node's own points it is, from 0. */
  readonly replica: number
  /** How many points the search compared. */
  readonly comparisons: number
  readonly wrapped: boolean
}
const atPoint = defineMark<RingLookup>(
  LOCATED,
  'neutral',
  '{key} belongs to {node}: point {pointIndex}, its number {replica}, is the next on the ring, found by comparing {comparisons}.',
)
const pastLastPoint = defineMark<RingLookup>(
  LOCATED,
  'neutral',
  '{key} belongs to {node}: its hash lies past the last point, so the ring goes on at the first, its number {replica}.',
)

const passedBy = defineMark<Hashed & { step: string; load: number }>(
  'placement/walked',
  'attention',
  '{node} comes next on the ring after {key}, but holds {load:count} keys, all that it may: the walk goes on.',
)
const withRoom = defineMark<Hashed & { step: string; load: number; capacity: number }>(
  LOCATED,
  'neutral',
  '{key} belongs to {node}: the first on its way with room, {load:count} keys of {capacity:count}.',
)

type Scores = { key: string; node: string; step: string; score: number; others: readonly number[] } & {
  names: readonly string[]
  scores: readonly number[]
}
const byScore = defineMark<Scores>(LOCATED, 'neutral', '{key} belongs to {node}: it scores {score} against {others}.')

type Jumped = { key: string; step: string; bucket: number; count: number }
const jumped = defineMark<Jumped & { from: number }>(
  'placement/jumped',
  'neutral',
  '{key} jumps from bucket {from} to bucket {bucket} of {count}.',
)
const landed = defineMark<Jumped & { node: string }>(
  LOCATED,
  'neutral',
  '{key} belongs to {node}: from its bucket {bucket} the next jump leads past all {count} buckets.',
)

type Entry = Hashed & { step: string; entry: number; size: number }
const inTable = defineMark<Entry>(
  LOCATED,
  'neutral',
  '{key} belongs to {node}: its hash {hash:hex} divided by {size:count} leaves {entry:count}, an entry of {node}.',
)
const inSlot = defineMark<Entry>(
  LOCATED,
  'neutral',
  '{key} belongs to {node}: CRC16 {hash} divided by {size:count} leaves slot {entry:count}, which {node} holds.',
)

/** Says step by step how a key was found. */
export function markLookup(node: Node, steps: PlacementSteps): void {
  const { key, node: owner } = steps
  switch (steps.kind) {
    case 'modulo': {
      const { hash, index, nodeCount } = steps
      return node.mark(byRemainder, { step: 'remainder', key, hash, node: owner, index, count: nodeCount })
    }
    case 'ring':
      return markRing(node, steps)
    case 'bounded-load':
      return markWalk(node, steps)
    case 'rendezvous':
      return markScores(node, steps)
    case 'jump':
      return markJumps(node, steps)
    case 'maglev': {
      const { hash, index, tableSize } = steps
      return node.mark(inTable, { step: 'entry', key, hash, node: owner, entry: index, size: tableSize })
    }
    case 'slot': {
      const { crc, slot, slotCount } = steps
      return node.mark(inSlot, { step: 'entry', key, hash: crc, node: owner, entry: slot, size: slotCount })
    }
  }
}

function markRing(node: Node, steps: RingSteps): void {
  const { key, hash, bucket, pointsBuilt: built, point, comparisons, isWrapped } = steps
  if (bucket === null) node.mark(scanned, { step: 'probe', key, hash, bucket: 0, buckets: 1, built })
  else {
    const { index, count, firstPoint } = bucket
    node.mark(probed, { step: 'probe', key, hash, bucket: index, buckets: count, first: firstPoint })
  }
  node.mark(isWrapped ? pastLastPoint : atPoint, {
    step: 'point',
    key,
    hash,
    node: steps.node,
    pointHash: point.hash,
    pointIndex: point.index,
    replica: point.replica,
    comparisons,
    wrapped: isWrapped,
  })
}

function markWalk(node: Node, { key, hash, walk }: BoundedLoadSteps): void {
  for (const { node: met, load } of walk.slice(0, -1)) node.mark(passedBy, { step: 'walk', key, hash, node: met, load })
  const last = walk[walk.length - 1]
  if (last === undefined) return
  const { load, capacity } = last
  node.mark(withRoom, { step: 'room', key, hash, node: last.node, load, capacity })
}

/** Scores as fractions of the highest there can be. */
function markScores(node: Node, { key, node: owner, scores }: RendezvousSteps): void {
  const names = scores.map((each) => each.node)
  const parts = scores.map(({ score }) => Math.round((score / hashSpace) * 1000) / 1000)
  const at = names.indexOf(owner)
  const others = parts.filter((_, index) => index !== at)
  node.mark(byScore, { step: 'score', key, node: owner, score: parts[at] ?? 0, others, names, scores: parts })
}

function markJumps(node: Node, { key, node: owner, jumps, nodeCount: count }: JumpSteps): void {
  for (let index = 1; index < jumps.length; index++) {
    const from = jumps[index - 1] as number
    const bucket = jumps[index] as number
    node.mark(jumped, { step: 'jump', key, from, bucket, count })
  }
  node.mark(landed, { step: 'landing', key, node: owner, bucket: jumps[jumps.length - 1] ?? 0, count })
}

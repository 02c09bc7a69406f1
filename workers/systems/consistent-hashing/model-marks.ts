import type { PlacementSteps } from '../../algorithms/hashing/placement'
import type { Node } from '../../network/node'
import { defineMark, type MarkDefinition } from '../../trace/mark-definition'
import type { KeyMovement, MembershipChange } from './model-membership'

/** Details of `placement/located` on a ring. */
export type RingLookup = {
  readonly key: string
  readonly hash: number
  readonly node: string
  readonly pointHash: number
  /** Place of the point in the order of all points, from 0. */
  readonly pointIndex: number
  /** Which of the node's own points it is, from 0. */
  readonly replica: number
  /** How many points the search compared. */
  readonly comparisons: number
  readonly wrapped: boolean
}

/** Details of `placement/located` by modulo. */
export type RemainderLookup = {
  readonly key: string
  readonly hash: number
  readonly node: string
  readonly index: number
  readonly count: number
}

/** Details of `placement/changed`. */
export type PlacementChange = {
  readonly node: string
  readonly kind: 'joined' | 'left'
  /** Fraction of all keys that moved. */
  readonly moved: number
  /** All keys. */
  readonly keys: number
  /** Where they move, in words. */
  readonly where: string
  readonly movements: readonly KeyMovement[]
}

const onRing = defineMark<RingLookup>(
  'placement/located',
  'neutral',
  '{key} hashes to {hash:hex}; the next point on the ring is number {replica} of {node}.',
)
const pastLastPoint = defineMark<RingLookup>(
  'placement/located',
  'neutral',
  '{key} hashes to {hash:hex}, past the last point; the ring goes on at its first, number {replica} of {node}.',
)
const byRemainder = defineMark<RemainderLookup>(
  'placement/located',
  'neutral',
  '{key} hashes to {hash:hex}; divided by {count} it leaves {index}, which is {node}.',
)
const joined = changeMark('joins: {moved:percent} of {keys:count} keys move, {where}.')
const joinedForNothing = changeMark('joins: none of the {keys:count} keys moves.')
const left = changeMark('leaves: {moved:percent} of {keys:count} keys move, {where}.')
const leftForNothing = changeMark('leaves: none of the {keys:count} keys moves.')

/** Nothing was to do. */
export const unchanged = defineMark<{ node: string; how: string }>(
  'placement/unchanged',
  'attention',
  '{node} {how} already; nothing changes.',
)

/** Says how a key was found; lookups of placements that this system does not offer are an error. */
export function markLookup(node: Node, steps: PlacementSteps): void {
  const { key, node: owner } = steps
  if (steps.kind === 'modulo') {
    const { hash, index, nodeCount } = steps
    node.mark(byRemainder, { key, hash, node: owner, index, count: nodeCount })
    return
  }
  if (steps.kind !== 'ring') throw new Error(`there is no sentence for a lookup by ${steps.kind}`)
  const { hash, point, comparisons, isWrapped } = steps
  node.mark(isWrapped ? pastLastPoint : onRing, {
    key,
    hash,
    node: owner,
    pointHash: point.hash,
    pointIndex: point.index,
    replica: point.replica,
    comparisons,
    wrapped: isWrapped,
  })
}

/** Says which keys a change moves. `members`: how many nodes there are after it. */
export function markChange(node: Node, change: MembershipChange, keys: number, members: number): void {
  const { kind, moved, movements } = change
  const nothing = kind === 'joined' ? joinedForNothing : leftForNothing
  const something = kind === 'joined' ? joined : left
  node.mark(moved === 0 ? nothing : something, {
    node: change.node,
    kind,
    moved: moved / keys,
    keys,
    where: whereTo(change, members),
    movements,
  })
}

function whereTo({ node, kind, movements }: MembershipChange, members: number): string {
  if (kind === 'joined' && movements.every(({ to }) => to === node)) return `all of them to ${node}`
  if (kind === 'left' && movements.every(({ from }) => from === node)) {
    const takers = [...new Set(movements.map(({ to }) => to ?? 'no node'))]
    return takers.length === 1 ? `all of them to ${takers[0]}` : `all of them from ${node} to the other ${members}`
  }
  return 'between all nodes'
}

function changeMark(rest: string): MarkDefinition<PlacementChange> {
  return defineMark('placement/changed', 'attention', `{node} ${rest}`)
}

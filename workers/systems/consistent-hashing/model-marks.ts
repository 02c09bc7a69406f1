import type { Node } from '../../network/node'
import { defineMark, type MarkDefinition } from '../../trace/mark-definition'
import type { KeyMovement, MembershipChange } from './model-membership'

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

import type { Reason } from '../algorithms/balance/policy'
import type { Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'

export const noTarget = defineMark<{ label: string; count: number }>(
  'balancer/no-server',
  'bad',
  '{label} is refused: none of {count} servers is healthy.',
)

const byModulo = defineMark<{ server: string; counter: number; healthy: number; index: number }>(
  'balancer/chose',
  'neutral',
  '{server} chosen: counter {counter} modulo {healthy} healthy servers is {index}.',
)
const byTurn = defineMark<{ server: string; after: string }>(
  'balancer/chose',
  'neutral',
  '{server} chosen: its turn comes after {after}.',
)
const byWeight = defineMark<{ server: string; current: number; others: readonly number[] }>(
  'balancer/chose',
  'neutral',
  '{server} chosen: current weight {current} against {others}.',
)
const byFewest = defineMark<{ server: string; open: number; others: readonly number[] }>(
  'balancer/chose',
  'neutral',
  '{server} chosen by its open requests: {open} against {others}.',
)
const byTwo = defineMark<{ server: string; open: number; other: string; otherOpen: number }>(
  'balancer/chose',
  'neutral',
  '{server} chosen over {other}, the two drawn by lot, by their open requests: {open} against {otherOpen}.',
)
const byLot = defineMark<{ server: string; of: number }>(
  'balancer/chose',
  'neutral',
  '{server} chosen by lot from {of} healthy servers.',
)

/** Says which server was chosen and why. */
export function markChoice(node: Node, server: string, reason: Reason): void {
  switch (reason.kind) {
    case 'modulo':
      return node.mark(byModulo, {
        server,
        counter: reason.counter,
        healthy: reason.healthy,
        index: reason.index,
      })
    case 'turn':
      return node.mark(byTurn, { server, after: reason.after ?? 'none' })
    case 'weight':
      return node.mark(byWeight, { server, current: reason.current, others: reason.others })
    case 'fewest':
      return node.mark(byFewest, { server, open: reason.open, others: reason.others })
    case 'two':
      return node.mark(byTwo, {
        server,
        open: reason.open,
        other: reason.other,
        otherOpen: reason.otherOpen,
      })
    case 'lot':
      return node.mark(byLot, { server, of: reason.of })
  }
}

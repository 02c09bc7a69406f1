import type { Reason } from '../algorithms/balance/policy'
import type { Micros } from '../kernel/time'
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
const byLoad = defineMark<{ server: string; load: number; others: readonly number[] }>(
  'balancer/chose',
  'neutral',
  '{server} chosen by its open requests for its weight: {load} against {others}.',
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
const byAffinity = defineMark<{ server: string; key: string; entry: number; tableSize: number }>(
  'balancer/chose',
  'neutral',
  '{server} chosen: entry {entry:count} of {tableSize:count}, the one of {key}, names it.',
)
const byNoCount = defineMark<{ server: string; count: number; open: number }>(
  'balancer/chose',
  'neutral',
  '{server} chosen: all are counted as {count}, so the first of the list wins; really {open} are open there.',
)

export const ejected = defineMark<{ server: string; failures: number; cause: string; time: Micros }>(
  'balancer/ejected',
  'bad',
  '{server} is ejected for {time:time}: failures of real requests in a row: {failures}, the last with {cause}.',
)
export const spared = defineMark<{ server: string; failures: number; count: number; most: number }>(
  'balancer/spared',
  'attention',
  '{server} stays although {failures} requests in a row fail there: servers ejected already: {count}, and at most {most:percent} of all may be.',
)
export const returned = defineMark<{ server: string }>(
  'balancer/returned',
  'good',
  '{server} may be chosen again: its time of ejection is over.',
)
export const panics = defineMark<{ able: number; all: number; least: number }>(
  'balancer/panics',
  'attention',
  'Only {able} of {all} servers can be chosen, less than {least:percent}: health is ignored from here on.',
)
export const calmsDown = defineMark<{ able: number; all: number }>(
  'balancer/calm',
  'good',
  '{able} of {all} servers can be chosen: health counts again.',
)
export const drains = defineMark<{ server: string; open: number }>(
  'balancer/drains',
  'neutral',
  '{server} is drained: it gets nothing new, and what is open there may end, requests: {open}.',
)
export const drained = defineMark<{ server: string }>(
  'balancer/drained',
  'good',
  '{server} is empty: its last open request has ended, and it can be stopped without harm.',
)
export const startsSlowly = defineMark<{ server: string; time: Micros }>(
  'balancer/starts-slowly',
  'neutral',
  '{server} starts slowly: its weight grows from a tenth to all of it within {time:time}.',
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
    case 'lightest':
      return node.mark(byLoad, { server, load: reason.load, others: reason.others })
    case 'two':
      return node.mark(byTwo, {
        server,
        open: reason.open,
        other: reason.other,
        otherOpen: reason.otherOpen,
      })
    case 'lot':
      return node.mark(byLot, { server, of: reason.of })
    case 'affinity':
      return node.mark(byAffinity, { server, key: reason.key, entry: reason.entry, tableSize: reason.tableSize })
    case 'uncounted':
      return node.mark(byNoCount, { server, count: reason.count, open: reason.open })
  }
}

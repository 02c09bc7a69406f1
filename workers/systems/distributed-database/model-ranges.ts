import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { Copies } from './model-copies'
import type { RangeCoordinatorOptions } from './model-range-coordinator'
import type { RangeDisk } from './model-range-member'
import { RangeNode, type RangeShare } from './model-range-node'
import { isSiblings, type Row } from './model-row'

/** From the first node of a range to that of the next: some ranges have most of their copies on each side. */
const STEP = 2

/** `r2`: neighbours in the order of keys are in one range. */
function rangeOf(values: Values, key: string): string {
  const place = Number(key.slice(1)) - 1
  return `r${1 + Math.floor((place * values.number('ranges')) / values.number('keys'))}`
}

/** In which order nodes come for a key: those of its range. */
export function rangeOrder(
  values: Values,
  names: readonly string[],
  keys: readonly string[],
): (key: string) => readonly string[] {
  const orders = new Map(
    keys.map((key) => {
      const first = STEP * (Number(rangeOf(values, key).slice(1)) - 1)
      return [key, names.map((_, index) => names[(first + index) % names.length] as string)]
    }),
  )
  return (key) => orders.get(key) ?? []
}

export function rangeCoordinator(values: Values, orderOf: (key: string) => readonly string[]): RangeCoordinatorOptions {
  return {
    rangeOf: (key) => rangeOf(values, key),
    homesOf: (key) => orderOf(key).slice(0, values.number('copies')),
    timeoutMicros: values.number('timeout'),
  }
}

/** A node is in the Raft group of every range of which it has a copy. */
export function addRangeNodes(world: World, values: Values, copies: Copies): void {
  const homes = new Map(copies.keys.map((key) => [rangeOf(values, key), copies.homes(key)]))
  for (const name of copies.names) {
    const own = [...homes].filter(([, names]) => names.includes(name))
    // It outlives a crash of the node.
    const shares = own.map(([range, names]): RangeShare => {
      const disk: RangeDisk = { raft: { term: 0, votedFor: null, log: [] }, applied: 0 }
      const peers = names.filter((other) => other !== name)
      return { disk, options: { range, peers, isFirst: names[0] === name, ...timesOf(values) } }
    })
    const options = {
      workers: values.number('workers'),
      queueCapacity: 200,
      rangeOf: (key: string) => rangeOf(values, key),
      readsByLease: values.text('range-reads') === 'lease',
    }
    world.node(name, 'replica', (node) => new RangeNode(node, copies, shares, options))
  }
}

function timesOf(values: Values) {
  return {
    electionMicros: values.number('election'),
    heartbeatMicros: values.number('heartbeat'),
    leaseMicros: values.number('lease'),
    timeoutMicros: values.number('timeout'),
  }
}

/** `#14 r2`: its place in the log of its range. */
export function placeText(row: Row): string {
  return isSiblings(row) ? '' : `#${row.stamp.time} ${row.stamp.by}`
}

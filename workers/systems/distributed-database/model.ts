import { Ring } from '../../algorithms/hashing/ring'
import { guideShards } from '../../algorithms/quorum/guide-shards'
import { NOTHING_SEEN } from '../../algorithms/quorum/history'
import { Client } from '../../components/client'
import { ArrivalProcess, type Arrivals } from '../../components/workload'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import type { Latency } from '../../network/link'
import type { Node } from '../../network/node'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import { keyNames, replicaNames, SIDES, sideOf } from './meta-names'
import { AtomicCoordinator } from './model-atomic-coordinator'
import { CartWitness } from './model-cart-witness'
import { Coordinator, type CoordinatorOptions } from './model-coordinator'
import { Copies } from './model-copies'
import { GuideCoordinator } from './model-guide-coordinator'
import { DatabaseLoad, Numbers } from './model-load'
import { RangeCoordinator } from './model-range-coordinator'
import { addRangeNodes, placeText, rangeCoordinator, rangeOrder } from './model-ranges'
import { Replica } from './model-replica'
import { isSiblings, type Row, versionOf } from './model-row'
import { LastWriteWins, VersionVectors } from './model-versioning'
import { ClientWitness } from './model-witness'

const CLIENT_LATENCY = { kind: 'fixed', micros: 200 } as const
const HINTS_EVERY_MICROS = 100_000

const model: SystemModel = {
  build(world, variant, values) {
    const names = replicaNames(values.number('nodes'))
    const keys = keyNames(values.number('keys'))
    const orderOf = placement(variant, values, names, keys)
    const homesOf = (key: string): string[] => [...new Set(orderOf(key).slice(0, values.number('copies')))]
    const cold = Array.from({ length: isQuorum(variant) ? values.number('cold') : 0 }, (_, index) => `c${index + 1}`)
    const copies = new Copies(names, [...keys, ...cold], {
      homesOf,
      stampText: variant === 'guide' ? () => '' : variant === 'ranges' ? placeText : stampText,
      treeDepth: values.number('tree-depth'),
    })
    copies.fill(cold, (index) => rowAtRest(variant, index + 1))
    const witness = new ClientWitness()
    const carts = hasCarts(variant, values) ? new CartWitness() : null
    const numbers = new Numbers()

    for (const side of SIDES)
      addClients(world, side, values, (node) => new DatabaseLoad(world, node, values, keys, numbers, witness, carts))
    for (const side of SIDES) addCoordinator(world, variant, side, values, orderOf)
    if (variant === 'ranges') addRangeNodes(world, values, copies)
    else addReplicas(world, variant, values, copies)
    linkNodes(world, variant, values, names)
    for (const check of (carts ?? witness).checks(copies)) world.check(check)
  },
}

export default model

/** In which order nodes come for a key. */
function placement(
  variant: string,
  values: Values,
  names: readonly string[],
  keys: readonly string[],
): (key: string) => readonly string[] {
  if (variant === 'guide') return (key) => guideShards(key, names, values.number('copies'))
  if (variant === 'ranges') return rangeOrder(values, names, keys)
  const ring = new Ring(names)
  return (key) => ring.preference(key, names.length)
}

/** Siblings are for values that can be merged; a stamp does for any. */
function hasCarts(variant: string, values: Values): boolean {
  return variant === 'vectors' || (variant === 'quorum' && values.text('data') === 'carts')
}

/** Written before everything else. */
function rowAtRest(variant: string, number: number): Row {
  const by = 'start'
  return variant === 'vectors'
    ? { versions: [{ dot: { by, count: number }, past: NOTHING_SEEN, items: [] }] }
    : { value: -number, stamp: { time: 0, count: number, by } }
}

/** `1204 ms a`, of a cart `1.2 s a`, of a counter `7 a`; of one version `a3 b2`, while siblings are their own text. */
function stampText(row: Row): string {
  if (isSiblings(row)) return row.versions.length === 1 ? versionOf(row) : ''
  const { items, stamp } = row
  const { time, by } = stamp
  const writer = by.slice(-1)
  if (items !== undefined) return `${(time / 1_000_000).toFixed(2)} s ${writer}`
  return `${time < 1_000 ? time : `${Math.floor(time / 1_000)} ms`} ${writer}`
}

function addClients(world: World, side: string, values: Values, loadOf: (node: Node) => DatabaseLoad): void {
  const name = `clients-${side}`
  const kind = values.text<Arrivals>('arrivals')
  const { horizonMicros } = world.scenario
  const arrivals = new ArrivalProcess(kind, values.number('rps') / SIDES.length, world.random(`${name}/arrivals`))
  world.node(name, 'client', (node) => {
    node.gauge('stale').set(0)
    const load = loadOf(node)
    return new Client(node, {
      target: `coordinator-${side}`,
      arrivals,
      next: () => load.next(),
      hears: (request, reply) => load.hears(request, reply),
      timeoutMicros: values.number('client-timeout'),
      untilMicros: Math.max(horizonMicros / 2, horizonMicros - values.number('quiet')),
    })
  })
}

function addCoordinator(
  world: World,
  variant: string,
  side: string,
  values: Values,
  orderOf: (key: string) => readonly string[],
): void {
  const n = values.number('copies')
  const options: CoordinatorOptions = {
    order: orderOf,
    copies: n,
    reads: Math.min(n, values.number('read-quorum')),
    writes: Math.min(n, values.number('write-quorum')),
    isSloppy: values.text('stand-in') === 'sloppy',
    repairs: values.flag('read-repair'),
    asksAll: { write: values.text('asked') !== 'needed', read: values.text('asked') === 'all' },
    aheadMicros: side === 'b' ? -values.number('behind') : 0,
    timeoutMicros: values.number('timeout'),
  }
  let starts = 0
  // What remembers the number of its last write is lost in a crash, so it writes under a new name.
  const newName = (): string => (++starts === 1 ? side : `${side}${"'".repeat(starts - 1)}`)
  world.node(`coordinator-${side}`, 'coordinator', (node): Component => {
    if (variant === 'guide') return new GuideCoordinator(node, options)
    if (variant === 'atomic') return new AtomicCoordinator(node, options)
    if (variant === 'ranges') return new RangeCoordinator(node, rangeCoordinator(values, orderOf))
    return new Coordinator(
      node,
      options,
      variant === 'vectors' ? new VersionVectors(newName()) : new LastWriteWins(node.name),
    )
  })
  world.link(`clients-${side}`, `coordinator-${side}`, { latency: CLIENT_LATENCY })
}

function addReplicas(world: World, variant: string, values: Values, copies: Copies): void {
  const options = {
    workers: values.number('workers'),
    queueCapacity: 200,
    timeoutMicros: values.number('timeout'),
    hintsEveryMicros: hasHints(variant, values) ? HINTS_EVERY_MICROS : 0,
    compareEveryMicros: isQuorum(variant) ? values.number('anti-entropy') : 0,
  }
  for (const name of copies.names) world.node(name, 'replica', (node) => new Replica(node, copies, options))
}

/** Nodes of ranges speak with each other; others only when they hand over hints or compare their trees. */
function linkNodes(world: World, variant: string, values: Values, names: readonly string[]): void {
  const link = (a: string, b: string): void =>
    world.link(a, b, { latency: latencyOf(values, sideOf(a) === sideOf(b) ? 0 : values.number('distance')) })
  for (const name of names) for (const side of SIDES) link(`coordinator-${side}`, name)
  const compares = isQuorum(variant) && values.number('anti-entropy') > 0
  if (variant !== 'ranges' && !hasHints(variant, values) && !compares) return
  for (const [index, name] of names.entries()) for (const other of names.slice(index + 1)) link(name, other)
}

function isQuorum(variant: string): boolean {
  return variant === 'quorum' || variant === 'vectors'
}

function hasHints(variant: string, values: Values): boolean {
  return isQuorum(variant) && values.text('stand-in') === 'sloppy'
}

/** A quarter of a latency that varies is always there; the rest is exponential, so that messages overtake each other. */
function latencyOf(values: Values, distance: Micros): Latency {
  const micros = values.number('latency')
  if (values.text('latency-spread') === 'fixed') return { kind: 'fixed', micros: micros + distance }
  const floor = Math.round(micros / 4)
  return { kind: 'exponential', floor: floor + distance, mean: micros - floor }
}

import { Cache, type CacheEntry } from '../../components/cache'
import { CacheAside } from '../../components/cache-aside'
import { Client } from '../../components/client'
import { Server } from '../../components/server'
import { ArrivalProcess, type Arrivals, drawWork, type WorkDistribution } from '../../components/workload'
import { Zipf } from '../../kernel/zipf'
import type { Node } from '../../network/node'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import {
  keysAreAskedWhereTheyBelong,
  type LookupWitness,
  noNodeHoldsMoreThanItsBound,
  onlyTheNewNodeTakesKeys,
} from './model-checks'
import { cacheNames, keyNames } from './model-keys'
import { markLookup } from './model-lookup-marks'
import { markChange, unchanged } from './model-marks'
import { Membership } from './model-membership'
import { placementPicture } from './model-picture'
import { createPlacement, MONOTONE } from './model-placement'

const APP = 'app'
const DATABASE = 'database'
/** A cache node answers one request at a time, as Redis does, and queues what a busy client may send meanwhile. */
const CACHE_WORKERS = 1
const CACHE_QUEUE = 1000

const model: SystemModel = {
  build(world, variant, values) {
    const members = cacheNames(values.number('caches'))
    const caches = cacheNames(members.length + values.number('standby'))
    const clients = Array.from({ length: values.number('clients') }, (_, index) => `client-${index + 1}`)
    const keys = keyNames(values.number('keys'))
    const options = { points: values.number('points'), boundPercent: values.number('bound'), keys }
    const membership = new Membership(createPlacement(variant, members, options), keys)
    const contents = values.flag('warm') ? warmContents(membership, values.number('capacity')) : new Map()
    const witness = keysAreAskedWhereTheyBelong(variant, members, options)

    buildClients(world, values, clients, keys)
    const app = buildApp(world, values, membership, witness, contents)
    buildCaches(world, values, caches, membership, contents)
    buildDatabase(world, values)
    const latency = { kind: 'fixed', micros: values.number('latency') } as const
    for (const client of clients) world.link(client, APP, { latency })
    for (const cache of caches) world.link(APP, cache, { latency })
    world.link(APP, DATABASE, { latency })

    addActions(world, app, membership, witness)
    world.check(witness)
    if (MONOTONE.has(variant)) world.check(onlyTheNewNodeTakesKeys(membership))
    if (variant === 'bounded') world.check(noNodeHoldsMoreThanItsBound(membership, options.boundPercent))
  },
}

export default model

/** What each cache node holds at its first start, from the least to the most popular key. */
type Contents = ReadonlyMap<string, readonly CacheEntry[]>

/** Every member holds the most popular of its keys, as many as fit. */
function warmContents({ keys, placement }: Membership, capacity: number): Contents {
  const contents = new Map<string, CacheEntry[]>(placement.nodes.map((node) => [node, []]))
  for (const key of keys) {
    const held = contents.get(placement.locate(key) ?? '')
    if (held !== undefined && held.length < capacity) held.push([key, key])
  }
  for (const held of contents.values()) held.reverse()
  return contents
}

function buildClients(world: World, values: Values, clients: readonly string[], keys: readonly string[]): void {
  const popularity = new Zipf(keys.length, values.number('zipf') / 100)
  const timeoutMicros = values.number('timeout')
  const distribution = values.text<WorkDistribution>('query-spread')
  const workloads = clients.map((name) => {
    const rate = values.number('rps') / clients.length
    const arrivals = new ArrivalProcess(values.text<Arrivals>('arrivals'), rate, world.random(`${name}/arrivals`))
    const keyLots = world.random(`${name}/keys`)
    const workLots = world.random(`${name}/queries`)
    const next = () => {
      const key = keys[popularity.rank(keyLots)] as string
      return { label: `GET ${key}`, key, workMicros: drawWork(distribution, values.number('query'), workLots) }
    }
    world.node(name, 'client', (node) => new Client(node, { target: APP, arrivals, next, timeoutMicros }))
    return arrivals
  })
  world.onSet('rps', (rps) => {
    for (const arrivals of workloads) arrivals.rate = Number(rps) / clients.length
  })
}

function buildApp(
  world: World,
  values: Values,
  membership: Membership,
  witness: LookupWitness,
  contents: Contents,
): Node {
  const { placement } = membership
  const stored = new Map([...contents].flatMap(([cache, entries]) => entries.map(([key]) => [key, cache] as const)))
  return world.node(APP, 'app', (node) => {
    node.fact('placement').set(placementPicture(membership.placement))
    if (membership.version === 0) node.gauge('moved').set(0)
    return new CacheAside(node, {
      database: DATABASE,
      cacheTimeoutMicros: values.number('cache-timeout'),
      stored,
      locate(key) {
        const steps = placement.explain(key)
        if (steps !== null) markLookup(node, steps)
        return steps?.node ?? null
      },
      owner: (key) => placement.locate(key),
      asks: (key, cache) => witness.asked(key, cache),
    })
  })
}

function buildCaches(
  world: World,
  values: Values,
  caches: readonly string[],
  membership: Membership,
  contents: Contents,
): void {
  const options = {
    capacity: values.number('capacity'),
    workers: CACHE_WORKERS,
    queueCapacity: CACHE_QUEUE,
    serviceMicros: values.number('cache-work'),
  }
  for (const name of caches) {
    let initial = contents.get(name) ?? []
    world.node(name, 'cache', (node) => {
      node.gauge('member').set(membership.has(name) ? 1 : 0)
      const cache = new Cache(node, { ...options, initial })
      initial = []
      return cache
    })
  }
}

function buildDatabase(world: World, values: Values): void {
  const options = {
    workers: values.number('workers'),
    queueCapacity: values.number('queue'),
    workMicros: values.number('query'),
  }
  world.node(DATABASE, 'database', (node) => new Server(node, options))
}

function addActions(world: World, app: Node, membership: Membership, witness: LookupWitness): void {
  const keys = membership.keys.length
  const show = (target: Node): void => {
    const change = membership.lastChange
    if (change === null) return
    target.gauge('member').set(membership.has(target.name) ? 1 : 0)
    app.gauge('moved').set(Math.round((change.moved * 1000) / keys))
    app.fact('placement').set(placementPicture(membership.placement))
    markChange(app, change, keys, membership.placement.nodes.length)
  }
  world.onAction('add-node', (target) => {
    if (membership.has(target.name)) return app.mark(unchanged, { node: target.name, how: 'is in the placement' })
    membership.join(target.name)
    witness.joined(target.name)
    show(target)
  })
  world.onAction('remove-node', (target) => {
    if (!membership.has(target.name)) return app.mark(unchanged, { node: target.name, how: 'is out of the placement' })
    membership.leave(target.name)
    witness.left(target.name)
    show(target)
  })
}

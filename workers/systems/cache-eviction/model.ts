import { capacityProblem } from '../../algorithms/eviction/eviction-policy'
import { Future } from '../../algorithms/eviction/future'
import { Client } from '../../components/client'
import { Mirror } from '../../components/mirror'
import { PolicyCache } from '../../components/policy-cache'
import { Server } from '../../components/server'
import { ArrivalProcess, type Arrivals, drawWork, type WorkDistribution } from '../../components/workload'
import { MICROS_PER_SECOND } from '../../kernel/time'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import { allGetOneStream, forgetsTheOldest, holdsNoMore, type StreamWitness, together } from './model-checks'
import { KeyStream, streamOptions } from './model-key-stream'
import { capacityOf, createPolicy, policiesOf } from './model-policies'

const CLIENT = 'client'
const APP = 'app'
const DATABASE = 'database'
/** A cache answers one request at a time, as Redis does, and queues what the app may send meanwhile. */
const CACHE_WORKERS = 1
const CACHE_QUEUE = 1000

const model: SystemModel = {
  build(world, variant, values) {
    const policies = policiesOf(variant, values)
    const caches = policies.map((policy, index) => nodeName(policy, policies.slice(0, index)))
    const stream = allGetOneStream()
    buildClient(world, values)
    buildApp(world, values, caches, stream)
    for (const [index, cache] of caches.entries())
      buildCache(world, values, { cache, policy: policies[index] as string, variant, stream })
    buildDatabase(world, values)
    const latency = { kind: 'fixed', micros: values.number('latency') } as const
    world.link(CLIENT, APP, { latency })
    for (const cache of caches) {
      world.link(APP, cache, { latency })
      world.link(cache, DATABASE, { latency })
    }
    world.check(stream)
  },
}

export default model

/** A policy's second cache is called after it too, with a number. */
function nodeName(policy: string, before: readonly string[]): string {
  const same = before.filter((other) => other === policy).length
  return same === 0 ? policy : `${policy}-${same + 1}`
}

function keyStream(world: World, values: Values): KeyStream {
  return new KeyStream(streamOptions(values), world.random('keys'))
}

/** The keys of the whole run, from the same lots; more than a busy Poisson stream brings. */
function futureOf(world: World, values: Values): Future {
  const stream = keyStream(world, values)
  const expected = (values.number('rps') * world.scenario.horizonMicros) / MICROS_PER_SECOND
  return new Future(Array.from({ length: Math.ceil(expected * 1.5) + 1000 }, () => stream.next()))
}

function buildClient(world: World, values: Values): void {
  const stream = keyStream(world, values)
  const workLots = world.random('queries')
  const distribution = values.text<WorkDistribution>('query-spread')
  const arrivals = new ArrivalProcess(values.text<Arrivals>('arrivals'), values.number('rps'), world.random('arrivals'))
  const next = () => {
    const key = stream.next()
    return { label: `GET ${key}`, key, workMicros: drawWork(distribution, values.number('query'), workLots) }
  }
  const timeoutMicros = values.number('timeout')
  world.node(CLIENT, 'client', (node) => new Client(node, { target: APP, arrivals, next, timeoutMicros }))
}

function buildApp(world: World, values: Values, caches: readonly string[], stream: StreamWitness): void {
  world.node(APP, 'mirror', (node) => {
    for (const cache of caches) {
      node.gauge(`hits:${cache}`).set(0)
      node.gauge(`answers:${cache}`).set(0)
    }
    return new Mirror(node, {
      targets: caches,
      timeoutMicros: values.number('timeout'),
      sends: ({ key }) => stream.sent(key ?? ''),
      hears(cache, reply) {
        if (reply.kind === 'failed') return
        const body = reply.response.body as { readonly isHit: boolean } | undefined
        if (body === undefined) return
        node.gauge(`answers:${cache}`).add(1)
        if (body.isHit) node.gauge(`hits:${cache}`).add(1)
      },
    })
  })
}

interface CachePlan {
  readonly cache: string
  readonly policy: string
  readonly variant: string
  readonly stream: StreamWitness
}

function buildCache(world: World, values: Values, { cache, policy, variant, stream }: CachePlan): void {
  const capacity = capacityOf(variant, values)
  // Those of the future and of the stream outlive a crash; they belong to the world, not to the node.
  const needs = { values, future: futureOf(world, values), lots: world.random(`${cache}/samples`) }
  const checks = policy === 'guide-lru' || capacityProblem(capacity) !== null ? [] : [holdsNoMore(cache, capacity)]
  if (policy === 'lru') checks.push(forgetsTheOldest(cache))
  for (const check of checks) world.check(check)
  const order = { started() {}, stepped() {}, gaveBack() {}, lookedUp: (key: string) => stream.lookedUp(cache, key) }
  world.node(
    cache,
    'policy-cache',
    (node) =>
      new PolicyCache(node, {
        createPolicy: (tell) => createPolicy(policy, capacity, needs, tell),
        database: DATABASE,
        timeoutMicros: values.number('timeout'),
        workers: CACHE_WORKERS,
        queueCapacity: CACHE_QUEUE,
        serviceMicros: values.number('cache-work'),
        witness: together([...checks, order]),
      }),
  )
}

function buildDatabase(world: World, values: Values): void {
  const options = {
    workers: values.number('workers'),
    queueCapacity: values.number('queue'),
    workMicros: values.number('query'),
  }
  world.node(DATABASE, 'database', (node) => new Server(node, options))
}

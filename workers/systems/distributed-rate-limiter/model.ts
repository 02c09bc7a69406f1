import { roundRobin } from '../../algorithms/balance/round-robin'
import { createGaps, type Gaps } from '../../components/limit-traffic'
import { neverAboveEnvelope, neverAboveLimitWithin, together, type Witness } from '../../components/limit-witnesses'
import { LoadBalancer } from '../../components/load-balancer'
import { PoliteClient } from '../../components/polite-client'
import type { MachineClock } from '../../components/rate-limiter'
import { RedisClient } from '../../components/redis-client'
import { RedisServer } from '../../components/redis-server'
import { ArrivalProcess } from '../../components/workload'
import type { Node } from '../../network/node'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import { NEVER_ABOVE_LIMIT, NEVER_ABOVE_TWICE, WITHIN_ENVELOPE } from './meta-checks'
import { GuideStore } from './model-guide-store'
import { limitOf, type SharedLimit, steadyRate } from './model-limit'
import { clockSet } from './model-marks'
import { guideWriter, standardWriter } from './model-responses'
import { methodOf, ScriptStore } from './model-script-store'
import { QuotaServer, type QuotaServerOptions, type WithoutRedis } from './model-server'
import { MeteredService } from './model-service'
import type { SharedStore } from './model-store'
import { serverNames } from './view'

const BALANCER = 'lb'
const REDIS = 'redis'
const SERVICE = 'service'
const CLIENT_TIMEOUT = 2_000_000
const REDIS_QUEUE = 500
const CLOCK_STEP = 10_000_000
const HEALTH = { intervalMicros: 1_000_000, timeoutMicros: 200_000, rise: 2, fall: 3 }

const model: SystemModel = {
  build(world, variant, values) {
    const servers = serverNames(values.number('servers'))
    const latency = { kind: 'fixed', micros: values.number('latency') } as const
    const toRedis = { kind: 'fixed', micros: values.number('redis-latency') } as const
    const clients = buildClients(world, variant, values)
    world.node(BALANCER, 'balancer', (node) => {
      const targets = servers.map((name) => ({ name, weight: 1 }))
      const policy = { policyName: 'turns', makePolicy: roundRobin }
      return new LoadBalancer(node, { ...policy, targets, timeoutMicros: null, health: HEALTH })
    })
    buildServers(world, variant, values, servers)
    world.node(REDIS, 'redis', (node) => new RedisServer(node, { queueCapacity: REDIS_QUEUE, shownKeys: 3 }))
    buildService(world, variant, values)
    for (const client of clients) world.link(client, BALANCER, { latency })
    for (const server of servers) {
      world.link(BALANCER, server, { latency })
      world.link(server, REDIS, { latency: toRedis })
      world.link(server, SERVICE, { latency })
    }
  },
}

export default model

function buildClients(world: World, variant: string, values: Values): readonly string[] {
  const count = values.number('clients')
  const hot = values.number('hot') / 100
  // The guide looks at the clock before it asks Redis, a script when it is there.
  const lead = 2 * values.number('latency') + (variant === 'guide' ? 0 : values.number('redis-latency'))
  const processes: { readonly gaps: Gaps; readonly share: number }[] = []
  const names = Array.from({ length: count }, (_, index) => `c${index + 1}`)
  for (const [index, name] of names.entries()) {
    const isEven = hot === 0 || count === 1
    const share = isEven ? 1 / count : index === 0 ? hot : (1 - hot) / (count - 1)
    const gaps = createGaps(values, share, world.random(`${name}/arrivals`), lead)
    processes.push({ gaps, share })
    const options = {
      targets: [BALANCER],
      arrivals: gaps,
      next: () => ({ label: 'GET /items', key: name }),
      timeoutMicros: CLIENT_TIMEOUT,
      attempts: values.number('attempts'),
      jitterMicros: values.number('jitter'),
    }
    world.node(name, 'client', (node) => new PoliteClient(node, options))
  }
  world.onSet('rps', (rps) => {
    for (const { gaps, share } of processes) if (gaps instanceof ArrivalProcess) gaps.rate = Number(rps) * share
  })
  return names
}

function buildServers(world: World, variant: string, values: Values, servers: readonly string[]): void {
  const limit = limitOf(values)
  const isGuide = variant === 'guide'
  const witnesses = witnessesOf(variant, limit)
  for (const witness of witnesses) world.check(witness)
  const policy = { name: 'default', quota: limit.limit, windowMicros: limit.windowMicros }
  const isOneAddress = values.flag('nat')
  const options: QuotaServerOptions = {
    service: SERVICE,
    limit,
    servers: servers.length,
    withoutRedis: isGuide ? 'throw' : values.text<WithoutRedis>('away'),
    remembers: !isGuide && values.flag('remember'),
    keyOf: ({ key = 'anonymous' }) => (isGuide && isOneAddress ? '203.0.113.7' : key),
    writer: isGuide ? guideWriter(policy) : standardWriter(policy),
    witness: together(witnesses),
  }
  const built = new Map<string, { readonly clock: MachineClock; server: QuotaServer | null; starts: number }>()
  for (const [index, name] of servers.entries()) {
    const own = { clock: { behindMicros: -index * values.number('skew') }, server: null, starts: 0 }
    built.set(name, own)
    world.node(name, 'app', (node) => {
      const machine = built.get(name) ?? own
      const store = storeOf(node, variant, values, limit, `${name}-${++machine.starts}`)
      machine.server = new QuotaServer(node, store, options, machine.clock)
      return machine.server
    })
  }
  world.onAction('clock-ahead', (node) => {
    const machine = built.get(node.name)
    if (machine === undefined) return
    machine.clock.behindMicros -= CLOCK_STEP
    machine.server?.showClock()
    node.mark(clockSet, { server: node.name, by: CLOCK_STEP })
  })
}

function storeOf(node: Node, variant: string, values: Values, limit: SharedLimit, process: string): SharedStore {
  const redis = new RedisClient(node, () => REDIS, values.number('redis-timeout'))
  if (variant === 'guide') return new GuideStore(redis, limit.limit, limit.windowMicros)
  return new ScriptStore(redis, methodOf(variant, limit), limit, process)
}

/** What is watched from outside, for all servers together. GCRA promises a burst and a rate, all others a count. */
function witnessesOf(variant: string, limit: SharedLimit): readonly Witness[] {
  if (variant === 'gcra') return [neverAboveEnvelope(limit.burst, steadyRate(limit), WITHIN_ENVELOPE)]
  return [
    neverAboveLimitWithin(limit.limit, limit.windowMicros, NEVER_ABOVE_LIMIT),
    neverAboveLimitWithin(2 * limit.limit, limit.windowMicros, NEVER_ABOVE_TWICE),
  ]
}

function buildService(world: World, variant: string, values: Values): void {
  const { limit, burst, windowMicros } = limitOf(values)
  // A bucket that is full lets its burst pass, and what the rate brings besides.
  const meant = variant === 'gcra' ? burst + limit : limit
  const options = {
    workers: values.number('workers'),
    queueCapacity: values.number('queue'),
    workMicros: values.number('work'),
  }
  world.node(SERVICE, 'service', (node) => new MeteredService(node, options, windowMicros, meant))
}

import { guideLeast } from '../../algorithms/balance/guide-least'
import { guideModulo } from '../../algorithms/balance/guide-modulo'
import { leastConnections } from '../../algorithms/balance/least-connections'
import type { Policy } from '../../algorithms/balance/policy'
import { randomChoice } from '../../algorithms/balance/random-choice'
import { roundRobin } from '../../algorithms/balance/round-robin'
import { smoothWeighted } from '../../algorithms/balance/smooth-weighted'
import { sticky } from '../../algorithms/balance/sticky'
import { twoChoices } from '../../algorithms/balance/two-choices'
import { Client } from '../../components/client'
import type { HealthOptions } from '../../components/health-prober'
import { LoadBalancer, type LoadBalancerOptions } from '../../components/load-balancer'
import { type Misbehaviour, Server } from '../../components/server'
import { ArrivalProcess, type Arrivals, drawWork, type WorkDistribution } from '../../components/workload'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import { defineMark } from '../../trace/mark-definition'
import type { SystemModel } from '../system'
import { noRequestToServersThatAreOut } from './model-checks'

const BALANCER = 'lb'
const FAIL_AFTER_MICROS = 1_000
const PAGES = ['/', '/cart', '/search', '/item', '/login']

const POLICIES: Readonly<Record<string, { name: string; make: () => Policy }>> = {
  guide: { name: 'counter modulo healthy', make: guideModulo },
  'guide-least': { name: 'least, not counted', make: guideLeast },
  'round-robin': { name: 'round-robin', make: roundRobin },
  weighted: { name: 'smooth weighted', make: smoothWeighted },
  least: { name: 'least connections', make: leastConnections },
  'two-choices': { name: 'two choices', make: twoChoices },
  random: { name: 'random', make: randomChoice },
  sticky: { name: 'Maglev by user', make: sticky },
}

const behaves = defineMark<{ server: string; how: string }>('server/behaviour', 'attention', '{server} {how}.')

const model: SystemModel = {
  build(world, variant, values) {
    const servers = Array.from({ length: values.number('servers') }, (_, index) => `s${index + 1}`)
    const clients = Array.from({ length: values.number('clients') }, (_, index) => `c${index + 1}`)
    const arrivals = buildClients(world, values, clients)
    buildBalancer(world, variant, values, servers)
    buildServers(world, values, servers)
    const latency = { kind: 'fixed', micros: values.number('latency') } as const
    for (const client of clients) world.link(client, BALANCER, { latency })
    for (const server of servers) world.link(BALANCER, server, { latency })
    world.onSet('rps', (rps) => {
      for (const process of arrivals) process.rate = Number(rps) / clients.length
    })
    world.check(noRequestToServersThatAreOut(BALANCER, servers))
  },
}

export default model

function buildClients(world: World, values: Values, clients: readonly string[]): ArrivalProcess[] {
  return clients.map((name) => {
    const rate = values.number('rps') / clients.length
    const arrivals = new ArrivalProcess(values.text<Arrivals>('arrivals'), rate, world.random(`${name}/arrivals`))
    const lots = world.random(`${name}/requests`)
    const users = world.random(`${name}/users`)
    const kind = values.text<WorkDistribution>('sizes')
    const next = () => ({
      label: `GET ${lots.pick(PAGES)}`,
      workMicros: drawWork(kind, values.number('work'), lots),
      key: `user-${users.integer(values.number('users')) + 1}`,
    })
    const timeoutMicros = values.number('timeout')
    world.node(name, 'client', (node) => new Client(node, { target: BALANCER, arrivals, next, timeoutMicros }))
    return arrivals
  })
}

function buildBalancer(world: World, variant: string, values: Values, servers: readonly string[]): void {
  const policy = POLICIES[variant]
  if (policy === undefined) throw new Error(`there is no variant ${variant}`)
  const weights = values.weights('weights', servers.length)
  const drained = new Set<string>()
  let balancer: LoadBalancer | null = null
  const options: LoadBalancerOptions = {
    policyName: policy.name,
    makePolicy: policy.make,
    targets: servers.map((name, index) => ({ name, weight: weights[index] ?? 1 })),
    timeoutMicros: null,
    health: healthOptions(variant, values),
    ...(isGuide(variant) ? {} : protections(values)),
    drained,
  }
  const node = world.node(BALANCER, 'load-balancer', (node) => {
    balancer = new LoadBalancer(node, options)
    return balancer
  })
  world.onAction('drain', ({ name }) => {
    drained.add(name)
    if (node.up) balancer?.drain(name)
  })
  world.onAction('put-back', ({ name }) => {
    drained.delete(name)
    if (node.up) balancer?.putBack(name)
  })
}

function isGuide(variant: string): boolean {
  return variant === 'guide' || variant === 'guide-least'
}

/** What the guide has none of. */
function protections(values: Values): Partial<LoadBalancerOptions> {
  const failures = values.number('eject-after')
  const outliers = {
    failures,
    baseMicros: values.number('eject'),
    mostPercent: values.number('eject-most'),
    sweepMicros: values.number('sweep'),
  }
  return {
    ...(failures === 0 ? {} : { outliers }),
    panicPercent: values.number('panic'),
    slowStartMicros: values.number('slow-start'),
  }
}

/** The guide's probe has no timeout and no hysteresis. */
function healthOptions(variant: string, values: Values): HealthOptions {
  const intervalMicros = values.number('probe')
  if (isGuide(variant)) return { intervalMicros, timeoutMicros: null, rise: 1, fall: 1 }
  return {
    intervalMicros,
    timeoutMicros: values.number('probe-timeout'),
    rise: values.number('rise'),
    fall: values.number('fall'),
  }
}

function buildServers(world: World, values: Values, servers: readonly string[]): void {
  const misbehaviours = new Map<string, Misbehaviour>()
  const cold = values.number('cold')
  const options = {
    workers: values.number('workers'),
    queueCapacity: values.number('queue'),
    workMicros: values.number('work'),
    ...(cold > 1 ? { cold: { factor: cold, micros: values.number('warm-up') } } : {}),
  }
  for (const name of servers) {
    const misbehaviour: Misbehaviour = { failAfterMicros: null, healthPage: 'true', mood: '' }
    misbehaviours.set(name, misbehaviour)
    world.node(name, 'server', (node) => new Server(node, options, misbehaviour))
  }
  const change = (id: string, mood: string, how: string, misbehave: Omit<Misbehaviour, 'mood'>) =>
    world.onAction(id, (node) => {
      Object.assign(misbehaviours.get(node.name) ?? {}, misbehave, { mood })
      node.fact('mood').set(mood)
      node.mark(behaves, { server: node.name, how })
    })
  change(
    'fail-fast',
    'fails at once',
    'answers every request with 503 after 1 ms, and its health page says it is well',
    {
      failAfterMicros: FAIL_AFTER_MICROS,
      healthPage: 'true',
    },
  )
  change('flap', 'page flaps', 'answers every second health probe with 503', {
    failAfterMicros: null,
    healthPage: 'flaps',
  })
  change('look-ill', 'page lies', 'serves well, and its health page says that it is ill', {
    failAfterMicros: null,
    healthPage: 'ill',
  })
  change('recover', '', 'behaves again', { failAfterMicros: null, healthPage: 'true' })
}

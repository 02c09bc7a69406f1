import { CallingService } from '../../components/calling-service'
import { Client } from '../../components/client'
import { type Mood, type MoodHolder, showMood, UnreliableServer } from '../../components/unreliable-server'
import { ArrivalProcess, type Arrivals, drawWork, type WorkDistribution } from '../../components/workload'
import type { Request } from '../../network/message'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import { defineMark } from '../../trace/mark-definition'
import type { SystemModel } from '../system'
import { halfOpenLetsFewThrough, nothingLeavesWhileOpen, retriesStayWithinBudget } from './model-checks'
import { BUDGET_BURST, permitsOf, resilienceOf } from './model-resilience'

const SERVICE = 'service'
const TIERS = ['gateway', 'orders', 'stock']
/** Answered by the gateway itself. */
const OWN_PAGE = 'GET /home'
const OWN_MICROS = 5_000
const PAGES = ['GET /cart', 'POST /order', 'GET /price']

const behaves = defineMark<{ service: string; how: string }>('service/behaviour', 'attention', '{service} {how}.')

const model: SystemModel = {
  build(world, variant, values) {
    const clients = Array.from({ length: values.number('clients') }, (_, index) => `c${index + 1}`)
    const tiers = TIERS.slice(0, values.number('tiers'))
    const arrivals = clients.map((name) => addClient(world, values, name, clients.length))
    const chain = [...tiers, SERVICE]
    for (const [index, name] of tiers.entries()) addCaller(world, variant, values, name, chain[index + 1] as string)
    addService(world, values)
    const latency = { kind: 'fixed', micros: values.number('latency') } as const
    for (const client of clients) world.link(client, TIERS[0] as string, { latency })
    for (const [index, name] of tiers.entries()) world.link(name, chain[index + 1] as string, { latency })
    world.onSet('rps', (rps) => {
      for (const process of arrivals) process.rate = Number(rps) / clients.length
    })
    for (const [index, name] of tiers.entries()) {
      const askers = index === 0 ? clients : [tiers[index - 1] as string]
      addChecks(world, variant, values, { askers, name, target: chain[index + 1] as string })
    }
  },
}

export default model

function addClient(world: World, values: Values, name: string, clients: number): ArrivalProcess {
  const rate = values.number('rps') / clients
  const arrivals = new ArrivalProcess(values.text<Arrivals>('arrivals'), rate, world.random(`${name}/arrivals`))
  const lots = world.random(`${name}/requests`)
  const sizes = values.text<WorkDistribution>('sizes')
  const timeoutMicros = values.number('timeout')
  const next = (): Request => {
    const isOwn = lots.integer(100) < values.number('own')
    return {
      label: isOwn ? OWN_PAGE : lots.pick(PAGES),
      workMicros: drawWork(sizes, values.number('work'), lots),
      body: { deadlineMicros: world.kernel.now + timeoutMicros },
    }
  }
  world.node(name, 'client', (node) => new Client(node, { target: TIERS[0] as string, arrivals, next, timeoutMicros }))
  return arrivals
}

function addCaller(world: World, variant: string, values: Values, name: string, target: string): void {
  const options = {
    threads: values.number('threads'),
    isOwn: ({ label }: Request) => label === OWN_PAGE,
    ownMicros: OWN_MICROS,
    resilience: resilienceOf(variant, values, target),
  }
  world.node(name, 'caller', (node) => new CallingService(node, options))
}

function addService(world: World, values: Values): void {
  const holder: MoodHolder = { mood: 'well' }
  const options = {
    workers: values.number('workers'),
    queueCapacity: values.number('queue'),
    workMicros: values.number('work'),
    failPercent: values.number('fail-share'),
    flapMicros: values.number('flap'),
    hiccupPercent: values.number('hiccup'),
    hiccupMicros: values.number('hiccup-time'),
  }
  world.node(SERVICE, 'service', (node) => new UnreliableServer(node, options, holder))
  const change = (id: string, mood: Mood, how: string) =>
    world.onAction(id, (node) => {
      holder.mood = mood
      showMood(node, mood)
      node.mark(behaves, { service: node.name, how })
    })
  change('fail', 'fails', 'answers every call with 500 after 1 ms')
  change('fail-some', 'fails some', `answers ${options.failPercent} % of the calls with 500, each by lot`)
  change('fail-four-of-five', 'fails 4 of 5', 'answers four calls with 500 and the fifth with 200, again and again')
  change('not-found', 'not found', 'answers 404: the calls are wrong, it is well')
  change('flap', 'flaps', 'is well for a while and then fails for as long, again and again')
  change('recover', 'well', 'is well again')
}

function addChecks(
  world: World,
  variant: string,
  values: Values,
  { askers, name, target }: { readonly askers: readonly string[]; readonly name: string; readonly target: string },
): void {
  const permits = permitsOf(variant, values)
  const percent = values.number('budget')
  if (variant !== 'none') world.check(nothingLeavesWhileOpen(name, target))
  if (permits !== null) world.check(halfOpenLetsFewThrough(name, target, permits))
  if (variant !== 'guide' && percent > 0 && values.text('hedge') === 'off')
    world.check(retriesStayWithinBudget(askers, name, target, percent, BUDGET_BURST))
}

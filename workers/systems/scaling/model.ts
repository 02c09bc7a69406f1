import { guideModulo } from '../../algorithms/balance/guide-modulo'
import { leastConnections } from '../../algorithms/balance/least-connections'
import type { Policy } from '../../algorithms/balance/policy'
import { randomChoice } from '../../algorithms/balance/random-choice'
import { roundRobin } from '../../algorithms/balance/round-robin'
import { priceOfSize } from '../../algorithms/scaling/price'
import { Autoscaler } from '../../components/autoscaler'
import { Client } from '../../components/client'
import { FleetMonitor } from '../../components/fleet-monitor'
import { LoadCurve } from '../../components/load-curve'
import { Machine } from '../../components/machine'
import { MachinePark, type Plan } from '../../components/machine-park'
import { ServerPool } from '../../components/server-pool'
import { ArrivalProcess, type Arrivals, drawWork, type WorkDistribution } from '../../components/workload'
import type { Node } from '../../network/node'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import { defineMark } from '../../trace/mark-definition'
import type { SystemModel } from '../system'
import { fleetStaysWithinBounds, nobodyWaitsWhileAWorkerIdles, onlyReadyMachinesGetRequests } from './model-checks'
import { theoryOf } from './model-curve'
import {
  CLIENT,
  HISTORY_ROWS,
  MONITOR,
  machinesOf,
  monitorKindOf,
  POOL,
  poolKindOf,
  scalabilityOf,
  UPGRADE,
} from './model-shape'

const PAGES = ['GET /report', 'GET /search', 'POST /order']
const HEALTH = { intervalMicros: 500_000, timeoutMicros: 300_000, rise: 2, fall: 2 }

/** How each variant chooses; null keeps one queue for all. */
const POLICIES: Readonly<Record<string, { readonly name: string; readonly make: (() => Policy) | null }>> = {
  guide: { name: 'in turn, as listed', make: guideModulo },
  big: { name: 'one machine', make: roundRobin },
  pooled: { name: 'one queue for all', make: null },
  random: { name: 'by lot', make: randomChoice },
  turns: { name: 'in turn', make: roundRobin },
  shortest: { name: 'fewest open', make: leastConnections },
  autoscaled: { name: 'fewest open', make: leastConnections },
}

const replaced = defineMark<{ machine: string; times: number; from: number; workers: number; cents: number }>(
  'machine/replaced',
  'attention',
  '{machine} is stopped to make room for one with {times} times its {from} workers: {workers}, for {cents} ¢ an hour.',
)
const runsAlready = defineMark<{ machine: string }>(
  'machine/runs-already',
  'attention',
  '{machine} runs already; nothing happens.',
)

const model: SystemModel = {
  build(world, variant, values) {
    const machines = machinesOf(poolKindOf(variant), values)
    const running = variant === 'big' ? 1 : Math.min(values.number('servers'), machines.length)
    const park = new MachinePark(machines, running, () => planOf(variant, values))
    const fleet = new Fleet(world, variant, values, park)
    fleet.addClient()
    fleet.addPool()
    for (const name of machines) fleet.addMachine(name)
    fleet.addMonitor()
    fleet.addLinks(machines)
    fleet.listen()
    world.check(onlyReadyMachinesGetRequests(POOL, machines))
    if (variant === 'autoscaled')
      world.check(fleetStaysWithinBounds(machines, Math.min(running, values.number('min')), values.number('max')))
    else world.check(nobodyWaitsWhileAWorkerIdles(POOL, machines))
  },
}

export default model

function planOf(variant: string, values: Values): Plan {
  const workers = values.number('workers')
  const price = values.number('price')
  if (variant !== 'big') return { workers, speed: 1, centsPerHour: price }
  const size = values.number('servers')
  const centsPerHour = priceOfSize(price, size, values.number('exponent') / 100)
  if (values.text('grow') === 'faster') return { workers, speed: size, centsPerHour }
  return { workers: workers * size, speed: 1, centsPerHour }
}

/** Everything in one world, and what is done to it from outside. */
class Fleet {
  private readonly arrivals: ArrivalProcess
  private pool: ServerPool | null = null
  private curve: LoadCurve | null = null

  constructor(
    private readonly world: World,
    private readonly variant: string,
    private readonly values: Values,
    private readonly park: MachinePark,
  ) {
    this.arrivals = new ArrivalProcess(
      values.text<Arrivals>('arrivals'),
      values.number('rps'),
      world.random('arrivals'),
    )
  }

  addClient(): void {
    const { world, values, arrivals } = this
    const lots = world.random('requests')
    const sizes = values.text<WorkDistribution>('sizes')
    const next = () => ({ label: lots.pick(PAGES), workMicros: drawWork(sizes, values.number('work'), lots) })
    const timeoutMicros = values.number('timeout')
    world.node(CLIENT, 'client', (node) => new Client(node, { target: POOL, arrivals, next, timeoutMicros }))
  }

  addPool(): void {
    const { world, variant, values, park } = this
    const policy = POLICIES[variant]
    if (policy === undefined) throw new Error(`there is no variant ${variant}`)
    world.node(POOL, poolKindOf(variant), (node) => {
      // A pool that starts anew asks the provider who is there; the guide's list has also those that boot.
      const servers = park.leases.map(({ name, power, plan, isKept }) => ({
        name,
        workers: plan.workers,
        isMember: variant === 'guide' ? isKept : power === 'ready',
      }))
      this.pool = new ServerPool(node, {
        policyName: policy.name,
        makePolicy: policy.make,
        servers,
        queueCapacity: values.number('queue'),
        health: variant === 'guide' || policy.make === null ? null : HEALTH,
      })
      return this.pool
    })
  }

  addMachine(name: string): void {
    const { world, variant, values, park } = this
    const options = {
      park,
      queueCapacity: values.number('queue'),
      bootMicros: values.number('boot'),
      scalability: scalabilityOf(values),
      enlistsAt: variant === 'guide' ? null : POOL,
    }
    world.node(name, 'machine', (node) => new Machine(node, options))
  }

  addMonitor(): void {
    const { world, variant, values, park } = this
    const periodMicros = values.number('period')
    world.node(MONITOR, monitorKindOf(variant), (node) => {
      if (variant === 'autoscaled') {
        const scaler = new Autoscaler(node, this.scalerOptions())
        return new FleetMonitor(node, {
          park,
          pool: POOL,
          periodMicros,
          observers: [(sample) => scaler.follow(sample)],
        })
      }
      const { sigma, kappa } = scalabilityOf(values)
      const curve = new LoadCurve(node, kappa > 0 ? 'usl' : sigma > 0 ? 'amdahl' : null)
      this.curve = curve
      node.fact('theory').set(theoryOf(variant, values))
      return new FleetMonitor(node, { park, pool: POOL, periodMicros, observers: [(sample) => curve.add(sample)] })
    })
  }

  addLinks(machines: readonly string[]): void {
    const { world, values } = this
    const latency = { kind: 'fixed', micros: values.number('latency') } as const
    world.link(CLIENT, POOL, { latency })
    for (const name of machines) world.link(POOL, name, { latency })
    world.link(MONITOR, POOL, { latency })
    for (const name of machines) world.link(MONITOR, name, { latency })
  }

  /** What people change while it runs. */
  listen(): void {
    const { world, park } = this
    world.onSet('rps', (rps) => {
      this.arrivals.rate = Number(rps)
      this.curve?.beginStage()
    })
    world.onSet('workers', (workers) => {
      const { servers, grow } = { servers: this.values.number('servers'), grow: this.values.text('grow') }
      const each = Number(workers) * (this.variant === 'big' && grow === 'wider' ? servers : 1)
      for (const { name } of park.leases) {
        park.machines.get(name)?.resize(each)
        this.pool?.resize(name, each)
      }
      this.curve?.beginStage()
    })
    world.onAction('add', (node) => this.add(node))
    world.onAction('upgrade', (node) => this.upgrade(node))
  }

  /** The guide lists a new server at once; otherwise it enlists itself when it is ready. */
  private add(node: Node): void {
    const lease = this.park.lease(node.name)
    if (lease.power !== 'off') return node.mark(runsAlready, { machine: node.name })
    this.park.machines.get(node.name)?.launch()
    if (this.variant === 'guide') this.pool?.enlist(node.name, lease.plan.workers)
    this.curve?.beginStage()
  }

  private upgrade(node: Node): void {
    const { values } = this
    const lease = this.park.lease(node.name)
    const { plan } = lease
    const factor = priceOfSize(1, UPGRADE, values.number('exponent') / 100)
    const centsPerHour = plan.centsPerHour * factor
    const workers = plan.workers * UPGRADE
    const cents = Math.round(10 * centsPerHour) / 10
    node.mark(replaced, { machine: node.name, times: UPGRADE, from: plan.workers, workers, cents })
    lease.change(node.now, { plan: { ...plan, workers, centsPerHour } })
    node.crash()
    node.restart()
    this.curve?.beginStage()
  }

  private scalerOptions() {
    const { values, park } = this
    return {
      park,
      pool: POOL,
      rule: {
        target: values.number('target') / 100,
        tolerance: values.number('tolerance') / 100,
        min: Math.min(values.number('min'), values.number('max')),
        max: values.number('max'),
      },
      stabiliseMicros: values.number('stabilise'),
      cooldownMicros: values.number('cooldown'),
      historyRows: HISTORY_ROWS,
    }
  }
}

import { AppendOnlyFile } from '../../components/append-only-file'
import { RedisClient } from '../../components/redis-client'
import { RedisServer, type RedisServerOptions, type ServerClock } from '../../components/redis-server'
import type { Node } from '../../network/node'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import { Account, type Ledger } from './model-account'
import { type Lock, Redlock, SingleLock } from './model-locks'
import * as marks from './model-marks'
import { LockWitness } from './model-witness'
import { Worker, type WorkerOptions } from './model-worker'

const ACCOUNT = 'account'
const PRIMARY = 'redis'
const REPLICA = 'replica'
const REDLOCK_SERVERS = 5
const QUEUE = 1_000
/** How far the action sets a clock: longer than any lease of the presets. */
const CLOCK_STEP_MICROS = 10_000_000

const model: SystemModel = {
  build(world, variant, values) {
    const witness = new LockWitness()
    const workers = Array.from({ length: values.number('workers') }, (_, index) => `w${index + 1}`)
    const cluster = new Cluster(world, variant === 'redlock', values.flag('file'))
    for (const name of workers) addWorker(world, variant, values, { name, cluster, witness })
    cluster.build()
    const ledger: Ledger = { balance: 0, version: 0, token: 0, owner: '' }
    world.node(ACCOUNT, 'account', (node) => new Account(node, ledger, variant === 'fenced', witness))
    const latency = { kind: 'uniform', low: values.number('latency'), high: 2 * values.number('latency') } as const
    for (const name of workers) {
      for (const server of cluster.asked) world.link(name, server, { latency })
      world.link(name, ACCOUNT, { latency })
    }
    if (variant !== 'redlock') world.link(PRIMARY, REPLICA, { latency })
    for (const check of witness.checks) world.check(check)
  },
}

export default model

interface Place {
  readonly name: string
  readonly cluster: Cluster
  readonly witness: LockWitness
}

function addWorker(world: World, variant: string, values: Values, { name, cluster, witness }: Place): void {
  const leaseMicros = values.number('lease')
  const options: WorkerOptions = {
    account: ACCOUNT,
    deposits: values.number('deposits'),
    amount: values.number('amount'),
    gapMicros: values.number('gap'),
    workMicros: values.number('work'),
    pollMicros: values.number('poll'),
    leaseMicros,
    timeoutMicros: values.number('timeout'),
    isGuide: variant === 'guide',
    isFenced: variant === 'fenced',
    renews: variant === 'renewed',
    nests: values.flag('nested'),
    checksLease: variant === 'redlock',
  }
  const begun = { count: 0 }
  const lockOf = (node: Node): Lock => {
    const client = (server: () => string) => new RedisClient(node, server, options.timeoutMicros)
    if (variant !== 'redlock')
      return new SingleLock(
        node,
        client(() => cluster.primary),
        leaseMicros,
        variant === 'fenced',
      )
    return new Redlock(
      node,
      cluster.asked.map((server) => client(() => server)),
      leaseMicros,
    )
  }
  world.node(name, 'worker', (node) => new Worker(node, lockOf(node), options, witness, begun))
}

/** The Redis servers, which of them is asked, and their clocks. It stands outside of them, as operators do. */
class Cluster {
  primary = PRIMARY
  readonly asked: readonly string[]
  private readonly servers = new Map<string, RedisServer>()
  private readonly clocks = new Map<string, ServerClock>()

  constructor(
    private readonly world: World,
    private readonly isRedlock: boolean,
    private readonly hasFile: boolean,
  ) {
    const five = Array.from({ length: REDLOCK_SERVERS }, (_, index) => `${PRIMARY}-${index + 1}`)
    this.asked = isRedlock ? five : [PRIMARY, REPLICA]
  }

  build(): void {
    const { world } = this
    for (const name of this.asked) this.add(name)
    world.onAction('failover', (node) => this.failOver(node))
    world.onAction('clock-ahead', (node) => this.setClock(node, CLOCK_STEP_MICROS))
    world.onAction('clock-back', (node) => this.setClock(node, -CLOCK_STEP_MICROS))
  }

  private add(name: string): void {
    const clock = { offsetMicros: 0 }
    this.clocks.set(name, clock)
    const file = this.hasFile ? { file: new AppendOnlyFile('always') } : {}
    const cluster = this
    const options: RedisServerOptions = {
      ...file,
      queueCapacity: QUEUE,
      clock,
      shownKeys: 2,
      replicas: name === PRIMARY ? [REPLICA] : [],
      get isReplica() {
        return name === REPLICA && cluster.primary !== REPLICA
      },
    }
    this.world.node(name, 'redis', (node) => {
      const server = new RedisServer(node, options)
      this.servers.set(name, server)
      return server
    })
  }

  private failOver(node: Node): void {
    const from = this.world.network.node(PRIMARY)
    const to = this.world.network.node(REPLICA)
    if (this.isRedlock || from === undefined || to === undefined)
      return node.mark(marks.noFailover, { why: 'these servers are all alike' })
    if (this.primary === REPLICA) return node.mark(marks.noFailover, { why: 'the replica has taken over before' })
    if (!to.up) return node.mark(marks.noFailover, { why: 'the replica is down' })
    const behind = from.gauge('offset').value - to.gauge('offset').value
    from.crash()
    this.primary = REPLICA
    this.servers.get(REPLICA)?.promote()
    to.mark(marks.failedOver, { from: PRIMARY, to: REPLICA, behind })
  }

  private setClock(node: Node, by: number): void {
    const clock = this.clocks.get(node.name)
    if (clock === undefined) return
    clock.offsetMicros += by
    node.mark(marks.clockSet, { server: node.name, by: Math.abs(by), where: by > 0 ? 'ahead' : 'back' })
    if (node.up) this.servers.get(node.name)?.clockSet()
  }
}

import { slowdownOf } from '../../algorithms/scaling/scalability'
import { RowTable } from '../../algorithms/storage/row-table'
import { ConnectionPooler, type ConnectionPoolerOptions } from '../../components/connection-pooler'
import { Database, type DatabaseOptions } from '../../components/database'
import { DatabaseSessions } from '../../components/database-sessions'
import { ArrivalProcess, type Arrivals, type WorkDistribution } from '../../components/workload'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import { App, type AppOptions } from './model-app'
import { kappaOf, LoadTest, sweepTheory } from './model-load-test'
import { poolTo } from './model-pools'
import { Users } from './model-users'
import { PoolWitness } from './model-witness'

const USERS = 'users'
const PRIMARY = 'primary'
const POOLER = 'pooler'
const KEYS = 50
/** Changes that one message to a replica carries, and how long its answer is waited for. */
const BATCH = 100
const PATIENCE_MICROS = 5_000_000
/** A pool of its own for reports has so many connections. */
const REPORT_CONNECTIONS = 1
/** Clients that the pooler takes; they cost hardly anything. */
const MAX_CLIENTS = 1_000

const model: SystemModel = {
  build(world, variant, values) {
    const witness = new PoolWitness()
    const apps = Array.from({ length: values.number('apps') }, (_, index) => `app-${index + 1}`)
    const replicas = hasReplicas(variant)
      ? Array.from({ length: values.number('replicas') }, (_, index) => `replica-${index + 1}`)
      : []
    const size = { now: values.number('pool') }
    const test = addUsers(world, values, { apps, size, witness })
    const isBounded = variant !== 'guide' && variant !== 'none'
    const options = appOptions(variant, values, replicas)
    const running = new Map<string, App>()
    for (const name of apps)
      world.node(name, kindOfApp(variant, replicas.length), (node) => {
        const app = new App(node, options, witness)
        if (isBounded) app.resize(size.now)
        running.set(name, app)
        return app
      })
    if (variant === 'pooler') addPooler(world, values, witness)
    for (const name of [PRIMARY, ...replicas]) addDatabase(world, values, { name, replicas, witness })
    addLinks(world, values, { apps, replicas, door: variant === 'pooler' ? POOLER : PRIMARY })
    if (isBounded)
      world.onSet('pool', (connections) => {
        size.now = Number(connections)
        for (const app of running.values()) app.resize(size.now)
        test.current?.resized(size.now)
      })
    for (const check of witness.checks) world.check(check)
  },
}

export default model

/** What its pools look like: `app`, `pooler-app`, `replica-app`, or one of those `unbounded-`. */
function kindOfApp(variant: string, replicas: number): string {
  const kind = variant === 'pooler' ? 'pooler-app' : replicas > 0 ? 'replica-app' : 'app'
  return variant === 'guide' || variant === 'none' ? `unbounded-${kind}` : kind
}

function hasReplicas(variant: string): boolean {
  return variant === 'guide' || variant === 'replicas'
}

interface Crowd {
  readonly apps: readonly string[]
  /** Connections of a pool now. */
  readonly size: { readonly now: number }
  readonly witness: PoolWitness
}

/** A load test measures what users get who never stop asking; a node that starts anew has a new one. */
function addUsers(world: World, values: Values, { apps, size, witness }: Crowd): { readonly current: LoadTest | null } {
  const running: { current: LoadTest | null } = { current: null }
  const kind = values.text<Arrivals>('arrivals')
  const arrivals = new ArrivalProcess(kind, values.number('rps'), world.random('users/arrivals'))
  const options = {
    apps,
    arrivals,
    closedUsers: values.number('users'),
    thinkMicros: values.number('think'),
    lookMicros: values.flag('look') ? values.number('look-time') : null,
    timeoutMicros: values.number('timeout'),
    writePercent: values.number('writes'),
    reportPercent: values.number('reports'),
    pagePercent: values.number('pages'),
    sizes: values.text<WorkDistribution>('sizes'),
    workMicros: values.number('work'),
    reportMicros: values.number('report-work'),
    keys: KEYS,
  }
  if (options.closedUsers === 0) world.node(USERS, 'users', (node) => new Users(node, options, witness))
  else
    world.node(USERS, 'load-test', (node) => {
      running.current = new LoadTest(node, size.now, sweepTheory(values))
      return new Users(node, options, witness, running.current)
    })
  world.onSet('rps', (rps) => {
    arrivals.rate = Number(rps)
  })
  return running
}

function appOptions(variant: string, values: Values, replicas: readonly string[]): AppOptions {
  const door = variant === 'pooler' ? POOLER : PRIMARY
  const hasOwnPool = values.flag('reports-pool')
  const reports = poolTo(replicas[0] ?? door, variant, values, REPORT_CONNECTIONS)
  return {
    primary: poolTo(door, variant, values),
    replicas: replicas.map((name) => poolTo(name, variant, values)),
    reports: hasOwnPool ? { ...reports, name: 'reports' } : null,
    threads: values.number('threads'),
    backlog: values.number('backlog'),
    holdMicros: values.number('hold'),
    givesBackFirst: values.flag('early'),
    connections: values.number('connections'),
    leakPercent: values.number('leak'),
    routesByPosition: variant === 'replicas' && values.text('routing') === 'position',
  }
}

function addPooler(world: World, values: Values, witness: PoolWitness): void {
  // It prepares nothing of its own.
  const own = { ...poolTo(PRIMARY, 'pooler', values, values.number('server-pool')), prepares: false }
  const options: ConnectionPoolerOptions = {
    maxClients: MAX_CLIENTS,
    mode: values.text('mode'),
    tracksPrepared: values.flag('tracks'),
    pool: { ...own, maxWaiting: MAX_CLIENTS },
  }
  world.node(POOLER, 'pooler', (node) => {
    witness.fresh(node.name)
    return new ConnectionPooler(node, options, witness)
  })
}

interface Place {
  readonly name: string
  readonly replicas: readonly string[]
  readonly witness: PoolWitness
}

/** Its rows and log are on disk, so they outlive a crash. */
function addDatabase(world: World, values: Values, { name, replicas, witness }: Place): void {
  const isPrimary = name === PRIMARY
  const rows = Array.from({ length: KEYS }, (_, index) => [`order-${index + 1}`, 0] as const)
  const table = new RowTable([...rows, ['settings', 0]])
  const [cores, maxConnections] = [values.number('cores'), values.number('max')]
  const law = { sigma: 0, kappa: kappaOf(values.number('hindrance')) }
  const shipping = { followers: replicas, batch: BATCH, patienceMicros: PATIENCE_MICROS }
  const replay = { applyMicros: values.number('apply'), sharesWorkers: true }
  const options: DatabaseOptions = {
    // Each connection has a process; one more replays the log.
    workers: maxConnections + 1,
    queueCapacity: 0,
    readMicros: values.number('work'),
    writeMicros: values.number('work'),
    slowdownAt: (active) => Math.max(1, active / cores) * slowdownOf(active, law),
    ...(isPrimary && replicas.length > 0 && { shipping }),
    ...(!isPrimary && { follows: { primary: PRIMARY }, replay }),
  }
  const sessions = {
    cores,
    maxConnections,
    connectMicros: values.number('connect'),
    statementMicros: values.number('statement') === 0 ? Number.POSITIVE_INFINITY : values.number('statement'),
    idleMicros: values.number('cut') === 0 ? Number.POSITIVE_INFINITY : values.number('cut'),
  }
  witness.limit(name, maxConnections)
  const kind = isPrimary && replicas.length === 0 ? 'lone-primary' : isPrimary ? 'primary' : 'replica'
  world.node(name, kind, (node) => {
    return new DatabaseSessions(node, new Database(node, table, options), sessions, witness)
  })
}

interface Places {
  readonly apps: readonly string[]
  readonly replicas: readonly string[]
  readonly door: string
}

function addLinks(world: World, values: Values, { apps, replicas, door }: Places): void {
  const latency = { kind: 'fixed', micros: values.number('latency') } as const
  for (const app of apps) {
    world.link(USERS, app, { latency })
    world.link(app, door, { latency })
    for (const replica of replicas) world.link(app, replica, { latency })
  }
  if (door === POOLER) world.link(POOLER, PRIMARY, { latency })
  const lag = { kind: 'fixed', micros: values.number('lag') } as const
  for (const replica of replicas) world.link(PRIMARY, replica, { latency: lag })
}

import type { Durable } from '../../algorithms/consensus/raft'
import { GuideCluster, type GuideConnection } from '../../algorithms/replication/guide-cluster'
import { majorityOf } from '../../algorithms/replication/held-position'
import { ArrivalProcess } from '../../components/workload'
import type { Node } from '../../network/node'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import { Application, type AppOptions, type ReadPolicy } from './model-app'
import type { Command } from './model-messages'
import { Monitor, type MonitorDisk } from './model-monitor'
import { DatabaseNode } from './model-node'
import { NodeDisk } from './model-node-disk'
import type { NodeOptions } from './model-node-options'
import { PowerSwitch } from './model-power'
import { RaftNode } from './model-raft-node'
import type { RaftNodeOptions } from './model-raft-options'
import { RaftWitness } from './model-raft-witness'
import { GuideRouter, MonitoredRouter, RaftRouter, type Router } from './model-routers'
import { ReplicationWitness } from './model-witness'

const MONITOR = 'monitor'
const POWER = 'power'
const LETTERS = 'abcdef'
const WORKERS = 4
const READ_MICROS = 300
const WRITE_MICROS = 500
/** How long a node waits for the answer of another one. */
const PATIENCE_MICROS = 500_000
/** Before the first request: a Raft group elects its first leader. */
const QUIET_MICROS = 400_000

const model: SystemModel = {
  build(world, variant, values) {
    const witness = new ReplicationWitness()
    const raftWitness = new RaftWitness()
    const nodes = Array.from({ length: values.number('nodes') }, (_, index) => `n${index + 1}`)
    const apps = Array.from({ length: values.number('apps') }, (_, index) => `app-${index + 1}`)
    addApps(world, variant, values, { nodes, apps, witness })
    const isMonitored = variant !== 'guide' && variant !== 'raft'
    if (isMonitored) addMonitor(world, variant, values, nodes, apps)
    for (const name of nodes)
      if (variant === 'raft') addRaftNode(world, values, { name, nodes, witness }, raftWitness)
      else addNode(world, variant, values, { name, nodes, witness })
    link(world, values, nodes, apps, isMonitored)
    for (const check of witness.checks) world.check(check)
    if (variant === 'raft') for (const check of raftWitness.checks) world.check(check)
  },
}

export default model

interface Cast {
  readonly nodes: readonly string[]
  readonly apps: readonly string[]
  readonly witness: ReplicationWitness
}

function addApps(world: World, variant: string, values: Values, { nodes, apps, witness }: Cast): void {
  const objects = new Map<string, Application>()
  for (const [index, name] of apps.entries()) {
    const options: AppOptions = {
      letter: LETTERS[index] ?? 'x',
      keys: values.number('keys'),
      // The guide's object chooses by itself whom it reads from.
      reads: variant === 'guide' ? 'any' : values.text<ReadPolicy>('reads'),
      boundMicros: values.number('bound'),
      timeoutMicros: values.number('timeout'),
      probeMicros: values.number('probe'),
      nodes,
      afterMicros: QUIET_MICROS,
    }
    const written = { count: 0 }
    world.node(name, 'app', (node) => {
      const arrivals = {
        writes: new ArrivalProcess('poisson', values.number('writes'), node.random('writes')),
        reads: new ArrivalProcess('poisson', values.number('reads-rate'), node.random('reads')),
      }
      const app = new Application(node, routerOf(variant, node, nodes), arrivals, options, witness, written)
      objects.set(name, app)
      return app
    })
  }
  world.onAction('failover', (node) => objects.get(node.name)?.handleFailover())
}

function routerOf(variant: string, node: Node, nodes: readonly string[]): Router {
  const lots = node.random('which replica')
  const [first = '', ...rest] = nodes
  if (variant === 'raft') return new RaftRouter(nodes, lots)
  if (variant !== 'guide') return new MonitoredRouter(first, rest, lots)
  const connection = (id: string, role: 'primary' | 'replica'): GuideConnection => ({
    id,
    role,
    isHealthy: true,
    lagMs: 0,
  })
  const replicas = rest.map((id) => connection(id, 'replica'))
  return new GuideRouter(new GuideCluster(connection(first, 'primary'), replicas), lots)
}

function addMonitor(
  world: World,
  variant: string,
  values: Values,
  nodes: readonly string[],
  apps: readonly string[],
): void {
  const disk: MonitorDisk = { epoch: 1, primary: nodes[0] ?? '' }
  const holders = variant === 'async' ? nodes.length : 1 + confirmationsOf(variant, values)
  // Any so many nodes have one among them that holds what was acknowledged.
  const needed = variant === 'async' ? 1 : nodes.length - holders + 1
  world.node(MONITOR, 'monitor', (node) => {
    const [probeMicros, misses] = [values.number('probe'), values.number('misses')]
    const power = values.flag('stonith') ? POWER : null
    return new Monitor(node, disk, { nodes, apps, probeMicros, misses, needed, power })
  })
  if (values.flag('stonith')) world.node(POWER, 'power', (node) => new PowerSwitch(node))
}

/** Replicas that confirm a write before it is acknowledged. */
function confirmationsOf(variant: string, values: Values): number {
  if (variant === 'quorum') return majorityOf(values.number('nodes')) - 1
  return variant === 'semi-sync' ? Math.min(values.number('confirmations'), values.number('nodes') - 1) : 0
}

interface Place {
  readonly name: string
  readonly nodes: readonly string[]
  readonly witness: ReplicationWitness
}

function addNode(world: World, variant: string, values: Values, { name, nodes, witness }: Place): void {
  const alone = values.number('alone')
  const options: NodeOptions = {
    ...commonOf(values, name, nodes),
    shipMicros: values.number('ship'),
    confirmations: confirmationsOf(variant, values),
    aloneAfterMicros: variant === 'semi-sync' && alone > 0 ? alone : null,
    readsThroughLog: variant === 'quorum',
    minReplicas: values.number('min-replicas'),
    mostLagMicros: values.number('most-lag'),
    isGuide: variant === 'guide',
  }
  const [first = ''] = nodes
  const disk = new NodeDisk(name === first ? { kind: 'primary' } : { kind: 'replica', of: first })
  if (name === first) witness.promoted(name, (value) => disk.holds(value))
  world.node(name, 'database', (node) => new DatabaseNode(node, disk, options, witness))
}

function addRaftNode(world: World, values: Values, { name, nodes, witness }: Place, raftWitness: RaftWitness): void {
  const options: RaftNodeOptions = {
    ...commonOf(values, name, nodes),
    patienceMicros: 4 * values.number('heartbeat'),
    electionMicros: values.number('election'),
  }
  const disk: Durable<Command> = { term: 0, votedFor: null, log: [] }
  world.node(name, 'database', (node) => new RaftNode(node, disk, options, [witness, raftWitness]))
}

function commonOf(values: Values, name: string, nodes: readonly string[]) {
  return {
    peers: nodes.filter((other) => other !== name),
    workers: WORKERS,
    readMicros: READ_MICROS,
    writeMicros: WRITE_MICROS,
    applyMicros: values.number('apply'),
    heartbeatMicros: values.number('heartbeat'),
    patienceMicros: PATIENCE_MICROS,
    waitMicros: values.number('wait'),
  }
}

function link(
  world: World,
  values: Values,
  nodes: readonly string[],
  apps: readonly string[],
  isMonitored: boolean,
): void {
  const latency = { kind: 'fixed', micros: values.number('latency') } as const
  const between = { kind: 'fixed', micros: values.number('between') } as const
  for (const app of apps) for (const name of nodes) world.link(app, name, { latency })
  for (const [index, one] of nodes.entries())
    for (const other of nodes.slice(index + 1)) world.link(one, other, { latency: between })
  if (!isMonitored) return
  const power = values.flag('stonith') ? [POWER] : []
  for (const other of [...nodes, ...apps, ...power]) world.link(MONITOR, other, { latency })
}

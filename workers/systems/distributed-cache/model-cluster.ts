import { RedisSlots } from '../../algorithms/hashing/redis-slots'
import type { HealthOptions } from '../../components/health-prober'
import type { LeasedStoreOptions, StoredRow } from '../../components/leased-store'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import { type Claim, ClusterConfig } from './model-cluster-config'
import { ClusterNode, type ClusterNodeOptions } from './model-cluster-node'

/** Commands that may wait at a cache node. */
export const CACHE_QUEUE = 500

/** The nodes of a cluster and who has what at the start. */
export interface Cluster {
  readonly names: readonly string[]
  readonly primaries: readonly string[]
  /** Without slots at the start. */
  readonly spares: readonly string[]
  readonly claims: readonly Claim[]
  /** The other one of two with the same rows. */
  partner(name: string): string | null
}

export function clusterOf(values: Values): Cluster {
  const primaries = Array.from({ length: values.number('caches') }, (_, index) => `cache-${index + 1}`)
  const copies = values.flag('replicas') ? primaries.map((name) => `${name}b`) : []
  const spares = values.flag('standby') ? [`cache-${primaries.length + 1}`] : []
  const slots = new RedisSlots(primaries)
  const claims = primaries.map((owner, index): Claim => {
    const ranges = slots.ranges(owner).map(({ first, last }) => [first, last] as const)
    return { owner, epoch: index + 1, slots: ranges }
  })
  const partner = (name: string): string | null => {
    const other = name.endsWith('b') ? name.slice(0, -1) : `${name}b`
    return copies.length > 0 && !spares.includes(name) ? other : null
  }
  return { names: [...primaries, ...copies, ...spares], primaries, spares, claims, partner }
}

export function healthOptions(values: Values): HealthOptions {
  return {
    intervalMicros: values.number('probe'),
    timeoutMicros: values.number('cache-timeout'),
    rise: 2,
    fall: values.number('fall'),
  }
}

/** Primaries and their copies begin with the rows that belong to them. */
export function addCluster(
  world: World,
  values: Values,
  cluster: Cluster,
  store: LeasedStoreOptions,
  keys: readonly string[],
): void {
  const slots = new RedisSlots(cluster.primaries)
  const members = new Map<string, ClusterNode>()
  for (const name of cluster.names) {
    const follows = name.endsWith('b') ? cluster.partner(name) : null
    const config = new ClusterConfig(name, cluster.claims, follows)
    let initial = keys.filter((key) => slots.locate(key) === (follows ?? name)).map((key) => rowAtStart(key, values))
    const options: ClusterNodeOptions = {
      ...store,
      queueCapacity: CACHE_QUEUE,
      serviceMicros: values.number('cache-work'),
      peers: cluster.names.filter((each) => each !== name),
      partner: cluster.partner(name),
      health: healthOptions(values),
      waits: values.flag('wait-copy'),
      patienceMicros: values.number('cache-timeout'),
      restMicros: values.number('key-rest'),
    }
    world.node(name, cluster.spares.includes(name) ? 'spare' : 'member', (node) => {
      const member = new ClusterNode(node, config, { ...options, initial })
      initial = []
      members.set(name, member)
      return member
    })
  }
  addLinks(world, values, cluster)
  world.onAction('join', ({ name }) => members.get(name)?.join())
}

function addLinks(world: World, values: Values, { names, partner }: Cluster): void {
  for (const [index, one] of names.entries())
    for (const other of names.slice(index + 1)) {
      const micros = values.number(partner(one) === other ? 'copy-latency' : 'latency')
      world.link(one, other, { latency: { kind: 'fixed', micros } })
    }
}

function rowAtStart(key: string, values: Values): StoredRow {
  return { key, value: 0, version: 0, until: values.number('ttl') }
}

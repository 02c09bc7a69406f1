import { RowTable } from '../../algorithms/storage/row-table'
import { Client } from '../../components/client'
import { Database } from '../../components/database'
import { readRow, writeRow } from '../../components/database-requests'
import { LeasedCache, type LeasedCacheOptions } from '../../components/leased-cache'
import type { LeasedStoreOptions } from '../../components/leased-store'
import { NewestReadWitness } from '../../components/newest-read-witness'
import { ArrivalProcess, type Arrivals, drawWork, type WorkDistribution } from '../../components/workload'
import type { Micros } from '../../kernel/time'
import { Zipf } from '../../kernel/zipf'
import type { Request } from '../../network/message'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import { NOT_OLD } from './meta-checks'
import { type AppOptions, CacheApp, type Shared } from './model-app'
import { addCluster, CACHE_QUEUE, clusterOf, healthOptions } from './model-cluster'
import { Fleet } from './model-fleet'
import { HotKeys } from './model-hot-keys'
import { LoadWitness } from './model-load-witness'
import { SlotMap } from './model-slot-map'

const CLIENT = 'clients'
const DATABASE = 'database'
const GUTTER = 'gutter'
const APPS = ['app-1', 'app-2'] as const
const KILOBYTE = 1_000
/** What memcached keeps beside key and value: its item header of 48 bytes and 8 of the version. */
const ENTRY_OVERHEAD = 56
/** As in the paper: who has a lease and is not heard of blocks others for so long at most. */
const LEASE_MICROS: Micros = 10_000_000

const model: SystemModel = {
  build(world, variant, values) {
    const cluster = variant === 'cluster' ? clusterOf(values) : null
    const caches = cluster?.names ?? Array.from({ length: values.number('caches') }, (_, index) => `cache-${index + 1}`)
    const keys = Array.from({ length: values.number('keys') }, (_, index) => `item:${index + 1}`)
    const gutter = variant === 'gutter' ? GUTTER : null
    const shared: Shared = {
      hotKeys: new HotKeys(values.number('hot-from')),
      reads: new NewestReadWitness(keys.map((key) => [key, 0] as const)),
      loads: new LoadWitness(),
    }
    const fleetOf = (): Fleet => new Fleet(variant, caches, gutter, cluster && new SlotMap(cluster.claims))
    const fleets = new Map(APPS.map((app) => [app, fleetOf()] as const))
    addClient(world, values, keys)
    for (const [app, fleet] of fleets) addApp(world, values, { app, fleet, shared, keys })
    if (cluster === null) addCaches(world, values, keys, fleets.get('app-1') as Fleet)
    else addCluster(world, values, cluster, storeOptions(values, keys), keys)
    addDatabase(world, values, keys)

    const latency = { kind: 'fixed', micros: values.number('latency') } as const
    for (const app of APPS) {
      world.link(CLIENT, app, { latency })
      for (const cache of [...caches, ...(gutter === null ? [] : [gutter])]) world.link(app, cache, { latency })
      world.link(app, DATABASE, { latency })
    }
    if (values.flag('near-told') && values.text('hot-keys') === 'near') world.link(APPS[0], APPS[1], { latency })
    world.check(shared.reads.check(NOT_OLD))
    world.check(shared.loads.check)
  },
}

export default model

/** Clients turn to the applications in turn. */
function addClient(world: World, values: Values, keys: readonly string[]): void {
  const popularity = new Zipf(keys.length, values.number('zipf') / 100)
  const lots = world.random(`${CLIENT}/requests`)
  const works = world.random(`${CLIENT}/work`)
  const arrivals = new ArrivalProcess(
    values.text<Arrivals>('arrivals'),
    values.number('rps'),
    world.random(`${CLIENT}/arrivals`),
  )
  let [turn, written] = [0, 0]
  const next = (): Request => {
    const [isWrite, isHot] = [lots.integer(100) < values.number('writes'), lots.integer(100) < values.number('hot')]
    const rank = popularity.rank(lots)
    const key = keys[isHot ? 0 : rank] as string
    const workMicros = drawWork(values.text<WorkDistribution>('query-spread'), values.number('query'), works)
    return { ...(isWrite ? writeRow(key, ++written) : readRow(key)), workMicros }
  }
  const target = (): string => APPS[turn++ % APPS.length] as string
  const options = { target, arrivals, next, timeoutMicros: values.number('timeout') }
  world.node(CLIENT, 'client', (node) => new Client(node, options))
  world.onSet('rps', (rps) => {
    arrivals.rate = Number(rps)
  })
}

interface AppParts {
  readonly app: string
  readonly fleet: Fleet
  readonly shared: Shared
  readonly keys: readonly string[]
}

function addApp(world: World, values: Values, { app, fleet, shared, keys }: AppParts): void {
  const options: AppOptions = {
    database: DATABASE,
    cacheTimeoutMicros: values.number('cache-timeout'),
    health: healthOptions(values),
    lifeMicros: values.number('ttl'),
    gutterLifeMicros: values.number('gutter-ttl'),
    waitMicros: values.number('wait'),
    hot: values.text<AppOptions['hot']>('hot-keys'),
    nearLifeMicros: values.number('near-ttl'),
    near: values.flag('near-told') && values.text('hot-keys') === 'near' ? APPS.filter((each) => each !== app) : [],
    coalesces: values.flag('coalesce'),
    flushes: values.flag('flush'),
    keys,
    persistMicros: fleet.slots === null ? 0 : values.number('timeout'),
  }
  const kind = fleet.slots !== null ? 'cluster app' : fleet.gutter !== null ? 'gutter app' : 'app'
  world.node(app, kind, (node) => new CacheApp(node, fleet, shared, options))
}

/** Nodes begin with the rows that belong to them, so that what is seen is the failure and not the start. */
function addCaches(world: World, values: Values, keys: readonly string[], fleet: Fleet): void {
  const options: LeasedCacheOptions = {
    ...storeOptions(values, keys),
    workers: 1,
    queueCapacity: CACHE_QUEUE,
    serviceMicros: values.number('cache-work'),
  }
  const until = values.number('ttl')
  for (const name of fleet.caches) {
    let initial = keys
      .filter((key) => fleet.homes(key).includes(name))
      .map((key) => ({ key, value: 0, version: 0, until }))
    world.node(name, 'cache', (node) => {
      const cache = new LeasedCache(node, { ...options, initial })
      initial = []
      return cache
    })
  }
  if (fleet.gutter !== null) world.node(fleet.gutter, 'gutter', (node) => new LeasedCache(node, options))
}

function storeOptions(values: Values, keys: readonly string[]): LeasedStoreOptions {
  return {
    capacity: values.number('capacity'),
    memory: { bytes: KILOBYTE * values.number('memory'), bytesOf: entrySizes(values, keys) },
    leaseMicros: values.flag('leases') ? LEASE_MICROS : null,
  }
}

/** Every so manieth key, by popularity, has a large row. */
function entrySizes(values: Values, keys: readonly string[]): (key: string) => number {
  const [usual, large, share] = [values.number('row-size'), values.number('large-size'), values.number('large')]
  const isLarge = (rank: number): boolean => Math.floor(((rank + 1) * share) / 100) > Math.floor((rank * share) / 100)
  const sizes = new Map(
    keys.map((key, rank) => [key, KILOBYTE * (isLarge(rank) ? large : usual) + key.length + ENTRY_OVERHEAD] as const),
  )
  return (key) => sizes.get(key) ?? 0
}

function addDatabase(world: World, values: Values, keys: readonly string[]): void {
  const table = new RowTable(keys.map((key) => [key, 0] as const))
  const options = {
    workers: values.number('workers'),
    queueCapacity: values.number('queue'),
    readMicros: values.number('query'),
    writeMicros: values.number('query'),
  }
  world.node(DATABASE, 'database', (node) => new Database(node, table, options))
}

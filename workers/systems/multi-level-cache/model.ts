import { RowTable } from '../../algorithms/storage/row-table'
import { AppendOnlyFile } from '../../components/append-only-file'
import { CachingProxy } from '../../components/caching-proxy'
import { Client } from '../../components/client'
import { Database } from '../../components/database'
import { RedisServer } from '../../components/redis-server'
import { ArrivalProcess, type Arrivals } from '../../components/workload'
import type { Node } from '../../network/node'
import type { SystemModel } from '../system'
import { rowKeys, shownKeys } from './meta-keys'
import { buildApp } from './model-build-app'
import { Flusher } from './model-flusher'
import { httpEntry } from './model-http-picture'
import { Editions, KeyTraffic, read, write } from './model-keys'
import { DATABASE } from './model-loader'
import { LevelPictures } from './model-picture'
import type { Plan } from './model-plan'
import { boundOf, type Front, settingsOf } from './model-settings'
import { INVALIDATIONS, SHARED } from './model-shared'
import { sharedDeadline, sharedEntry } from './model-shared-picture'
import { CacheWitness } from './model-witness'

const QUEUE = 2_000
const BROWSER_TARGETS = 100

const model: SystemModel = {
  build(world, variant, values) {
    const settings = settingsOf(variant, values)
    const rows = rowKeys(values).map((key) => [key, 'v1'] as const)
    const witness = new CacheWitness(rows, boundOf(settings))
    const pictures = new LevelPictures(
      shownKeys(values),
      () => world.kernel.now,
      (key) => witness.newest(key),
    )
    const plan: Plan = { world, values, settings, witness, pictures }
    const apps = Array.from({ length: settings.apps }, (_, index) => `app-${index + 1}`)
    const entrances = buildFronts(plan, apps)
    buildUsers(plan, entrances)
    for (const app of apps) buildApp(plan, app, app === apps[0])
    if (settings.hasShared) buildShared(plan, apps)
    buildDatabase(plan, rows)
    link(plan, apps, entrances)
    for (const check of witness.checks) world.check(check)
  },
}

export default model

/** The caches before the apps, from the nearest to the users on. */
const FRONTS: Readonly<Record<Front, readonly string[]>> = {
  none: [],
  proxy: ['proxy'],
  cdn: ['cdn', 'proxy'],
  browser: ['browser', 'cdn', 'proxy'],
}

/** @returns what each group of users asks */
function buildFronts(plan: Plan, apps: readonly string[]): readonly string[] {
  let entrances = apps
  for (const level of [...FRONTS[plan.settings.front]].reverse()) {
    const [origin = ''] = entrances
    entrances = level === 'browser' ? ['browser-1', 'browser-2'] : [level]
    for (const name of entrances) addHttpCache(plan, name, origin)
  }
  const [only = ''] = entrances
  return plan.settings.front === 'none' || entrances.length > 1 ? entrances : [only, only]
}

function addHttpCache({ world, settings, pictures }: Plan, name: string, origin: string): void {
  const kind = name.startsWith('browser') ? 'private' : 'shared'
  world.node(name, 'http-cache', (node) => {
    const proxy = new CachingProxy(node, {
      origin,
      cache: { name, kind, capacity: BROWSER_TARGETS, variants: 1 },
      timeoutMicros: 4 * settings.timeout,
      collapse: settings.policy !== 'guide',
      isLogging: false,
    })
    pictures.watch(node, (key) => httpEntry(proxy.cache, key, kind, node.now))
    return proxy
  })
}

function buildUsers(plan: Plan, entrances: readonly string[]): void {
  const { world, values, witness } = plan
  const editions = new Editions()
  const clients = new Map<string, Client>()
  for (const [index, target] of entrances.entries()) {
    const name = `users-${index + 1}`
    const traffic = new KeyTraffic(values, world.random(`${name}/keys`), editions)
    const rate = values.number('rps') / entrances.length
    const arrivals = new ArrivalProcess(values.text<Arrivals>('arrivals'), rate, world.random(`${name}/arrivals`))
    world.node(name, 'client', (node) => {
      const client = new Client(node, {
        target,
        arrivals,
        next: () => traffic.next(),
        timeoutMicros: 8 * plan.settings.timeout,
        hears(request, reply, began) {
          plan.pictures.tick()
          if (reply.kind === 'failed' || reply.response.status >= 400) return
          const key = request.key ?? ''
          if (request.body !== undefined) witness.acknowledge(key, String(request.body))
          else witness.read(key, (reply.response.body ?? null) as string | null, began)
        },
      })
      clients.set(name, client)
      return client
    })
  }
  const [key = ''] = rowKeys(values)
  const act = (node: Node, request: () => ReturnType<typeof read>) =>
    node.spawnFresh<unknown>('ask', clients.get(node.name)?.ask(request()) ?? idle(node))
  world.onAction('read', (node) => act(node, () => read(key)))
  world.onAction('write', (node) => act(node, () => write(key, editions)))
}

function* idle(node: Node) {
  yield* node.sleep(0)
}

function buildShared(plan: Plan, apps: readonly string[]): void {
  const { world, values, settings, witness, pictures } = plan
  const file = values.flag('file') ? { file: new AppendOnlyFile('always') } : {}
  const isGuide = settings.policy === 'guide'
  let starts = 0
  world.node(SHARED, 'redis', (node) => {
    const server = new RedisServer(node, {
      ...file,
      queueCapacity: QUEUE,
      ...(settings.invalidation === 'tracking' && settings.hasMemory
        ? { tracking: { clients: apps, prefixes: ['k', 'x'] } }
        : { subscribers: apps.map((app) => ({ node: app, channel: INVALIDATIONS })) }),
      shows: () => pictures.show(),
    })
    const entryFor = (key: string) => sharedEntry(server.redis, key, isGuide)
    pictures.watch(node, entryFor)
    witness.deadlineBelow = (name) => (node.up ? sharedDeadline(server.redis, name) : null)
    if (starts++ > 0) witness.sharedCameBack((key) => entryFor(key)?.value ?? null)
    return server
  })
  if (settings.policy !== 'behind') return
  const options = {
    everyMicros: values.number('flush'),
    ttlMicros: settings.ttl,
    timeoutMicros: settings.timeout,
  }
  world.node('flusher', 'flusher', (node) => new Flusher(node, options))
}

function buildDatabase(plan: Plan, rows: readonly (readonly [string, string])[]): void {
  const { world, values, settings, witness, pictures } = plan
  const table = new WatchedTable(rows, (key, value) => {
    if (settings.policy !== 'behind') witness.took(key, value, world.kernel.now)
    witness.databaseTook(key, value)
    pictures.show()
  })
  world.node(DATABASE, 'database', (node) => {
    pictures.watch(node, (key) => {
      const row = table.get(key)
      return row === null ? null : { value: String(row.value), loadedAt: 0, freshUntil: null, staleUntil: 0 }
    })
    const query = values.number('query')
    return new Database(node, table, {
      workers: values.number('workers'),
      queueCapacity: values.number('queue'),
      readMicros: query,
      writeMicros: query,
    })
  })
}

function link(plan: Plan, apps: readonly string[], entrances: readonly string[]): void {
  const { world, values, settings } = plan
  const latency = { kind: 'fixed', micros: values.number('latency') } as const
  const join = (a: string, b: string): void => world.link(a, b, { latency })
  for (const [index, entrance] of entrances.entries()) join(`users-${index + 1}`, entrance)
  const chain = FRONTS[settings.front].filter((level) => level !== 'browser')
  if (settings.front === 'browser') for (const browser of entrances) join(browser, chain[0] ?? '')
  for (const [index, level] of chain.entries()) join(level, chain[index + 1] ?? apps[0] ?? '')
  for (const app of apps) {
    if (settings.hasShared) join(app, SHARED)
    join(app, DATABASE)
  }
  if (settings.policy === 'behind' && settings.hasShared) for (const end of [SHARED, DATABASE]) join('flusher', end)
}

/** The rows on disk, and somebody who is told of every write. */
class WatchedTable extends RowTable {
  constructor(
    rows: readonly (readonly [string, string])[],
    private readonly wrote: (key: string, value: string) => void,
  ) {
    super(rows)
  }

  override put(key: string, value: string | number) {
    const change = super.put(key, value)
    this.wrote(key, String(value))
    return change
  }
}

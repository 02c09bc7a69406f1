import { RowTable } from '../../algorithms/storage/row-table'
import { Client } from '../../components/client'
import { Database } from '../../components/database'
import { readRow, scanRows, writeRow } from '../../components/database-requests'
import { NewestReadWitness } from '../../components/newest-read-witness'
import { ArrivalProcess, type Arrivals, drawWork, type WorkDistribution } from '../../components/workload'
import { Zipf } from '../../kernel/zipf'
import type { Request } from '../../network/message'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import { READS_FIND } from './meta-checks'
import {
  keysMoveOnlyForTheOneThatMoves,
  LostKeyWitness,
  QueryWitness,
  rowsAreThereFirst,
  rowsHaveOneHome,
} from './model-checks'
import { Cluster, type Migration } from './model-cluster'
import { initialKeys, type KeySpan, type Naming, orderKey, shardNames, spanOf } from './model-keys'
import { createMap } from './model-map'
import { boundsOf } from './model-ranges'
import { Router } from './model-router'

const CLIENT = 'clients'
const ROUTER = 'router'
/** Rows that a query without a key asks every shard for; of those that belong together there are never as many. */
const QUERY_LIMIT = 24
const MOST_SHARDS = 8
/** Between the places of keys of neighbouring popularity, so that the popular ones begin with all letters. */
const STRIDE = 37
/** The newest orders are not read yet: their writes are under way. */
const SETTLING = 20
/** Ways to share keys in which a shard that joins only takes, and one that leaves only gives. */
const MONOTONE: ReadonlySet<string> = new Set(['ring', 'slots', 'range'])

const model: SystemModel = {
  build(world, variant, values) {
    const shards = shardNames(values.number('shards'))
    const standby = shardNames(shards.length + values.number('standby')).slice(shards.length)
    const naming = values.text<Naming>('keys')
    const keys = initialKeys(naming, values.number('rows'))
    const bounds = boundsOf(variant, shards, keys, naming)
    const map = createMap(variant, { shards, points: values.number('points'), bounds })
    const cluster = new Cluster(map, [...shards, ...standby])
    const rows = keys.filter((key) => map.locate(key) !== null).map((key) => [key, 0] as const)
    const tables = new Map(
      [...shards, ...standby].map((shard) => [shard, new RowTable(rows.filter(([key]) => map.locate(key) === shard))]),
    )
    const witness = new NewestReadWitness(rows)
    const queries = new QueryWitness(witness)
    const lost = new LostKeyWitness()
    const load = new Load(world, values, keys)

    addClient(world, values, load)
    addRouter(world, values, { cluster, witness, queries, lost, tables, load })
    addShards(world, values, tables)
    const latency = { kind: 'fixed', micros: values.number('latency') } as const
    world.link(CLIENT, ROUTER, { latency })
    for (const shard of tables.keys()) world.link(ROUTER, shard, { latency })

    world.check(witness.check(READS_FIND))
    world.check(queries.check)
    world.check(lost.check)
    world.check(rowsAreThereFirst(cluster, tables, witness))
    if (MONOTONE.has(variant)) world.check(keysMoveOnlyForTheOneThatMoves(cluster, keys))
    if (values.text('migration') !== 'none') world.check(rowsHaveOneHome(cluster, tables, witness))
  },
}

export default model

/** Draws what is asked, alike for every variant. */
class Load {
  /** All keys that were ever written. */
  readonly keys: string[]
  #written = 0
  readonly #isOrders: boolean
  readonly #popularity: Zipf
  readonly #lots
  readonly #works

  constructor(
    world: World,
    private readonly values: Values,
    keys: readonly string[],
  ) {
    this.keys = [...keys]
    this.#isOrders = values.text('keys') === 'orders'
    this.#popularity = new Zipf(keys.length, values.number('zipf') / 100)
    this.#lots = world.random(`${CLIENT}/requests`)
    this.#works = world.random(`${CLIENT}/work`)
  }

  next(): Request {
    const { values } = this
    const lot = this.#lots.integer(100)
    const key = this.#key(this.#lots.integer(100), this.#popularity.rank(this.#lots))
    const works = Array.from({ length: MOST_SHARDS }, () =>
      drawWork(values.text<WorkDistribution>('work-spread'), values.number('work'), this.#works),
    )
    const workMicros = works[0] as number
    if (lot < values.number('queries')) return query(works, values.text('asks') === 'group' ? spanOf(key) : null)
    if (lot < values.number('queries') + values.number('writes')) {
      if (this.#isOrders) this.keys.push(orderKey(this.keys.length + 1))
      const written = this.#isOrders ? (this.keys.at(-1) as string) : key
      return { ...writeRow(written, ++this.#written), workMicros }
    }
    return { ...readRow(key), workMicros }
  }

  /** Of users some are popular, spread over the alphabet; of orders the newest are. */
  #key(hotLot: number, rank: number): string {
    if (hotLot < this.values.number('hot')) return this.keys[0] as string
    if (this.#isOrders) return this.keys[Math.max(0, this.keys.length - 1 - SETTLING - rank)] as string
    return this.keys[(rank * STRIDE) % this.keys.length] as string
  }
}

/** Asks for the rows of a span, or for the first of all. */
function query(works: readonly number[], span: KeySpan | null): Request {
  const request = scanRows(span?.from ?? '', span?.to ?? '\uffff', QUERY_LIMIT)
  const label = span === null ? 'query without a key' : `query for ${span.name}`
  return { ...request, label, body: { ...(request.body as object), works } }
}

function addClient(world: World, values: Values, load: Load): void {
  const arrivals = new ArrivalProcess(
    values.text<Arrivals>('arrivals'),
    values.number('rps'),
    world.random(`${CLIENT}/arrivals`),
  )
  const options = { target: ROUTER, arrivals, next: () => load.next(), timeoutMicros: values.number('timeout') }
  world.node(CLIENT, 'client', (node) => new Client(node, options))
  world.onSet('rps', (rps) => {
    arrivals.rate = Number(rps)
  })
}

interface Parts {
  readonly cluster: Cluster
  readonly witness: NewestReadWitness
  readonly queries: QueryWitness
  readonly lost: LostKeyWitness
  readonly tables: ReadonlyMap<string, RowTable>
  readonly load: Load
}

function addRouter(world: World, values: Values, { cluster, tables, load, ...witnesses }: Parts): void {
  const migration = {
    mode: values.text<Migration>('migration'),
    batch: values.number('batch'),
    pauseMicros: values.number('pause'),
    patienceMicros: values.number('shard-timeout'),
    wayBackMicros: values.number('way-back'),
    keysOf: (shard: string) =>
      tables
        .get(shard)
        ?.scan('', '\uffff')
        .map(([key]) => key) ?? [],
    allKeys: () => load.keys,
  }
  const options = { shardTimeoutMicros: values.number('shard-timeout'), migration }
  let router: Router | null = null
  world.node(ROUTER, 'router', (node) => {
    router = new Router(node, cluster, witnesses, options)
    return router
  })
  world.onAction('add-shard', ({ name }) => router?.join(name))
  world.onAction('remove-shard', ({ name }) => router?.leave(name))
  world.onAction('roll-back', () => router?.goBack())
}

function addShards(world: World, values: Values, tables: ReadonlyMap<string, RowTable>): void {
  const options = {
    workers: values.number('workers'),
    queueCapacity: values.number('queue'),
    readMicros: values.number('copy-work'),
    writeMicros: values.number('copy-work'),
  }
  for (const [shard, table] of tables) world.node(shard, 'shard', (node) => new Database(node, table, options))
}

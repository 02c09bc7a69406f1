import { murmur3 } from '../../algorithms/hashing/murmur3'
import { Client } from '../../components/client'
import { ArrivalProcess, type Arrivals } from '../../components/workload'
import type { Component } from '../../network/component'
import type { Request } from '../../network/message'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import { type SearchWitness, searchWitness } from './model-checks'
import { SearchCoordinator } from './model-coordinator'
import { CORPUS, DocumentSource, wordSource } from './model-corpus'
import { analyzerOf, type Engine, GuideEngine, SegmentEngine } from './model-engine'
import { deleteRequest, queryRequest, writeRequest } from './model-messages'
import { queryText } from './model-queries'
import { SearchShard } from './model-shard'
import { NEW_DOCUMENT, REWRITTEN } from './model-writes'

const COORDINATOR = 'coordinator'
const READER = 'reader'
const WRITER = 'writer'

const model: SystemModel = {
  build(world, variant, values) {
    const count = values.number('shards')
    const shards = Array.from({ length: count }, (_, index) => `shard-${index + 1}`)
    const place = (id: string): number => murmur3(id) % count
    const analyzer = analyzerOf(values)
    const scoring = variant === 'guide' || variant === 'tf-idf' ? variant : 'bm25'
    const witness = searchWitness(scoring, count, analyzer)
    const engines = shards.map((_, index) =>
      scoring === 'guide' ? new GuideEngine(index, count) : new SegmentEngine(analyzer, scoring, index, count),
    )
    const source = new DocumentSource(world.random('documents'))
    fill(engines, witness, place, source, values.number('generated'))

    buildReader(world, values)
    const write = buildWriter(world, values, source)
    const coordinator = {
      shards,
      shardOf: (id: string) => shards[place(id)]!,
      analyzer,
      shardTimeoutMicros: values.number('shard-timeout'),
      gathers: variant === 'bm25-global',
      asInGuide: variant === 'guide',
    }
    world.node(COORDINATOR, 'coordinator', (node) => new SearchCoordinator(node, coordinator, witness))
    buildShards(world, values, shards, engines, witness)
    const latency = { kind: 'fixed', micros: values.number('latency') } as const
    for (const asker of [READER, WRITER]) world.link(asker, COORDINATOR, { latency })
    for (const shard of shards) world.link(COORDINATOR, shard, { latency })
    addActions(world, write)
    for (const check of witness.checks) world.check(check)
  },
}

export default model

/** What is in the index when the run begins; it is seen from the start. */
function fill(
  engines: readonly Engine[],
  witness: SearchWitness,
  place: (id: string) => number,
  source: DocumentSource,
  generated: number,
): void {
  const documents = [...CORPUS, ...Array.from({ length: generated }, () => source.next())]
  for (const { id, text } of documents) {
    engines[place(id)]!.write(id, text)
    witness.wrote(place(id), id, text)
  }
  for (const [index, engine] of engines.entries()) {
    if (!(engine instanceof SegmentEngine)) continue
    engine.index.refresh()
    witness.refreshed(index)
  }
}

function buildReader(world: World, values: Values): void {
  const arrivals = new ArrivalProcess(
    values.text<Arrivals>('arrivals'),
    values.number('rps'),
    world.random(`${READER}/arrivals`),
  )
  const words = wordSource(world.random(`${READER}/words`))
  const asked = queryText(values.text('ask'))
  const k = values.number('hits')
  const options = {
    target: COORDINATOR,
    arrivals,
    next: () => queryRequest(asked ?? words(2), k),
    timeoutMicros: values.number('timeout'),
  }
  world.node(READER, 'client', (node) => new Client(node, options))
  world.onSet('rps', (rps) => {
    arrivals.rate = Number(rps)
  })
}

/** Returns what makes the writer send one request. */
function buildWriter(world: World, values: Values, source: DocumentSource): (request: Request) => void {
  const rate = values.number('writes')
  const arrivals = new ArrivalProcess('poisson', Math.max(1, rate), world.random(`${WRITER}/arrivals`))
  let client: Client | null = null
  const node = world.node(WRITER, 'client', (own) => {
    const writer = new Client(own, {
      target: COORDINATOR,
      arrivals,
      next: () => {
        const { id, text } = source.next()
        return writeRequest(id, text)
      },
      timeoutMicros: values.number('timeout'),
    })
    client = writer
    return rate === 0 ? ({} satisfies Component) : writer
  })
  return (request) => {
    if (client !== null && node.up) node.spawnFresh('write', client.ask(request))
  }
}

function buildShards(
  world: World,
  values: Values,
  shards: readonly string[],
  engines: readonly Engine[],
  witness: SearchWitness,
): void {
  shards.forEach((name, place) => {
    const engine = engines[place]!
    const options = {
      place,
      workers: values.number('workers'),
      queueCapacity: values.number('queue'),
      baseMicros: values.number('base'),
      postingMicros: values.number('posting'),
      refreshMicros: values.number('refresh'),
      mergeFactor: values.number('merge-factor'),
      countsOnly: engine instanceof GuideEngine,
    }
    world.node(name, 'shard', (node) => new SearchShard(node, engine, options, witness))
  })
}

function addActions(world: World, write: (request: Request) => void): void {
  world.onAction('write-new', () => write(writeRequest(NEW_DOCUMENT.id, NEW_DOCUMENT.text)))
  world.onAction('rewrite', () => write(writeRequest(REWRITTEN.id, REWRITTEN.text)))
  world.onAction('delete', () => write(deleteRequest(REWRITTEN.id)))
}

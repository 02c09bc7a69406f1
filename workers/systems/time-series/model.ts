import type { Codec } from '../../algorithms/time-series/block'
import { GuideStore } from '../../algorithms/time-series/guide-store'
import type { RangeFunction } from '../../algorithms/time-series/range-query'
import { SeriesReader } from '../../algorithms/time-series/series-reader'
import { SeriesStore } from '../../algorithms/time-series/store'
import { Client } from '../../components/client'
import { ArrivalProcess } from '../../components/workload'
import { MICROS_PER_SECOND } from '../../kernel/time'
import type { Latency } from '../../network/link'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import { defineMark } from '../../trace/mark-definition'
import type { SystemModel } from '../system'
import { AgentFeed } from './model-agents'
import { StoreWitness } from './model-checks'
import { GuideNode } from './model-guide'
import { queryRequest } from './model-messages'
import { type Signal, SignalSource } from './model-signals'
import { type Disk, StoreNode, type StoreSettings } from './model-store'

const STORE = 'tsdb'
const MS = 1_000
const QUEUE = 500
const TIMEOUT = 1_000_000
const EVERYTHING = 9_007_199_254_740_991

const behaves = defineMark<{ agent: string; how: string }>('agent/behaviour', 'attention', '{agent} {how}.')

const model: SystemModel = {
  build(world, variant, values) {
    const agents = named('a', values.number('agents'))
    const askers = named('q', values.number('askers'))
    const witness = new StoreWitness(values.number('rollup') / MS)
    buildAgents(world, values, agents)
    if (variant === 'guide') buildGuide(world, values, witness)
    else buildStore(world, variant, values, witness)
    buildAskers(world, values, askers)
    const low = values.number('latency')
    const jitter = values.number('jitter')
    const latency: Latency =
      jitter === 0 ? { kind: 'fixed', micros: low } : { kind: 'uniform', low, high: low + jitter }
    for (const agent of agents) world.link(agent, STORE, { latency })
    for (const asker of askers) world.link(asker, STORE, { latency: { kind: 'fixed', micros: low } })
  },
}

export default model

function named(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`)
}

function buildAgents(world: World, values: Values, agents: readonly string[]): void {
  const sources = new Map<string, SignalSource>()
  const options = {
    users: values.number('users'),
    latePercent: values.number('late'),
    lateByMs: values.number('late-by') / MS,
  }
  for (const [index, host] of agents.entries()) {
    const source = new SignalSource(values.text<Signal>('signal'), index, world.random(`${host}/signal`))
    const feed = new AgentFeed({ ...options, host }, source, world.random(`${host}/feed`))
    const rate = MICROS_PER_SECOND / values.number('every')
    const arrivals = new ArrivalProcess('steady', rate, world.random(`${host}/arrivals`))
    const next = () => feed.scrape(Math.floor(world.kernel.now / MS))
    sources.set(host, source)
    world.node(host, 'agent', (node) => new Client(node, { target: STORE, arrivals, next, timeoutMicros: TIMEOUT }))
  }
  world.onAction('spike', (agent) => {
    sources.get(agent.name)?.spike()
    agent.mark(behaves, { agent: agent.name, how: 'measures one spike at its next scrape' })
  })
  world.onAction('reset', (agent) => {
    sources.get(agent.name)?.restart()
    agent.mark(behaves, { agent: agent.name, how: 'restarts what it measures: a counter begins again at 0' })
  })
}

function buildAskers(world: World, values: Values, askers: readonly string[]): void {
  const step = values.number('step') / MS
  const range = Math.ceil(values.number('range') / MS / step) * step
  const fn = values.text<RangeFunction>('function')
  const host = values.text('hosts') === 'all' ? '*' : 'a1'
  for (const name of askers) {
    const rate = values.number('query-rate') / askers.length
    const arrivals = new ArrivalProcess('steady', rate, world.random(`${name}/arrivals`))
    const next = () => {
      const to = Math.floor(world.kernel.now / MS / step) * step
      return queryRequest({ host, from: to - range, to, step, fn })
    }
    world.node(name, 'client', (node) => new Client(node, { target: STORE, arrivals, next, timeoutMicros: TIMEOUT }))
  }
}

function settingsOf(values: Values): StoreSettings {
  return {
    workers: values.number('workers'),
    queueCapacity: QUEUE,
    readMicros: values.number('read'),
    retentionMs: values.number('retention') / MS,
    rollUpRetentionMs: values.number('rollup-retention') / MS,
    rollUpMs: values.number('rollup') / MS,
    log: values.flag('log'),
  }
}

function buildStore(world: World, variant: string, values: Values, witness: StoreWitness): void {
  const settings = settingsOf(values)
  const store = new SeriesStore({
    windowTicks: values.number('window') / MS,
    blockPoints: values.number('block'),
    codec: codecOf(variant, values),
    summaries: variant === 'aggregates',
    rollUpTicks: settings.rollUpMs,
  })
  const disk: Disk = { store, orders: new Map(), sealed: 0, starts: 0 }
  const node = world.node(STORE, 'store', (own) => new StoreNode(own, settings, disk, witness))
  world.check(witness.blocks())
  world.check(witness.answers())
  world.check(
    witness.nothingIsLost((name) => {
      if (!node.up) return null
      const [host = '', user] = name.split('/')
      const id = store.index.find(user === undefined ? { metric: 'cpu', host } : { metric: 'cpu', host, user })
      const series = id === null ? null : store.series(id)
      if (series === null) return { times: new Float64Array(0), values: new Float64Array(0) }
      return new SeriesReader(series).points(-EVERYTHING, EVERYTHING)
    }),
  )
}

function codecOf(variant: string, values: Values): Codec {
  if (variant === 'columns') return 'raw'
  return values.text('values') === 'decimals' ? 'scaled' : 'xor'
}

function buildGuide(world: World, values: Values, witness: StoreWitness): void {
  const settings = settingsOf(values)
  let store = new GuideStore(settings.retentionMs, 1_000)
  const node = world.node(STORE, 'store', (own) => {
    store = new GuideStore(settings.retentionMs, 1_000)
    return new GuideNode(own, settings, store, witness)
  })
  world.check(
    witness.nothingIsLost((name) => {
      if (!node.up) return null
      const points = store.everything(name)
      return {
        times: Float64Array.from(points, ({ time }) => time),
        values: Float64Array.from(points, ({ value }) => value),
      }
    }),
  )
}

import { Rendezvous } from '../../algorithms/hashing/rendezvous'
import { CachingProxy } from '../../components/caching-proxy'
import type { CachingProxyOptions } from '../../components/caching-proxy-options'
import { Client } from '../../components/client'
import { ArrivalProcess } from '../../components/workload'
import type { Latency } from '../../network/link'
import type { Node } from '../../network/node'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { SystemModel } from '../system'
import { Edge } from './model-edge'
import type { Shelf } from './model-edge-picture'
import { GuideEdge } from './model-guide-edge'
import * as marks from './model-marks'
import { Origin, type VaryKind, Versions, varyField } from './model-origin'
import {
  CITIES,
  CITY_NAMES,
  type City,
  EDGES,
  LAUNCH,
  machinesOf,
  ORIGIN,
  PARENTS,
  POP,
  POP_CITY,
  SHIELD,
  shownCells,
  shownTargets,
  wayMicros,
} from './model-places'
import { PopDoor, type Spread } from './model-pop'
import { Publisher } from './model-publish'
import { Routes, type RoutingKind } from './model-routes'
import { Tier } from './model-tier'
import { Traffic } from './model-traffic'
import { CdnWitness } from './model-witness'

const SECOND = 1_000_000
/** Variants of one object that a cache keeps. */
const VARIANTS = 64
const EDGE_QUEUE = 2_000
/** Way from a house to the network, and how much the time on a link varies: exponential with this mean. */
const LAST_MILE_MICROS = 4_000
const JITTER_MICROS = 500
/** Within the hall of an edge. */
const HALL_MICROS = 100

const model: SystemModel = {
  build(world, variant, values) {
    new Cdn(world, variant, values).build()
  },
}

export default model

class Cdn {
  private readonly versions = new Versions()
  private readonly witness: CdnWitness
  private readonly routes: Routes
  private readonly shelf: Shelf
  private readonly tiers: readonly string[]
  /** Caches that users come to; the machines of one edge when that is looked into. */
  private readonly edges: readonly string[]
  private readonly hasDoor: boolean
  private readonly publisher: Publisher
  private readonly clients = new Map<string, { readonly client: Client; readonly traffic: Traffic }>()
  private readonly isGuide: boolean

  constructor(
    private readonly world: World,
    private readonly variant: string,
    private readonly values: Values,
  ) {
    this.isGuide = variant === 'guide'
    this.hasDoor = variant === 'pop'
    this.edges = this.hasDoor ? machinesOf(values.number('machines')) : EDGES
    this.shelf = {
      shown: this.hasDoor ? ['/p/1'] : shownTargets(values),
      objects: values.number('objects'),
      cells: this.hasDoor ? shownCells(values) : 0,
    }
    this.tiers = variant === 'tiered' ? PARENTS : variant === 'shield' || variant === 'swr' ? [SHIELD] : []
    this.publisher = new Publisher(this.versions, values, { tiers: this.tiers, edges: this.edges }, this.isGuide)
    const [swr, sie] = this.staleSeconds
    this.witness = new CdnWitness({
      freshMicros: values.number('ttl') * SECOND,
      whileRevalidatingMicros: swr * SECOND,
      ifErrorMicros: sie * SECOND,
      roundingMicros: this.tiers.length === 0 ? 0 : SECOND,
      varyField: varyField(values.text<VaryKind>('vary')),
    })
    const detour = values.number('detour')
    this.routes = new Routes(world, {
      edges: this.hasDoor ? [POP] : EDGES,
      kind: this.hasDoor ? 'anycast' : values.text<RoutingKind>('routing'),
      dnsTtlMicros: values.number('dns-ttl'),
      detectMicros: values.number('detect'),
      fullPercent: values.number('full'),
      requestsPerSecond: (values.number('workers') * SECOND) / Math.max(1, values.number('edge-work')),
      wayMicros: (city, edge) => wayMicros(city, edge, detour) + LAST_MILE_MICROS,
    })
  }

  build(): void {
    const { world, witness } = this
    for (const city of this.cities) this.addUsers(city)
    if (this.hasDoor) this.addDoor()
    for (const edge of this.edges) this.addEdge(edge)
    for (const tier of this.tiers) this.addTier(tier)
    this.addOrigin()
    this.link()
    world.onAction('launch', (users) => this.launch(users))
    world.onAction('publish', (origin) => this.publisher.publish(origin))
    this.routes.watch()
    for (const check of witness.checks) world.check(check)
  }

  private get cities(): readonly City[] {
    return this.hasDoor ? [POP_CITY] : CITY_NAMES
  }

  // Users ------------------------------------------------------------------------------------------------------------

  private addUsers(city: City): void {
    const { world, values, routes } = this
    const traffic = new Traffic(
      city,
      {
        objects: values.number('objects'),
        exponent: values.number('zipf') / 100,
        missingPercent: values.number('missing'),
        filmPercent: values.number('film'),
      },
      world.random(`requests of ${city}`),
      world.random(`film in ${city}`),
    )
    const arrivals = new ArrivalProcess(
      'poisson',
      this.rateOf(city, values.number('crowd')),
      world.random(`${city} arrivals`),
    )
    if (city === 'tokyo')
      world.onSet('crowd', (value) => {
        arrivals.rate = this.rateOf(city, Number(value))
      })
    world.node(city, 'users', (node) => {
      const resolvers = node.random('resolvers')
      const latency = node.gauge('ms')
      const client = new Client(node, {
        target: () => routes.edgeFor(node, city, resolvers.integer(1_024)),
        arrivals,
        next: () => traffic.next(),
        timeoutMicros: values.number('patience'),
        hears: (_, { tookMicros }) => latency.set(Math.round(tookMicros / 1_000)),
      })
      this.clients.set(city, { client, traffic })
      return client
    })
  }

  private rateOf(city: City, crowd: number): number {
    return this.values.number('rps') + (city === 'tokyo' ? crowd : 0)
  }

  private launch(users: Node): void {
    const found = this.clients.get(users.name)
    if (found === undefined || !users.up) return
    const count = this.values.number('burst')
    users.mark(marks.crowd, { city: users.name, count, label: LAUNCH })
    for (let index = 0; index < count; index++) users.spawnFresh('ask', found.client.ask(found.traffic.ask(LAUNCH)))
  }

  // Caches -----------------------------------------------------------------------------------------------------------

  private addEdge(name: string): void {
    const { world, values, shelf, witness, versions } = this
    world.node(name, 'edge', (node) => {
      const inner = this.isGuide
        ? new GuideEdge(node, ORIGIN, values.number('timeout'))
        : new CachingProxy(node, { ...this.proxyOptions(name), ...this.upstreams() })
      return new Edge(node, { inner, shelf, witness, versions })
    })
  }

  private addDoor(): void {
    const { world, values, edges: machines } = this
    const [timeoutMicros, probeMicros] = [values.number('timeout'), values.number('detect') / 2]
    const options = { machines, spread: values.text<Spread>('spread'), timeoutMicros, probeMicros }
    world.node(POP, 'door', (node) => new PopDoor(node, options))
  }

  private addTier(name: string): void {
    const { world, shelf } = this
    world.node(name, 'tier', (node) => {
      const inner = new CachingProxy(node, this.proxyOptions(name))
      return new Tier(node, inner, shelf, this.publisher.sender(node), this.edges)
    })
  }

  private proxyOptions(name: string): CachingProxyOptions {
    const { values } = this
    return {
      origin: ORIGIN,
      cache: {
        name,
        kind: 'shared',
        capacity: values.number(this.edges.includes(name) ? 'capacity' : 'tier-capacity'),
        variants: VARIANTS,
        targeted: ['CDN-Cache-Control'],
        fetchesWhole: values.text('parts') === 'whole',
      },
      timeoutMicros: values.number('timeout'),
      collapse: true,
      purges: true,
      isLogging: false,
      work: { workers: values.number('workers'), queueCapacity: EDGE_QUEUE, workMicros: values.number('edge-work') },
    }
  }

  /** With two parents each object has one that keeps it, and the other for when that one is gone. */
  private upstreams(): Pick<CachingProxyOptions, 'upstreams'> {
    const { tiers } = this
    if (tiers.length === 0) return {}
    if (tiers.length === 1) return { upstreams: () => tiers }
    const owners = new Rendezvous(tiers)
    return {
      upstreams: (target) => {
        const owner = owners.locate(target) as string
        return [owner, ...tiers.filter((tier) => tier !== owner)]
      },
    }
  }

  // Origin -----------------------------------------------------------------------------------------------------------

  private get staleSeconds(): readonly [whileRevalidating: number, ifError: number] {
    return this.variant === 'swr' ? [this.values.number('swr'), this.values.number('sie')] : [0, 0]
  }

  private addOrigin(): void {
    const { world, values, versions } = this
    const [swr, sie] = this.staleSeconds
    const stale = this.variant === 'swr' ? `, stale-while-revalidate=${swr}, stale-if-error=${sie}` : ''
    const negative = values.number('negative')
    const options = {
      objects: values.number('objects'),
      workers: values.number('origin-workers'),
      queueCapacity: values.number('origin-queue'),
      workMicros: values.number('origin-work'),
      control: `max-age=${values.number('ttl')}${stale}`,
      negativeControl: negative === 0 ? 'no-store' : `max-age=${negative}`,
      isTargeted: values.flag('targeted'),
      vary: values.text<VaryKind>('vary'),
    }
    world.node(ORIGIN, 'origin', (node) => new Origin(node, options, versions))
  }

  // Network ----------------------------------------------------------------------------------------------------------

  private link(): void {
    for (const city of this.cities)
      for (const edge of this.hasDoor ? [POP] : CITIES[city]) this.connect(city, edge, LAST_MILE_MICROS)
    if (this.hasDoor) for (const machine of this.edges) this.connect(POP, machine, HALL_MICROS, 0)
    for (const edge of this.edges)
      for (const next of this.tiers.length === 0 ? [ORIGIN] : this.tiers) this.connect(edge, next)
    for (const tier of this.tiers) this.connect(tier, ORIGIN)
  }

  private connect(a: string, b: string, extra = 0, jitter = JITTER_MICROS): void {
    const floor = wayMicros(a, b, this.values.number('detour')) + extra
    const latency: Latency =
      jitter === 0 ? { kind: 'fixed', micros: floor } : { kind: 'exponential', floor, mean: jitter }
    this.world.link(a, b, { latency })
  }
}

import type { Micros } from '../../kernel/time'
import { Timer } from '../../kernel/waits'
import type { Node } from '../../network/node'
import type { World } from '../../network/world'
import * as marks from './model-marks'
import { CITIES, type City } from './model-places'

export type RoutingKind = 'anycast' | 'dns' | 'load'

export interface RouteOptions {
  /** The edges that there are. */
  readonly edges: readonly string[]
  readonly kind: RoutingKind
  /** How long a resolver keeps a name server's answer. */
  readonly dnsTtlMicros: Micros
  /** An edge that is down is noticed after this time at the latest: two health checks in a row. */
  readonly detectMicros: Micros
  /** Share of its capacity above which an edge is full, in percent, and that capacity. */
  readonly fullPercent: number
  readonly requestsPerSecond: number
  wayMicros(city: City, edge: string): Micros
}

const LOOKS = 2
/** Resolvers of a city, each with an answer of its own: so not all users move at once. */
const RESOLVERS = 8
/** How much a new look counts against those before. */
const SMOOTHING = 0.4

interface Health {
  /** Looks in a row that differ from what is announced. */
  contrary: number
  isUp: boolean
  /** Requests that had come by the last look, and the share of its capacity that they take, smoothed over looks. */
  arrived: number
  load: number
  /** How many resolvers of each city are sent past it because it is full. */
  spilled: number
}

interface Answer {
  readonly edge: string
  readonly until: Micros
}

/**
 * How users come to an edge. It stands outside the network, as routers and name servers do: it looks at the edges at
 * intervals, and what it has seen is all that it knows. With anycast the nearest edge that is announced gets every
 * request; with DNS a resolver asks again when its answer has expired. By load, an edge that is full gives up one resolver
 * of each city after the other, and takes them back.
 */
export class Routes {
  private readonly health: ReadonlyMap<string, Health>
  private readonly answers = new Map<string, Answer>()
  private readonly shown = new Map<City, string>()

  constructor(
    private readonly world: World,
    private readonly options: RouteOptions,
  ) {
    this.health = new Map(
      options.edges.map((edge) => [edge, { contrary: 0, isUp: true, arrived: 0, load: 0, spilled: 0 }]),
    )
  }

  /** Begins to look at the edges. */
  watch(): void {
    const look = (): void => {
      for (const edge of this.options.edges) this.look(edge)
      this.world.kernel.schedule(Math.ceil(this.options.detectMicros / LOOKS), new Timer(null, look))
    }
    this.world.kernel.schedule(0, new Timer(null, look))
  }

  /** The edge that the next request from a city goes to. @param lot a whole number: which resolver is asked */
  edgeFor(users: Node, city: City, lot: number): string {
    const { kind, dnsTtlMicros } = this.options
    if (kind === 'anycast') return this.choose(users, city, RESOLVERS)
    const number = lot % RESOLVERS
    const resolver = `${city} ${number}`
    const known = this.answers.get(resolver)
    if (known !== undefined && users.now < known.until) return known.edge
    const edge = this.choose(users, city, number)
    this.answers.set(resolver, { edge, until: users.now + dnsTtlMicros })
    return edge
  }

  private choose(users: Node, city: City, resolver: number): string {
    const [nearest, ...others] = CITIES[city]
    const up = [nearest, ...others].filter((edge) => this.health.has(edge)).filter((edge) => this.healthOf(edge).isUp)
    const [first = nearest, second] = up
    if (second !== undefined && resolver < this.healthOf(first).spilled) return second
    const why = first === nearest ? 'it is the nearest one' : `${nearest} is down`
    this.tell(users, city, first, up.length === 0 ? 'no edge is up, and it is the nearest one' : why)
    return first
  }

  private tell(users: Node, city: City, edge: string, because: string): void {
    if (this.shown.get(city) === edge) return
    this.shown.set(city, edge)
    users.fact('via').set(edge)
    users.mark(marks.routed, { city, edge, way: this.options.wayMicros(city, edge), because })
  }

  private look(edge: string): void {
    const node = this.world.network.node(edge)
    if (node === undefined) return
    const health = this.healthOf(edge)
    if (this.options.kind === 'load') this.balance(node, health)
    const isWell = node.up && !node.paused
    health.contrary = isWell === health.isUp ? 0 : health.contrary + 1
    if (health.contrary < LOOKS) return
    health.isUp = isWell
    health.contrary = 0
    node.mark(isWell ? marks.announced : marks.withdrawn, { edge, looks: LOOKS })
  }

  /**
   * Keeps as many resolvers as leave the edge just below its limit, by the work that all of them together would bring. What
   * waits does not count: it tells what was asked before, and takes too long to shrink.
   */
  private balance(node: Node, health: Health): void {
    const { fullPercent, requestsPerSecond, detectMicros } = this.options
    const arrived = arrivedAt(node)
    const seconds = Math.ceil(detectMicros / LOOKS) / 1_000_000
    const load = (arrived - health.arrived) / (requestsPerSecond * seconds)
    health.arrived = arrived
    health.load += (load - health.load) * SMOOTHING
    const kept = Math.max(1, RESOLVERS - health.spilled) / RESOLVERS
    const limit = fullPercent / 100
    const spilled = Math.min(RESOLVERS - 1, Math.max(0, Math.ceil(RESOLVERS * (1 - (limit * kept) / health.load))))
    // One at a time: resolvers ask again only when their answers have expired.
    const step = Math.max(-1, Math.min(1, spilled - health.spilled))
    if (step === 0 || health.load === 0) return
    health.spilled += step
    node.mark(marks.spills, { edge: node.name, load: health.load, share: health.spilled, of: RESOLVERS })
  }

  private healthOf(edge: string): Health {
    return this.health.get(edge) as Health
  }
}

/** All requests that have come to an edge so far. */
function arrivedAt(node: Node): number {
  const [answered, busy, waiting] = ['answered', 'busy', 'queue'].map((key) => node.gauge(key).value)
  return [answered, busy, waiting].reduce<number>(
    (sum, value) => sum + (value === undefined || Number.isNaN(value) ? 0 : value),
    0,
  )
}

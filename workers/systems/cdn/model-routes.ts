import type { Micros } from '../../kernel/time'
import { Timer } from '../../kernel/waits'
import type { Node } from '../../network/node'
import type { World } from '../../network/world'
import * as marks from './model-marks'
import { CITIES, type City, EDGES } from './model-places'

export type RoutingKind = 'anycast' | 'dns' | 'load'

export interface RouteOptions {
  readonly kind: RoutingKind
  /** How long a resolver keeps a name server's answer. */
  readonly dnsTtlMicros: Micros
  /** An edge that is down is noticed after this time at the latest: two health checks in a row. */
  readonly detectMicros: Micros
  /** Share of its workers from which an edge counts as full, in percent; what waits counts too. */
  readonly fullPercent: number
  readonly workers: number
  wayMicros(city: City, edge: string): Micros
}

const LOOKS = 2
/** Resolvers of a city, each with an answer of its own: so not all users move at once. */
const RESOLVERS = 8

interface Health {
  /** Looks in a row that differ from what is announced. */
  contrary: number
  isUp: boolean
  /** Busy workers and waiting requests over workers, smoothed over looks. */
  load: number
}

interface Answer {
  readonly edge: string
  readonly until: Micros
}

/**
 * How users come to an edge. It stands outside the network, as routers and name servers do: it looks at the edges at
 * intervals, and what it has seen is all that it knows. With anycast the nearest edge that is announced gets every
 * request; with DNS a resolver asks again when its answer has expired.
 */
export class Routes {
  private readonly health = new Map<string, Health>(EDGES.map((edge) => [edge, { contrary: 0, isUp: true, load: 0 }]))
  private readonly answers = new Map<string, Answer>()
  private readonly shown = new Map<City, string>()

  constructor(
    private readonly world: World,
    private readonly options: RouteOptions,
  ) {}

  /** Begins to look at the edges. */
  watch(): void {
    const look = (): void => {
      for (const edge of EDGES) this.look(edge)
      this.world.kernel.schedule(Math.ceil(this.options.detectMicros / LOOKS), new Timer(null, look))
    }
    this.world.kernel.schedule(0, new Timer(null, look))
  }

  /** The edge that the next request from a city goes to. @param lot a whole number: which resolver is asked */
  edgeFor(users: Node, city: City, lot: number): string {
    const { kind, dnsTtlMicros } = this.options
    if (kind === 'anycast') return this.choose(users, city)
    const resolver = `${city} ${lot % RESOLVERS}`
    const known = this.answers.get(resolver)
    if (known !== undefined && users.now < known.until) return known.edge
    const edge = this.choose(users, city)
    this.answers.set(resolver, { edge, until: users.now + dnsTtlMicros })
    return edge
  }

  private choose(users: Node, city: City): string {
    const { kind, fullPercent } = this.options
    const [nearest, ...others] = CITIES[city]
    const up = [nearest, ...others].filter((edge) => this.healthOf(edge).isUp)
    const [first = nearest, second] = up
    const isFull = kind === 'load' && this.healthOf(first).load * 100 >= fullPercent
    const edge = isFull && second !== undefined ? second : first
    const why = edge === nearest ? 'it is the nearest one' : isFull ? `${first} is full` : `${nearest} is down`
    this.tell(users, city, edge, up.length === 0 ? 'no edge is up, and it is the nearest one' : why)
    return edge
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
    const busy = node.gauge('busy').value
    const waiting = node.gauge('queue').value
    const now = Number.isNaN(busy) ? 0 : (busy + waiting) / this.options.workers
    health.load = (health.load + now) / 2
    const isWell = node.up && !node.paused
    health.contrary = isWell === health.isUp ? 0 : health.contrary + 1
    if (health.contrary < LOOKS) return
    health.isUp = isWell
    health.contrary = 0
    node.mark(isWell ? marks.announced : marks.withdrawn, { edge, looks: LOOKS })
  }

  private healthOf(edge: string): Health {
    return this.health.get(edge) as Health
  }
}

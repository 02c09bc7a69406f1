import type { Policy } from '../algorithms/eviction/eviction-policy'
import type { Step, Tell } from '../algorithms/eviction/step'
import type { Process } from '../kernel/process'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import { failureOf, isSuccess, type Request, type Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'
import { markStep } from './eviction-marks'
import { rowText } from './row-text'
import { SingleFlight } from './single-flight'

export interface PolicyCacheOptions {
  /** Makes the policy anew at every start; a sentence instead says why there can be none, and nothing is cached. */
  createPolicy(tell: Tell): Policy | string
  /** Name of the node that knows every key. */
  readonly database: string
  /** After this time without an answer of the database a load has failed. */
  readonly timeoutMicros: Micros
  readonly workers: number
  readonly queueCapacity: number
  /** Work of one look-up at normal speed. */
  readonly serviceMicros: Micros
  /** Told of every key that is looked up, of whether it was there, and of every step, for a witness. */
  readonly witness?: CacheWitness
}

export interface CacheWitness {
  lookedUp(key: string, isHit: boolean): void
  stepped(step: Step): void
  /** A key could not be loaded, so its place was given back. */
  gaveBack(key: string): void
  /** The memory is empty: the node starts, or starts again. */
  started(): void
}

const joined = defineMark<{ key: string }>(
  'cache/joined',
  'neutral',
  '{key} is being loaded already: this request waits for the same answer.',
)
const notLoaded = defineMark<{ key: string; cause: string }>(
  'cache/not-loaded',
  'bad',
  '{key} cannot be loaded ({cause}): its place is given back.',
)
const off = defineMark<{ problem: string }>(
  'cache/off',
  'bad',
  '{problem} Nothing is cached: every request goes to the database.',
)

/**
 * A read-through cache that forgets by any policy. A key that is missed takes its place at once and is loaded from the
 * database; whoever asks for it meanwhile waits for the same load, as in caches whose values are promises. A load that
 * fails gives the place back. A crash wipes the memory and what the policy has counted. The body of an answer tells
 * whether the look-up was a hit: `{ isHit }`.
 *
 * Reading: `entries`, `capacity`, `hits` and `misses` since the start, `busy`, `queue`; for each row of the policy
 * `length:<row>`, `room:<row>` where it has a bound of its own, and the fact `row:<row>`, see `rowText`.
 */
export class PolicyCache implements Component {
  private readonly policy: Policy | null
  private readonly station: Station
  private readonly hits: Gauge
  private readonly misses: Gauge
  private readonly loads: SingleFlight<Response>
  /** The steps of the present access, each with the rows right after it. */
  private told: { readonly step: Step; readonly rows: readonly string[] }[] = []

  constructor(
    private readonly node: Node,
    private readonly options: PolicyCacheOptions,
  ) {
    this.loads = new SingleFlight(node)
    this.station = node.station({ workers: options.workers, queueCapacity: options.queueCapacity })
    this.hits = node.gauge('hits')
    this.misses = node.gauge('misses')
    this.hits.set(0)
    this.misses.set(0)
    options.witness?.started()
    const policy = options.createPolicy((step) => this.heard(step))
    if (typeof policy === 'string') {
      this.policy = null
      node.mark(off, { problem: policy })
      return
    }
    this.policy = policy
    node.gauge('capacity').set(policy.capacity)
    this.show()
  }

  *handle(request: Request): Process<Response> {
    const { node, policy } = this
    const verdict = yield* this.station.serve(this.options.serviceMicros)
    if (verdict.kind === 'rejected') return { status: 503, failure: { cause: verdict.reason, by: node.name } }
    const { key } = request
    if (key === undefined) return { status: 400, failure: { cause: 'no key', by: node.name } }
    const isHit = policy?.get(key, node.now) ?? false
    this.options.witness?.lookedUp(key, isHit)
    if (isHit) this.hits.add(1)
    else {
      this.misses.add(1)
      policy?.set(key, node.now, request.bytes ?? 1)
    }
    this.tellSteps()
    return yield* this.value(request, key, isHit)
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  /** Loads what is not there, once for all who ask for it at the same time. */
  private *value(request: Request, key: string, isHit: boolean): Process<Response> {
    if (this.loads.waitingFor(key) !== null) this.node.mark(joined, { key })
    else if (isHit) return { status: 200, body: { isHit } }
    const { result: response } = yield* this.loads.run(key, () => this.load(request, key))
    return response.failure === undefined ? { ...response, body: { isHit } } : response
  }

  private *load(request: Request, key: string): Process<Response> {
    const { node } = this
    const { database, timeoutMicros } = this.options
    const reply = yield* node.request(database, { ...request, label: `select ${key}` }, { timeoutMicros })
    if (isSuccess(reply)) return { status: 200 }
    const failure = failureOf(reply)
    if (this.policy?.delete(key) === true) {
      this.options.witness?.gaveBack(key)
      node.mark(notLoaded, { key, cause: failure.cause })
      this.show()
    }
    return { status: 502, failure }
  }

  private heard(step: Step): void {
    this.options.witness?.stepped(step)
    this.told.push({ step, rows: this.policy?.rows().map(rowText) ?? [] })
  }

  private tellSteps(): void {
    const { told } = this
    this.told = []
    const out: string[] = []
    for (const [index, { step, rows }] of told.entries()) {
      if (step.kind === 'evicted' || step.kind === 'expired') out.push(step.key)
      markStep(this.node, step, { rows: index === told.length - 1 ? [] : rows, out: [...out] })
    }
    this.show()
  }

  private show(): void {
    const { node, policy } = this
    if (policy === null) return
    node.gauge('entries').set(policy.size)
    for (const row of policy.rows()) {
      node.gauge(`length:${row.name}`).set(row.length)
      if (row.capacity !== null) node.gauge(`room:${row.name}`).set(row.capacity)
      node.fact(`row:${row.name}`).set(rowText(row))
    }
  }
}

import { Session } from '../../algorithms/replication/session'
import { type ReadDemand, readRow, rowOf, writeRow } from '../../components/database-requests'
import type { ArrivalProcess } from '../../components/workload'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { type FailureCause, failureOf, isSuccess, type Reply, type Request, type Response } from '../../network/message'
import type { Fact, Gauge, Node } from '../../network/node'
import * as marks from './model-marks'
import {
  answer,
  ask,
  bodyOf,
  bodyOfRequest,
  type Configuration,
  type Health,
  MISDIRECTED,
  type Redirect,
  TOO_OLD,
  versionOf,
} from './model-messages'
import { GuideRouter, type Router } from './model-routers'
import type { ReplicationWitness } from './model-witness'

export type ReadPolicy = 'any' | 'wait' | 'sticky' | 'bounded' | 'primary'

export interface AppOptions {
  /** Begins the values that it writes, so that every value is written once. */
  readonly letter: string
  readonly keys: number
  readonly reads: ReadPolicy
  readonly boundMicros: Micros
  readonly timeoutMicros: Micros
  readonly probeMicros: Micros
  /** Nodes whose health the guide's object looks at. */
  readonly nodes: readonly string[]
  /** Arrivals begin after this time, when there is a primary. */
  readonly afterMicros: Micros
}

/** Nodes that it asks for one write or read before it gives up. */
const MOST_ATTEMPTS = 6
/** Before it asks again when nobody leads. */
const REST_MICROS = 40_000

/** An application, which is one session: it writes and reads keys, open loop, and knows the nodes by its router. */
export class Application implements Component {
  private readonly session = new Session()
  private readonly acknowledged: Gauge
  private readonly failed: Gauge
  private readonly lost: Gauge
  private readonly primary: Fact
  private readonly keys: RandomStream

  constructor(
    private readonly node: Node,
    private readonly router: Router,
    private readonly arrivals: { readonly writes: ArrivalProcess; readonly reads: ArrivalProcess },
    private readonly options: AppOptions,
    private readonly witness: ReplicationWitness,
    /** How many values it has written. It stands outside, as a restart must not write one twice. */
    private readonly written: { count: number },
  ) {
    this.acknowledged = node.gauge('acknowledged')
    this.failed = node.gauge('failed')
    this.lost = node.gauge('lost')
    this.primary = node.fact('primary')
    this.keys = node.random('keys')
    for (const gauge of [this.acknowledged, this.failed, this.lost]) gauge.add(0)
    this.show()
  }

  *start(): Process {
    const { node, arrivals, options, router } = this
    if (router instanceof GuideRouter) node.spawnFresh('look after the nodes', this.lookAfter(router))
    yield* node.sleep(options.afterMicros)
    node.spawnFresh(
      'read',
      this.begin(arrivals.reads, () => this.read()),
    )
    yield* this.begin(arrivals.writes, () => this.write())
  }

  /** The monitor tells who is primary. */
  *handle(request: Request): Process<Response> {
    this.router.configure(bodyOfRequest<Configuration>(request))
    this.show()
    return answer(null)
  }

  private *begin(arrivals: ArrivalProcess, operation: () => Process): Process {
    for (;;) {
      yield* this.node.sleep(arrivals.nextGap())
      this.node.spawnFresh('one operation', operation())
    }
  }

  // Writes -----------------------------------------------------------------------------------------------------------

  private *write(): Process {
    const { node, options, witness } = this
    const key = `k${1 + this.keys.integer(options.keys)}`
    const value = `${options.letter}${++this.written.count}`
    const began = node.now
    const request = node.openRequest(`write ${key} = ${value}`)
    witness.writeBegins(node.name, key, value)
    const outcome = yield* this.attempt(key, value)
    if (outcome.kind === 'done') this.wrote(outcome.by, key, value, node.now - began)
    else {
      if (outcome.kind === 'refused') witness.writeRefused(value)
      this.failed.add(1)
      node.mark(marks.writeFailed, { app: node.name, key, value, ...outcome.failure })
    }
    node.closeRequest(request, outcome.kind === 'done' ? null : outcome.failure)
  }

  private wrote(by: string, key: string, value: string, took: Micros): void {
    const { node } = this
    this.acknowledged.add(1)
    node.mark(marks.acknowledged, { app: node.name, key, value, node: by, took })
    if (this.witness.writeEnds(value)) return
    this.lost.add(1)
    node.mark(marks.ghost, { app: node.name, key, value, node: by })
  }

  /** `refused`: nobody has done anything. `unknown`: it may have happened, or happen later. */
  private *attempt(
    key: string,
    value: string,
  ): Process<
    | { readonly kind: 'done'; readonly by: string }
    | { readonly kind: 'refused' | 'unknown'; readonly failure: FailureCause }
  > {
    const { router, node } = this
    let failure: FailureCause = { cause: 'no primary', by: node.name }
    for (let tried = 0; tried < MOST_ATTEMPTS; tried++) {
      const target = router.write()
      if (target.kind === 'thrown') return { kind: 'refused', failure: { cause: target.cause, by: node.name } }
      const reply = yield* this.call(target.node, writeRow(key, value, { epoch: target.epoch }))
      if (reply.kind === 'answered' && isSuccess(reply)) {
        this.session.wrote(versionOf(rowOf(reply.response)))
        return { kind: 'done', by: reply.by }
      }
      failure = failureOf(reply)
      const isRedirect = reply.kind === 'answered' && reply.response.status === MISDIRECTED
      if (!isRedirect && failure.cause !== 'refused') {
        router.unanswered(target.node)
        const isRefused = reply.kind === 'answered' && reply.response.status === 503
        return { kind: isRefused ? 'refused' : 'unknown', failure }
      }
      yield* this.goOn(target.node, reply)
    }
    return { kind: 'refused', failure }
  }

  /** Nothing was done there: looks for somebody else, and rests when nobody is named. */
  private *goOn(asked: string, reply: Reply): Process {
    const { router, node } = this
    const before = router.primary
    if (reply.kind === 'answered') router.redirected(asked, bodyOf<Redirect>(reply.response))
    else router.unanswered(asked)
    this.show()
    if (router.primary === before || reply.kind === 'failed') yield* node.sleep(REST_MICROS)
  }

  // Reads ------------------------------------------------------------------------------------------------------------

  private *read(): Process {
    const { node, options, witness } = this
    const key = `k${1 + this.keys.integer(options.keys)}`
    const request = node.openRequest(`read ${key}`)
    const begun = witness.readBegins(node.name, key)
    const reply = yield* this.find(key)
    const isFound = reply.kind === 'answered' && isSuccess(reply)
    if (isFound) {
      const row = rowOf(reply.response)
      const { value, position } = row
      this.session.saw(versionOf(row))
      const { own, before } = witness.readEnds(begun, value === null ? null : String(value))
      const told = { app: node.name, key, value: String(value ?? 'nothing'), node: reply.by }
      node.mark(marks.readFound, { ...told, position })
      if (own !== null) node.mark(marks.readOwnMissed, { ...told, own })
      else if (before !== null) node.mark(marks.readBack, { ...told, before })
    } else {
      this.failed.add(1)
      node.mark(marks.readFailed, { app: node.name, key, ...failureOf(reply) })
    }
    node.closeRequest(request, isFound ? null : failureOf(reply))
  }

  private *find(key: string): Process<Reply> {
    const { options, router, session, node } = this
    if (options.reads === 'primary') return yield* this.findAtPrimary(key)
    const target = router.read(session, options.reads === 'sticky')
    if (target.kind === 'thrown') throw new RangeError('A read always has a target.')
    if (target.isIll === true) node.mark(marks.illPrimary, { app: node.name, node: target.node })
    const reply = yield* this.call(target.node, readRow(key, this.demand()))
    if (reply.kind === 'answered' && reply.response.status === TOO_OLD) return yield* this.findAtPrimary(key)
    return reply
  }

  private demand(): ReadDemand | null {
    const { reads, boundMicros } = this.options
    if (reads === 'wait') return { kind: 'at least', version: this.session.needed }
    return reads === 'bounded' ? { kind: 'fresh', micros: boundMicros } : null
  }

  private *findAtPrimary(key: string): Process<Reply> {
    const { router } = this
    for (let tried = 0; ; tried++) {
      const target = router.write()
      const to = target.kind === 'thrown' ? router.primary : target.node
      const reply = yield* this.call(to, readRow(key, { kind: 'primary' }))
      const isElsewhere =
        reply.kind === 'answered' ? reply.response.status === MISDIRECTED : reply.failure.cause === 'refused'
      if (!isElsewhere || tried === MOST_ATTEMPTS) {
        if (reply.kind === 'failed') router.unanswered(to)
        return reply
      }
      yield* this.goOn(to, reply)
    }
  }

  private *call(to: string, request: Request): Process<Reply> {
    return yield* this.node.request(to, request, { timeoutMicros: this.options.timeoutMicros })
  }

  // The guide's object -----------------------------------------------------------------------------------------------

  /** Asks every node for its health; what it does not hear it does not change, but for the health itself. */
  private *lookAfter(router: GuideRouter): Process {
    const { node, options } = this
    for (;;) {
      for (const name of options.nodes) node.spawnFresh(`ask for the health of ${name}`, this.lookAt(router, name))
      yield* node.sleep(options.probeMicros)
    }
  }

  private *lookAt({ cluster }: GuideRouter, name: string): Process {
    const { node, options } = this
    const timeoutMicros = options.probeMicros
    const reply = yield* node.request(name, ask('health', { kind: 'health' }), { timeoutMicros })
    const connection = [cluster.primary, ...cluster.replicas].find(({ id }) => id === name)
    if (connection === undefined) return
    const isHealthy = reply.kind === 'answered'
    if (isHealthy) connection.lagMs = bodyOf<Health>(reply.response).lagMs
    if (connection.isHealthy === isHealthy) return
    connection.isHealthy = isHealthy
    node.mark(marks.viewChanged, {
      app: node.name,
      node: name,
      state: isHealthy ? 'healthy' : 'ill',
      lag: connection.lagMs,
    })
  }

  /** Somebody calls handleFailover on this application's object. */
  handleFailover(): void {
    const { node, router } = this
    if (!(router instanceof GuideRouter))
      return node.mark(marks.noFailover, { app: node.name, why: 'here that is not for applications to do' })
    const others = router.cluster.replicas
    const promoted = router.cluster.handleFailover()
    if (promoted === null)
      return node.mark(marks.noFailover, { app: node.name, why: 'its primary is healthy, or no replica is' })
    const left = others.filter(({ id }) => id !== promoted.id).map(({ id, lagMs }) => `${lagMs} ms of ${id}`)
    node.mark(marks.guidePromoted, {
      app: node.name,
      node: promoted.id,
      lag: promoted.lagMs,
      others: left.join(', ') || 'no other',
    })
    this.show()
    node.spawnFresh('promote', this.promote(promoted.id))
  }

  private *promote(name: string): Process {
    yield* this.node.request(name, ask('promote', { kind: 'promote' }), { timeoutMicros: this.options.timeoutMicros })
  }

  private show(): void {
    this.primary.set(this.router.primary)
  }
}

import { keySlot } from '../../algorithms/hashing/redis-slots'
import type { HealthOptions } from '../../components/health-prober'
import { serveCommand } from '../../components/leased-cache'
import { type LeasedCommand, LeasedStore, type LeasedStoreOptions, type StoredRow } from '../../components/leased-store'
import { HEALTH_TARGET } from '../../components/server'
import type { Process } from '../../kernel/process'
import type { Station } from '../../kernel/station'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { isSuccess, type Request, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import { groupDigits } from '../../trace/sentence'
import { type Claim, type ClusterConfig, slotsIn } from './model-cluster-config'
import { ClusterHealth } from './model-cluster-health'
import * as marks from './model-cluster-marks'
import {
  type ClusterMessage,
  clusterMessageOf,
  clusterRequest,
  isAsking,
  redirectResponse,
} from './model-cluster-messages'
import { ClusterMigration } from './model-cluster-migration'
import { CacheStream } from './model-cluster-stream'

export interface ClusterNodeOptions extends LeasedStoreOptions {
  readonly queueCapacity: number
  /** Work of one command. */
  readonly serviceMicros: Micros
  /** All other nodes of the cluster. */
  readonly peers: readonly string[]
  /** The other one of two with the same rows; null when it is alone. Who of both has the slots may change. */
  readonly partner: string | null
  readonly health: HealthOptions
  /** Whether a delete is answered only when the copy has it too, as WAIT 1 does. */
  readonly waits: boolean
  /** How long it waits then. */
  readonly patienceMicros: Micros
  /** Rest between two keys that move to another node. */
  readonly restMicros: Micros
}

/**
 * A cache node in the manner of Redis Cluster: it serves the keys of its slots and sends others on; it repeats every
 * change to its copy, asynchronously; a copy takes its primary's place when a majority of primaries agrees. One thread.
 *
 * Reading: that of the store, `busy`, `queue`, `slots`, `offset`, `behind`, fact `role`.
 */
export class ClusterNode implements Component {
  readonly node: Node
  readonly config: ClusterConfig
  readonly options: ClusterNodeOptions
  readonly station: Station
  readonly store: LeasedStore
  readonly stream: CacheStream
  readonly #health: ClusterHealth
  readonly #migration: ClusterMigration
  /** How many changes of its primary it has; null when it has not got all that was before. */
  #applied: number | null = 0
  #isCopying = false

  constructor(node: Node, config: ClusterConfig, options: ClusterNodeOptions) {
    this.node = node
    this.config = config
    this.options = options
    this.station = node.station({ workers: 1, queueCapacity: options.queueCapacity })
    this.store = new LeasedStore(node, options)
    this.stream = new CacheStream(node, this.store)
    this.#health = new ClusterHealth(this)
    this.#migration = new ClusterMigration(this)
    if (config.boots === 0) this.#leads(true)
    this.show()
  }

  *start(): Process {
    if (this.config.boots++ > 0) {
      this.#applied = null
      yield* this.#health.rejoin()
      this.#leads(false)
    }
    yield* this.#health.watch()
  }

  *handle(request: Request): Process<Response> {
    if (request.label === HEALTH_TARGET) return { status: 200 }
    const message = clusterMessageOf(request)
    if (message !== null) return yield* this.#hear(message)
    const refusal = yield* serveCommand(this.node, this.station, this.options.serviceMicros, request.label)
    if (refusal !== null) return refusal
    const key = request.key ?? ''
    const elsewhere = this.#elsewhere(key, isAsking(request))
    if (elsewhere !== null) return elsewhere
    return yield* this.#run(key, request.body as unknown as LeasedCommand)
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  /** The user gives it its share of the slots. */
  join(): void {
    this.node.spawnFresh('take slots over', this.#migration.takeOver())
  }

  put(row: StoredRow): void {
    this.store.put(row)
    this.stream.add({ kind: 'put', row })
  }

  remove(key: string): void {
    this.store.remove(key)
    this.stream.add({ kind: 'delete', key })
  }

  /** It has its primary's slots from now on. */
  *replaces(primary: string, epoch: number, votes: number): Process {
    const { config, node } = this
    const slots = config.slotsOf(primary)
    const claim = config.takesBy(epoch, slots)
    config.follows = null
    this.store.renewLeases()
    const offset = this.#applied ?? 0
    node.mark(marks.promoted, { node: node.name, of: primary, epoch, votes, slots: slots.length, offset })
    this.show()
    yield* node.all(this.options.peers.map((peer) => this.tell(peer, claim, primary)))
  }

  /** Repeats a claim until it is heard, or is no longer true. */
  *tell(peer: string, claim: Claim, instead: string | null): Process {
    const { node, config, options } = this
    for (;;) {
      const timeoutMicros = options.health.intervalMicros
      const request = clusterRequest({ kind: 'claim', claim, instead })
      if (isSuccess(yield* node.request(peer, request, { timeoutMicros }))) return
      yield* node.sleep(options.health.intervalMicros)
      if (config.epochOf(node.name) !== claim.epoch) return
    }
  }

  /** Becomes the copy of a node. */
  *copies(primary: string): Process {
    const { node, config } = this
    config.follows = primary
    this.#applied = null
    this.stream.stop()
    this.store.clear()
    this.show()
    if (this.#isCopying) return
    this.#isCopying = true
    const timeoutMicros = this.options.health.intervalMicros
    while (config.follows !== null && this.#applied === null) {
      yield* node.request(config.follows, clusterRequest({ kind: 'copy', to: node.name }), { timeoutMicros })
      yield* node.sleep(timeoutMicros)
    }
    this.#isCopying = false
  }

  show(): void {
    const { node, config } = this
    const slots = config.slotsOf(node.name).length
    node.gauge('slots').set(slots)
    const own = slots > 0 ? `${groupDigits(slots)} slots` : 'no slots yet'
    node.fact('role').set(config.follows === null ? own : `copy of ${config.follows}`)
  }

  /** If it is a primary, its partner gets its changes. */
  #leads(isAlike: boolean): void {
    const { partner } = this.options
    if (partner !== null && this.config.primaries.includes(this.node.name)) this.stream.follow(partner, isAlike)
  }

  /** The answer to a client whose key is not served here; null when it is. */
  #elsewhere(key: string, isAsking: boolean): Response | null {
    const answer = this.config.slots.route([key], (each) => this.store.has(each), isAsking)
    if (answer.kind === 'moved' || answer.kind === 'ask') return redirectResponse(answer)
    if (answer.kind === 'serve' && this.#health.serves()) return null
    return { status: 503, failure: { cause: 'the cluster is down', by: this.node.name } }
  }

  *#run(key: string, command: LeasedCommand): Process<Response> {
    const { node, store, stream, options } = this
    const answer = store.run(key, command)
    const row = store.row(key)
    if (command.kind === 'set' && answer.status === 204 && row !== null) stream.add({ kind: 'put', row })
    if (command.kind !== 'delete') return answer
    stream.add({ kind: 'delete', key })
    if (!options.waits || stream.follower === null || (yield* stream.confirms(options.patienceMicros))) return answer
    node.mark(marks.unconfirmed, { node: node.name, key, replica: stream.follower ?? '' })
    return { status: 503, failure: { cause: 'its copy has not confirmed', by: node.name } }
  }

  *#hear(message: ClusterMessage): Process<Response> {
    const { config } = this
    switch (message.kind) {
      case 'stream':
        return { status: this.#repeat(message) ? 200 : 409 }
      case 'copy':
        if (config.follows !== null) return { status: 409 }
        this.node.mark(marks.copied, { node: message.to, from: this.node.name, rows: this.store.rows().length })
        this.stream.follow(message.to, false)
        return { status: 200 }
      case 'claim':
        this.#learn(message)
        return { status: 200 }
      case 'vote':
        return { status: this.#health.votes(message) ? 200 : 409 }
      case 'slots':
        return { status: 200, body: config.primaries.map((each) => config.claimOf(each)) as unknown as Plain }
      case 'hand over':
        return yield* this.#migration.handOver(slotsIn(message.slots), message.to)
      case 'restore': {
        const refusal = yield* serveCommand(this.node, this.station, this.options.serviceMicros, 'RESTORE')
        if (refusal === null) this.put(message.row)
        return refusal ?? { status: 200 }
      }
    }
  }

  #learn({ claim, instead }: ClusterMessage & { kind: 'claim' }): void {
    const { config, node } = this
    config.adopt(claim)
    const isReplaced = instead === node.name || (instead !== null && instead === config.follows)
    if (isReplaced && config.slotsOf(node.name).length === 0) {
      node.mark(marks.demoted, { node: node.name, by: claim.owner, epoch: claim.epoch })
      node.spawnFresh(`copy ${claim.owner}`, this.copies(claim.owner))
    }
    this.show()
  }

  /** @returns whether the changes follow what it has */
  #repeat({ by, from, to, changes }: ClusterMessage & { kind: 'stream' }): boolean {
    if (this.config.follows !== by || (from !== null && from !== this.#applied)) return false
    for (const change of changes) {
      if (change.kind === 'put') this.store.put(change.row)
      else if (change.kind === 'delete') this.store.remove(change.key)
      else this.store.clear()
    }
    this.#applied = to
    this.node.gauge('offset').set(to)
    return true
  }
}

export function slotSetOf(slots: readonly number[]): (key: string) => boolean {
  const set = new Set(slots)
  return (key) => set.has(keySlot(key))
}

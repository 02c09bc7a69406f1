import { type Candidate, choosePrimary } from '../../algorithms/replication/promotion'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { failureOf, isSuccess } from '../../network/message'
import type { Fact, Gauge, Node } from '../../network/node'
import * as marks from './model-marks'
import { ask, bodyOf, type Configuration, type Health, type NodeCall, type Promised } from './model-messages'

export interface MonitorOptions {
  readonly nodes: readonly string[]
  readonly apps: readonly string[]
  readonly probeMicros: Micros
  /** Questions without an answer after which a node counts as dead. */
  readonly misses: number
  /** The switch that turns a primary off before another takes over; null without one. */
  readonly power: string | null
  /** Nodes that have to promise a new epoch before it has a primary. */
  readonly needed: number
}

/** Health questions that fit into the time in which a power switch has to answer. */
const POWER_PATIENCE = 3

/** What the monitor has on its disk. */
export interface MonitorDisk {
  epoch: number
  primary: string
}

/**
 * Watches the nodes and replaces a primary that does not answer. Who promises the new epoch takes no log of an older one
 * any more, so whatever the old primary still does reaches no majority. There is one monitor; it does not vote with others.
 */
export class Monitor implements Component {
  private readonly misses = new Map<string, number>()
  private readonly epoch: Gauge
  private readonly primary: Fact
  private readonly failovers: Gauge
  private told = ''

  constructor(
    private readonly node: Node,
    private readonly disk: MonitorDisk,
    private readonly options: MonitorOptions,
  ) {
    this.epoch = node.gauge('epoch')
    this.primary = node.fact('primary')
    this.failovers = node.gauge('failovers')
    this.failovers.add(0)
    this.show()
  }

  *start(): Process {
    const { node, options } = this
    for (;;) {
      yield* node.sleep(options.probeMicros)
      yield* node.all(options.nodes.map((name) => this.probe(name)))
      if (this.isDead(this.disk.primary)) yield* this.failOver()
      this.tellApps()
    }
  }

  private *probe(name: string): Process {
    const { node, options, disk } = this
    const reply = yield* node.request(name, ask('health', { kind: 'health' }), { timeoutMicros: options.probeMicros })
    if (reply.kind === 'failed') {
      const misses = (this.misses.get(name) ?? 0) + 1
      this.misses.set(name, misses)
      if (misses === options.misses) node.mark(marks.suspected, { monitor: node.name, node: name, misses })
      return
    }
    this.misses.set(name, 0)
    if (bodyOf<Health>(reply.response).epoch < disk.epoch && name !== disk.primary)
      node.spawnFresh(`tell ${name} whom to follow`, this.tell(name, { kind: 'follow', ...disk }))
  }

  private *failOver(): Process {
    const { node, options, disk } = this
    if (options.power !== null && !(yield* this.isShot(options.power, disk.primary))) return
    disk.epoch++
    this.show()
    const answers = yield* node.all(options.nodes.map((name) => this.promised(name, disk.epoch)))
    const candidates = answers.filter((candidate) => candidate !== null)
    const promotion = choosePrimary(candidates, options.needed)
    if (promotion.kind === 'none') {
      const { answers, needed } = promotion
      return node.mark(marks.noQuorum, { monitor: node.name, epoch: disk.epoch, answers, needed })
    }
    const others = promotion.others.map(({ id, last }) => `${last.position} of ${id}`)
    node.mark(marks.chosen, {
      monitor: node.name,
      node: promotion.id,
      epoch: disk.epoch,
      position: promotion.last.position,
      others: others.join(', ') || 'no other',
    })
    disk.primary = promotion.id
    this.misses.set(promotion.id, 0)
    this.failovers.add(1)
    this.show()
    yield* this.tell(promotion.id, { kind: 'lead', epoch: disk.epoch })
  }

  /** Has the old primary switched off. @returns whether that is certain */
  private *isShot(power: string, name: string): Process<boolean> {
    const { node, options } = this
    const request = ask(`switch ${name} off`, { off: name })
    const reply = yield* node.request(power, request, { timeoutMicros: POWER_PATIENCE * options.probeMicros })
    if (reply.kind === 'answered' && isSuccess(reply)) return true
    node.mark(marks.notShot, { monitor: node.name, node: name, cause: failureOf(reply).cause })
    return false
  }

  private *promised(name: string, epoch: number): Process<Candidate | null> {
    const request = ask(`promise epoch ${epoch}`, { kind: 'promise', epoch })
    const reply = yield* this.node.request(name, request, { timeoutMicros: this.options.probeMicros })
    if (reply.kind === 'failed' || !isSuccess(reply)) return null
    return { id: name, last: bodyOf<Promised>(reply.response).last }
  }

  private *tell(name: string, call: Extract<NodeCall, { kind: 'lead' | 'follow' }>): Process {
    const label = call.kind === 'lead' ? `lead epoch ${call.epoch}` : `follow ${call.primary}, epoch ${call.epoch}`
    yield* this.node.request(name, ask(label, call), { timeoutMicros: this.options.probeMicros })
  }

  /** Applications hear of a new primary, and of replicas that come and go. */
  private tellApps(): void {
    const { node, options, disk } = this
    const replicas = options.nodes.filter((name) => name !== disk.primary && !this.isDead(name))
    const configuration: Configuration = { ...disk, replicas }
    const text = JSON.stringify(configuration)
    if (text === this.told) return
    this.told = text
    for (const app of options.apps) node.spawnFresh(`tell ${app}`, this.configure(app, configuration))
  }

  private *configure(app: string, configuration: Configuration): Process {
    const label = `primary ${configuration.primary}, epoch ${configuration.epoch}`
    yield* this.node.request(app, ask(label, configuration), { timeoutMicros: this.options.probeMicros })
  }

  private isDead(name: string): boolean {
    return (this.misses.get(name) ?? 0) >= this.options.misses
  }

  private show(): void {
    this.epoch.set(this.disk.epoch)
    this.primary.set(this.disk.primary)
  }
}

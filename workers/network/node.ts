import type { Kernel } from '../kernel/kernel'
import type { Process, Wait } from '../kernel/process'
import { RandomStream } from '../kernel/random'
import { Roster } from '../kernel/roster'
import { type OverflowPolicy, Station, type StationOptions } from '../kernel/station'
import type { Owner, Purpose, Task } from '../kernel/task'
import type { Micros } from '../kernel/time'
import { All, Race, Sleep, Timer } from '../kernel/waits'
import { NO_HOP, NO_REQUEST, type Plain, Stage } from '../protocol'
import type { MarkDefinition, MarkDetails } from '../trace/mark-definition'
import type { Component, ComponentFactory } from './component'
import { Exchange } from './exchange'
import type { FailureCause, Reply, Request } from './message'
import type { Network } from './network'
import * as marks from './node-marks'

const NO_PURPOSE: Purpose = { request: NO_REQUEST, cause: NO_HOP }

/**
 * A thing with an address, and all that a component may do there: wait, compute, ask others, draw lots, show its
 * reading and say why it did something.
 */
export class Node implements Owner {
  up = true
  paused = false
  /** How many times as long as normal its work takes. */
  slowFactor = 1
  readonly deferred: { happen(): void; readonly live: boolean }[] = []
  readonly tasks = new Roster<Task>()
  /** Requests that are being handled here. */
  readonly inbound = new Roster<Exchange>()
  readonly kernel: Kernel

  private component: Component = {}
  private readonly readings = new Map<string, Gauge | Fact>()
  private readonly upGauge: Gauge
  private readonly modeFact: Fact
  private resumeTimer: Timer | null = null

  constructor(
    readonly network: Network,
    readonly index: number,
    readonly name: string,
    readonly kind: string,
    private readonly seed: number,
    private readonly factory: ComponentFactory,
  ) {
    this.kernel = network.kernel
    this.upGauge = this.gauge('up')
    this.modeFact = this.fact('mode')
  }

  // What a component does --------------------------------------------------------------------------------------------

  get now(): Micros {
    return this.kernel.now
  }
  /** A stream of lots that only this node and purpose draw from. */
  random(purpose: string): RandomStream {
    return RandomStream.named(this.seed, `${this.name}/${purpose}`)
  }
  sleep(micros: Micros): Wait<void> {
    this.stage(this.purpose, Stage.slept, micros)
    return new Sleep(this.kernel, this, micros)
  }
  all<T>(processes: readonly Process<T>[]): Wait<T[]> {
    return new All(processes)
  }
  race<T>(processes: readonly Process<T>[]): Wait<{ readonly index: number; readonly value: T }> {
    return new Race(processes)
  }
  /** Asks another node. Without a timeout a lost message is waited for until the run ends. */
  request(to: string, request: Request, options: { timeoutMicros?: Micros } = {}): Wait<Reply> {
    const callee = this.network.node(to)
    if (callee === undefined) throw new Error(`${this.name} asks ${to}, which does not exist`)
    return new Exchange(this.network, this, callee, request, options.timeoutMicros ?? null)
  }
  /** Starts a process beside the present one; it works for the same request. */
  spawn<T>(title: string, process: Process<T>): Task<T> {
    return this.kernel.spawn(this, title, process, this.purpose)
  }
  /** Starts a process that works for no request, or for one that it opens itself. */
  spawnFresh<T>(title: string, process: Process<T>): Task<T> {
    return this.kernel.spawn(this, title, process, NO_PURPOSE)
  }
  /** Workers with a queue, shown as `busy` and `queue` or what `queueKey` says. Slowing the node slows the station. */
  station(
    options: Omit<StationOptions, 'policy'> & { readonly policy?: OverflowPolicy; readonly queueKey?: string },
  ): Station {
    const busy = this.gauge('busy')
    const queue = this.gauge(options.queueKey ?? 'queue')
    const station: Station = new Station(
      this.kernel,
      this,
      { ...options, policy: options.policy ?? 'reject-newest' },
      {
        changed: () => {
          busy.set(station.busy)
          queue.set(station.queueLength)
        },
        queued: (task, place) => this.stage(task, Stage.queued, place),
        started: (task) => this.stage(task, Stage.started, 0),
      },
    )
    station.slowdown = this.slowFactor
    busy.set(0)
    queue.set(0)
    return station
  }
  /** A number of this node's reading; the same key gives the same gauge. */
  gauge(key: string): Gauge {
    let reading = this.readings.get(key)
    if (reading === undefined) {
      reading = new Gauge(this.network, this.network.recorder.slot(this.index, key))
      this.readings.set(key, reading)
    }
    return reading as Gauge
  }
  /** A part of this node's reading that is no number. */
  fact(key: string): Fact {
    let reading = this.readings.get(key)
    if (reading === undefined) {
      reading = new Fact(this.network, this.network.recorder.slot(this.index, key))
      this.readings.set(key, reading)
    }
    return reading as Fact
  }
  /** Says what happens here and why; it belongs to the request that is being worked on. */
  mark<D extends MarkDetails>(definition: MarkDefinition<D>, details: D): void {
    this.network.recorder.mark(this.index, definition, details, this.purpose.request)
  }
  /** A client begins to ask: from here on the present process works for this request. @returns its number. */
  openRequest(label: string): number {
    const request = this.network.recorder.request(this.index, label)
    this.network.ledger.begin(request, this.index, this.now)
    const { running } = this.kernel
    if (running !== null) running.request = request
    return request
  }
  /** The request has its one outcome; null is success. */
  closeRequest(request: number, failure: FailureCause | null): void {
    this.network.ledger.end(request, this.now)
    const by = failure === null ? this : (this.network.node(failure.by) ?? this)
    this.network.recorder.endRequest(request, failure?.cause ?? '', by.index)
  }

  // What is done to a node -------------------------------------------------------------------------------------------

  /** Starts the component for the first time. */
  boot(): void {
    this.upGauge.set(1)
    this.showMode()
    this.startComponent()
  }

  crash(): void {
    if (!this.up) return
    this.mark(marks.crashed, { node: this.name, open: this.inbound.size })
    this.up = false
    for (const task of this.tasks.list().reverse()) task.drop()
    for (const request of this.network.ledger.openOf(this.index))
      this.closeRequest(request, { cause: 'crashed while it waited', by: this.name })
    for (const exchange of this.inbound.list()) {
      this.inbound.delete(exchange)
      exchange.breakOff('connection lost')
    }
    this.wakeUp()
    this.deferred.length = 0
    this.upGauge.set(0)
    this.clearGauges()
    this.showMode()
  }

  restart(): void {
    if (this.up) this.crash()
    this.up = true
    this.upGauge.set(1)
    this.mark(marks.restarted, { node: this.name })
    this.showMode()
    this.startComponent()
  }

  /** Nothing that runs here advances for a while; messages still arrive and wait. */
  pause(micros: Micros): void {
    if (!this.up) return
    this.mark(marks.paused, { node: this.name, time: micros })
    this.paused = true
    this.resumeTimer?.cancel()
    this.resumeTimer = new Timer(null, () => this.resume())
    this.kernel.schedule(micros, this.resumeTimer)
    this.showMode()
  }

  slow(factor: number): void {
    this.slowFactor = factor
    this.mark(factor === 1 ? marks.normalSpeed : marks.slowed, { node: this.name, factor })
    this.component.slowdown?.(factor)
    this.showMode()
  }

  /** Runs `action` now, or as soon as the node is no longer paused. */
  whenAwake(action: () => void): void {
    if (!this.paused) action()
    else this.deferred.push({ live: true, happen: action })
  }

  /** A request has arrived. */
  accept(exchange: Exchange, hop: number, request: number): void {
    this.inbound.add(exchange)
    if (this.paused) this.whenAwake(() => this.handle(exchange, { request, cause: hop }))
    else this.handle(exchange, { request, cause: hop })
  }

  private handle(exchange: Exchange, purpose: Purpose): void {
    const { component } = this
    const { request } = exchange
    if (component.handle === undefined) throw new Error(`${this.name} cannot handle requests`)
    this.kernel.spawn(this, `handle ${request.label}`, component.handle(request), purpose, exchange)
  }

  private stage({ request, cause }: Purpose, stage: Stage, amount: number): void {
    this.network.recorder.stage(request, cause, this.index, stage, amount)
  }

  private get purpose(): Purpose {
    return this.kernel.running ?? NO_PURPOSE
  }

  private startComponent(): void {
    this.component = this.factory(this)
    if (this.component.start !== undefined) this.spawnFresh('background work', this.component.start())
  }

  private resume(): void {
    if (!this.paused) return
    this.mark(marks.resumed, { node: this.name, waiting: this.deferred.length })
    this.wakeUp()
    this.showMode()
    for (const occurrence of this.deferred.splice(0)) {
      if (!occurrence.live) continue
      if (this.paused || !this.up) this.deferred.push(occurrence)
      else occurrence.happen()
    }
  }

  private wakeUp(): void {
    this.paused = false
    this.resumeTimer?.cancel()
    this.resumeTimer = null
  }

  /** After a crash nothing is busy, nothing waits and nothing is remembered. */
  private clearGauges(): void {
    for (const key of ['busy', 'queue', 'entries', 'waiting', 'keys', 'expires', 'bytes'])
      if (this.readings.has(key)) this.gauge(key).set(0)
  }

  private showMode(): void {
    const mode = !this.up ? 'down' : this.paused ? 'paused' : this.slowFactor === 1 ? '' : `slow ×${this.slowFactor}`
    this.modeFact.set(mode)
  }
}

/** One number of a node's reading. Setting it to the value it has records nothing. */
export class Gauge {
  value = Number.NaN

  constructor(
    private readonly network: Network,
    private readonly slot: number,
  ) {}

  set(value: number): void {
    if (value === this.value) return
    this.value = value
    this.network.recorder.gauge(this.slot, value)
  }
  add(difference: number): void {
    this.set((Number.isNaN(this.value) ? 0 : this.value) + difference)
  }
}

/** A part of a node's reading that is no number: plain data that is never changed after it was set. */
export class Fact {
  value: Plain | undefined

  constructor(
    private readonly network: Network,
    private readonly slot: number,
  ) {}

  set(value: Plain): void {
    if (value === this.value) return
    this.value = value
    this.network.recorder.fact(this.slot, value)
  }
}

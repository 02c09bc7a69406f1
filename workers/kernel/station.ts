import type { Kernel } from './kernel'
import { type Occurrence, Wait } from './process'
import { SharedPace } from './shared-pace'
import type { Owner, Task } from './task'
import { formatDuration, type Micros } from './time'

/** What a full queue does with one more: refuse it, or throw out the one that waits longest. */
export type OverflowPolicy = 'reject-newest' | 'drop-oldest'

export interface StationOptions {
  /** How many are served at once. */
  readonly workers: number
  /** How many may wait; Infinity for no bound. */
  readonly queueCapacity: number
  readonly policy: OverflowPolicy
  /**
   * How many times as long all work takes while so many are served at once, from 1: workers that get in each other's way.
   * It holds at every moment, also for work that has begun. @default workers do not hinder each other
   */
  slowdownAt?(inService: number): number
}

/** Told how a customer fares, so that its waiting can be shown. */
export interface StationObserver {
  /** Called after every change of `busy` or `queueLength`. */
  changed(): void
  /** It has to wait, at this place from 1. */
  queued(task: Task, place: number): void
  /** A worker takes it from the queue. */
  started(task: Task): void
}

/** How long something takes at normal speed, or what tells that when a worker begins it. */
export type Work = Micros | (() => Micros)

export type ServiceVerdict =
  | { readonly kind: 'served'; readonly waitedMicros: Micros }
  | { readonly kind: 'rejected'; readonly reason: 'queue full' | 'dropped from the queue' }

/**
 * c workers with one first-in-first-out queue of bounded length. The work that a customer brings is stretched by
 * `slowdown` from the moment its service begins.
 */
export class Station {
  private taken = 0
  private area = 0
  private areaUntil: Micros = 0
  slowdown = 1
  workers: number
  readonly pace: SharedPace | null
  private waiting: Service[] = []
  private head = 0

  constructor(
    readonly kernel: Kernel,
    readonly owner: Owner,
    readonly options: StationOptions,
    private readonly observer: StationObserver,
  ) {
    this.workers = options.workers
    this.pace = options.slowdownAt === undefined ? null : new SharedPace(kernel, owner, options.slowdownAt)
  }

  /** Workers that are taken. */
  get busy(): number {
    return this.taken
  }
  private set busy(count: number) {
    this.area = this.busyMicros
    this.areaUntil = this.kernel.now
    this.taken = count
  }

  /** Working time of all workers so far, added up: two that are busy for a second make two. */
  get busyMicros(): number {
    return this.area + this.taken * (this.kernel.now - this.areaUntil)
  }

  get queueLength(): number {
    return this.waiting.length - this.head
  }

  /**
   * Waits for a worker and then for the work to be done.
   *
   * @param work how long it takes
   */
  serve(work: Work): Wait<ServiceVerdict> {
    return new Service(this, work)
  }

  /** Waits for a worker and keeps it until `release`: for work that is done elsewhere. */
  seize(): Wait<ServiceVerdict> {
    return new Service(this, null)
  }

  /** Gives back a worker that was seized. */
  release(): void {
    this.leave()
  }

  /** From now on there are so many workers. Those that are busy beyond that finish first. */
  resize(workers: number): void {
    this.workers = workers
    while (this.busy < this.workers) {
      const next = this.takeOldest()
      if (next === undefined) return
      this.busy++
      this.observer.changed()
      next.startFromQueue(this.observer)
    }
  }

  /** Place in the queue, from 1. */
  placeOf(service: Service): number {
    return this.waiting.indexOf(service, this.head) - this.head + 1
  }

  /** @returns whether the service begins at once, waits, or is refused. */
  enter(service: Service): 'started' | 'queued' | 'refused' {
    if (this.busy < this.workers) {
      this.busy++
      this.observer.changed()
      return 'started'
    }
    let oldest: Service | undefined
    if (this.queueLength >= this.options.queueCapacity) {
      oldest = this.options.policy === 'drop-oldest' ? this.takeOldest() : undefined
      if (oldest === undefined) return 'refused'
    }
    this.waiting.push(service)
    this.observer.changed()
    service.tellQueued(this.observer, this.queueLength)
    // Last, because the one that is thrown out runs on at once and may come back: the place is taken by then.
    oldest?.reject()
    return 'queued'
  }

  /** A worker has become free: the one that waits longest takes it. */
  leave(): void {
    const next = this.busy > this.workers ? undefined : this.takeOldest()
    if (next === undefined) this.busy--
    this.observer.changed()
    next?.startFromQueue(this.observer)
  }

  /** A customer that waits goes away. */
  forget(service: Service): void {
    const index = this.waiting.indexOf(service, this.head)
    if (index >= 0) this.waiting.splice(index, 1)
    this.observer.changed()
  }

  private takeOldest(): Service | undefined {
    const service = this.waiting[this.head]
    if (service === undefined) return undefined
    this.head++
    if (this.head > 64 && this.head * 2 > this.waiting.length) {
      this.waiting = this.waiting.slice(this.head)
      this.head = 0
    }
    return service
  }
}

/** One customer at a station: first waits for a worker, then for the work. */
class Service extends Wait<ServiceVerdict> implements Occurrence {
  live = true
  readonly owner: Owner
  private task: Task | null = null
  private stage: 'queued' | 'served' | 'over' = 'queued'
  private waitedMicros = 0
  /** The work as stretched when the service began. */
  private serviceMicros = 0

  constructor(
    private readonly station: Station,
    /** Null when the work is done elsewhere. */
    private readonly work: Work | null,
  ) {
    super()
    this.owner = station.owner
  }

  begin(task: Task): boolean {
    this.task = task
    const entry = this.station.enter(this)
    if (entry === 'queued') return false
    if (entry === 'started' && this.work !== null) {
      this.start(this.work)
      return false
    }
    this.stage = 'over'
    if (entry === 'started') task.answer({ kind: 'served', waitedMicros: 0 } satisfies ServiceVerdict)
    else task.answer({ kind: 'rejected', reason: 'queue full' } satisfies ServiceVerdict)
    return true
  }
  tellQueued(observer: StationObserver, place: number): void {
    if (this.task !== null) observer.queued(this.task, place)
  }
  startFromQueue(observer: StationObserver): void {
    if (this.task !== null) observer.started(this.task)
    if (this.work !== null) return this.start(this.work)
    this.stage = 'over'
    const waitedMicros = this.station.kernel.now - this.since
    this.task?.wake({ kind: 'served', waitedMicros } satisfies ServiceVerdict)
  }
  private start(work: Work): void {
    const { kernel, pace, slowdown } = this.station
    this.stage = 'served'
    this.waitedMicros = kernel.now - this.since
    this.serviceMicros = Math.round((typeof work === 'number' ? work : work()) * slowdown)
    if (pace === null) kernel.schedule(this.serviceMicros, this)
    else pace.begin(this, this.serviceMicros)
  }
  happen(): void {
    if (!this.live) return
    this.stage = 'over'
    this.station.leave()
    this.task?.wake({ kind: 'served', waitedMicros: this.waitedMicros } satisfies ServiceVerdict)
  }
  reject(): void {
    this.stage = 'over'
    this.task?.wake({ kind: 'rejected', reason: 'dropped from the queue' } satisfies ServiceVerdict)
  }
  cancel(): void {
    this.live = false
    if (this.stage === 'queued') this.station.forget(this)
    else if (this.stage === 'served') {
      this.station.pace?.end(this)
      this.station.leave()
    }
    this.stage = 'over'
  }
  describe(): string {
    if (this.stage === 'queued') return `a free worker, place ${this.station.placeOf(this)} in the queue`
    return `its work of ${formatDuration(this.serviceMicros)} to be done`
  }
}

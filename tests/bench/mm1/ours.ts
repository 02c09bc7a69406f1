import { Kernel } from '../../../workers/kernel/kernel'
import type { Process } from '../../../workers/kernel/process'
import { Roster } from '../../../workers/kernel/roster'
import { Station, type StationObserver } from '../../../workers/kernel/station'
import type { Owner, Task } from '../../../workers/kernel/task'
import { Sleep } from '../../../workers/kernel/waits'
import { NO_HOP, NO_REQUEST, Stage } from '../../../workers/protocol'
import { buffersOf } from '../../../workers/session/transferables'
import { Recorder } from '../../../workers/trace/recorder'
import type { Visits } from './visits'

/** Agenda entries between two chunks, as the page asks for. */
const CHUNK_BUDGET = 20_000
const WORKERS = { workers: 1, queueCapacity: Number.POSITIVE_INFINITY, policy: 'reject-newest' } as const
const PURPOSE = { request: NO_REQUEST, cause: NO_HOP }

/** A process for the arrivals and one for every customer. */
class Shop {
  readonly kernel = new Kernel({ horizonMicros: Number.MAX_SAFE_INTEGER, maxAtOneInstant: 1_000 })
  readonly owner: Owner = { name: 'station', paused: false, deferred: [], tasks: new Roster<Task>() }
  readonly station: Station
  totalWait = 0

  constructor(
    private readonly visits: Visits,
    observer: StationObserver,
  ) {
    this.station = new Station(this.kernel, this.owner, WORKERS, observer)
    this.start(this.arrivals())
  }

  protected *visit(work: number): Process {
    const verdict = yield* this.station.serve(work)
    if (verdict.kind === 'served') this.totalWait += verdict.waitedMicros
  }
  private *arrivals(): Process {
    const { gaps, works, count } = this.visits
    for (let index = 0; index < count; index++) {
      yield* new Sleep(this.kernel, this.owner, gaps[index]!)
      this.start(this.visit(works[index]!))
    }
  }
  private start(process: Process): void {
    this.kernel.spawn(this.owner, 'visit', process, PURPOSE)
  }
}

/** @returns what the waits add up to */
export function runUntraced(visits: Visits): number {
  const shop = new Shop(visits, { changed() {}, queued() {}, started() {} })
  const { kernel } = shop
  while (kernel.ending === null) kernel.advance(CHUNK_BUDGET, () => {})
  return shop.totalWait
}

/** The same with a trace as a node records it, digested and taken in chunks. */
export function runTraced(visits: Visits): { readonly total: number; readonly bytes: number; readonly events: number } {
  const recorder = new Recorder()
  const shop = new TracedShop(visits, recorder)
  const { kernel } = shop
  let bytes = 0
  while (kernel.ending === null) {
    kernel.advance(CHUNK_BUDGET, (now) => recorder.begin(now))
    for (const buffer of buffersOf(recorder.take(1, { kind: 'running' }, kernel.now, null))) bytes += buffer.byteLength
  }
  return { total: shop.totalWait, bytes, events: recorder.events }
}

/** Records every request and its end, the busy worker, the queue, who waits at which place and who starts. */
class TracedShop extends Shop {
  constructor(
    visits: Visits,
    private readonly recorder: Recorder,
  ) {
    super(visits, new Witness(recorder, () => this.station))
  }

  protected override *visit(work: number): Process {
    const { recorder, kernel } = this
    const request = recorder.request(0, 'visit')
    if (kernel.running !== null) kernel.running.request = request
    const verdict = yield* this.station.serve(work)
    if (verdict.kind === 'served') this.totalWait += verdict.waitedMicros
    recorder.endRequest(request, '', 0)
  }
}

class Witness implements StationObserver {
  private readonly busySlot: number
  private readonly queueSlot: number
  private busy = 0
  private queue = 0

  constructor(
    private readonly recorder: Recorder,
    private readonly station: () => Station,
  ) {
    this.busySlot = recorder.slot(0, 'busy')
    this.queueSlot = recorder.slot(0, 'queue')
  }

  changed(): void {
    const { busy, queueLength } = this.station()
    if (busy !== this.busy) this.recorder.gauge(this.busySlot, busy)
    if (queueLength !== this.queue) this.recorder.gauge(this.queueSlot, queueLength)
    this.busy = busy
    this.queue = queueLength
  }
  queued(task: Task, place: number): void {
    this.recorder.stage(task.request, task.cause, 0, Stage.queued, place)
  }
  started(task: Task): void {
    this.recorder.stage(task.request, task.cause, 0, Stage.started, 0)
  }
}

import { NO_EVENT, type Stage, type StageColumns } from '../protocol'
import { countBelow, Uint32Column } from './columns'

/** What a request does at a node between the messages. */
export interface StageRecord {
  readonly event: number
  readonly node: number
  readonly stage: Stage
  /** The message whose arrival led here; for `gaveUp` the message that got no answer in time. */
  readonly hop: number
  /** Place in the queue from 1, or how long is slept in microseconds; otherwise 0. */
  readonly amount: number
}

/** The stages of all requests in columns, and where those of each request are. */
export class StageStore {
  private readonly event = new Uint32Column()
  private readonly request = new Uint32Column()
  private readonly hop = new Uint32Column()
  private readonly nodeAndStage = new Uint32Column()
  private readonly amount = new Uint32Column()
  /** Previous stage of the same request plus one; and the last stage of each request plus one. */
  private readonly previous = new Uint32Column()
  private readonly last = new Map<number, number>()

  get length(): number {
    return this.event.length
  }

  at(index: number): StageRecord {
    const word = this.nodeAndStage.at(index)
    return {
      event: this.event.at(index),
      node: word >>> 2,
      stage: (word & 3) as Stage,
      hop: this.hop.at(index),
      amount: this.amount.at(index),
    }
  }

  /** In order of time. */
  ofRequest(request: number): StageRecord[] {
    const stages: StageRecord[] = []
    for (let link = this.last.get(request) ?? 0; link > 0; link = this.previous.at(link - 1))
      stages.push(this.at(link - 1))
    return stages.reverse()
  }

  /** The last stage that was recorded in an event, or null. */
  lastOf(event: number): StageRecord | null {
    const index = countBelow(this.event.array, this.length, event === NO_EVENT ? event : event + 1) - 1
    return index >= 0 && this.event.at(index) === event ? this.at(index) : null
  }

  append(stages: StageColumns): void {
    const first = this.length
    this.event.append(stages.event)
    this.request.append(stages.request)
    this.hop.append(stages.hop)
    this.nodeAndStage.append(stages.nodeAndStage)
    this.amount.append(stages.amount)
    for (let index = first; index < this.length; index++) {
      const request = this.request.at(index)
      this.previous.push(this.last.get(request) ?? 0)
      this.last.set(request, index + 1)
    }
  }

  /** Forgets everything that happened from event `firstEvent` on. */
  cut(firstEvent: number): void {
    const kept = countBelow(this.event.array, this.length, firstEvent)
    for (let index = this.length - 1; index >= kept; index--) {
      const previous = this.previous.at(index)
      if (previous === 0) this.last.delete(this.request.at(index))
      else this.last.set(this.request.at(index), previous)
    }
    for (const column of [this.event, this.request, this.hop, this.nodeAndStage, this.amount, this.previous])
      column.cut(kept)
  }
}

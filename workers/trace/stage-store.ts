import { NO_EVENT, type Stage, type StageColumns } from '../protocol'
import { countBelow, Uint32Column } from './columns'
import { RequestChains } from './request-chains'

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
  private readonly chains = new RequestChains()

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
    return this.chains.of(request).map((index) => this.at(index))
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
    for (let index = first; index < this.length; index++) this.chains.add(this.request.at(index))
  }

  /** Forgets everything that happened from event `firstEvent` on. */
  cut(firstEvent: number): void {
    const kept = countBelow(this.event.array, this.length, firstEvent)
    this.chains.cut(kept, this.request)
    for (const column of [this.event, this.request, this.hop, this.nodeAndStage, this.amount]) column.cut(kept)
  }
}

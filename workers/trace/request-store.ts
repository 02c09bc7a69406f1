import { type EndColumns, NO_EVENT, type RequestColumns } from '../protocol'
import { countBelow, Uint32Column } from './columns'

/** The requests of a trace in columns, with how each ended. Ids run from 1; a row is the id less one. */
export class RequestStore {
  readonly startEvent = new Uint32Column()
  readonly node = new Uint32Column()
  readonly label = new Uint32Column()
  /** `NO_EVENT` while it is open. */
  readonly endEvent = new Uint32Column()
  readonly cause = new Uint32Column()
  readonly by = new Uint32Column()

  /** Ids in order of their end, with the event of the end. */
  private readonly endedId = new Uint32Column()
  private readonly endedEvent = new Uint32Column()

  get length(): number {
    return this.startEvent.length
  }
  /** How many had started within the first `count` events. */
  startedWithin(count: number): number {
    return countBelow(this.startEvent.array, this.length, count)
  }
  /** How many had ended within the first `count` events. */
  endedWithin(count: number): number {
    return countBelow(this.endedEvent.array, this.endedEvent.length, count)
  }
  /** Id of the one that ended as number `order`, from 0. */
  endedAt(order: number): number {
    return this.endedId.at(order)
  }

  append(requests: RequestColumns, ends: EndColumns): void {
    this.startEvent.append(requests.event)
    this.node.append(requests.node)
    this.label.append(requests.label)
    for (let index = 0; index < requests.event.length; index++) {
      this.endEvent.push(NO_EVENT)
      this.cause.push(0)
      this.by.push(0)
    }
    this.endedId.append(ends.request)
    this.endedEvent.append(ends.event)
    for (let order = 0; order < ends.request.length; order++) {
      const row = (ends.request[order] as number) - 1
      this.endEvent.array[row] = ends.event[order] as number
      this.cause.array[row] = ends.cause[order] as number
      this.by.array[row] = ends.by[order] as number
    }
  }

  /** Forgets everything that happened from event `firstEvent` on: who ended since is open again. */
  cut(firstEvent: number): void {
    const ended = this.endedWithin(firstEvent)
    for (let order = ended; order < this.endedId.length; order++) {
      const row = this.endedId.at(order) - 1
      this.endEvent.array[row] = NO_EVENT
      this.cause.array[row] = 0
      this.by.array[row] = 0
    }
    this.endedId.cut(ended)
    this.endedEvent.cut(ended)
    const started = this.startedWithin(firstEvent)
    for (const column of [this.startEvent, this.node, this.label, this.endEvent, this.cause, this.by])
      column.cut(started)
  }
}

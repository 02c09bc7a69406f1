import { NO_REQUEST } from '../protocol'
import { Uint32Column } from './columns'

/** Finds the records of each request among all records of one kind, by a chain from its last one back to its first. */
export class RequestChains {
  /** For each record: the one before it of the same request, plus one; 0 when there is none. */
  private readonly previous = new Uint32Column()
  /** For each request: its last record, plus one. */
  private readonly last = new Uint32Column()

  /** The next record belongs to `request`, or to none. */
  add(request: number): void {
    if (request === NO_REQUEST) {
      this.previous.push(0)
      return
    }
    this.previous.push(this.lastOf(request))
    while (this.last.length <= request) this.last.push(0)
    this.last.array[request] = this.previous.length
  }

  /** The records of a request in their order. */
  of(request: number): number[] {
    const records: number[] = []
    for (let link = this.lastOf(request); link > 0; link = this.previous.at(link - 1)) records.push(link - 1)
    return records.reverse()
  }

  /** Forgets the records from `kept` on, whose requests are in `requests`. */
  cut(kept: number, requests: Uint32Column): void {
    for (let record = this.previous.length - 1; record >= kept; record--) {
      const request = requests.at(record)
      if (request !== NO_REQUEST) this.last.array[request] = this.previous.at(record)
    }
    this.previous.cut(kept)
  }

  private lastOf(request: number): number {
    return request < this.last.length ? this.last.at(request) : 0
  }
}

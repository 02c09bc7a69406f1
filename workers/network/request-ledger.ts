import type { Micros } from '../kernel/time'

/**
 * Counts the requests of a run as an outside witness: its own memory, fed with nothing but openings and closings.
 */
export class RequestLedger {
  open = 0
  opened = 0
  closed = 0
  /** Closings of a request that was not open. */
  stray = 0
  private area = 0
  private sojourns = 0
  private lastChange: Micros = 0
  /** For each request, which count from 1: when it began, or NaN when it is not open; and the node that asks. */
  private readonly since: Micros[] = [Number.NaN]
  private readonly askers: number[] = [-1]

  begin(request: number, asker: number, now: Micros): void {
    this.pass(now)
    this.open++
    this.opened++
    this.since[request] = now
    this.askers[request] = asker
  }

  end(request: number, now: Micros): void {
    const since = this.since[request] ?? Number.NaN
    if (Number.isNaN(since)) {
      this.stray++
      return
    }
    this.pass(now)
    this.since[request] = Number.NaN
    this.open--
    this.closed++
    this.sojourns += now - since
  }

  /** The open requests of a node, oldest first. */
  openOf(asker: number): number[] {
    const requests: number[] = []
    for (let request = 1; request < this.since.length; request++)
      if (this.askers[request] === asker && !Number.isNaN(this.since[request])) requests.push(request)
    return requests
  }

  /**
   * Up to `now`: the time integral of the number of open requests, and the sum of the times that requests were open,
   * both in request-microseconds.
   */
  totals(now: Micros): { readonly area: number; readonly sojourns: number } {
    this.pass(now)
    let sojourns = this.sojourns
    for (const since of this.since) if (!Number.isNaN(since)) sojourns += now - since
    return { area: this.area, sojourns }
  }

  private pass(now: Micros): void {
    this.area += this.open * (now - this.lastChange)
    this.lastChange = now
  }
}

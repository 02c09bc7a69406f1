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
  private readonly openSince = new Map<number, Micros>()

  begin(request: number, now: Micros): void {
    this.pass(now)
    this.open++
    this.opened++
    this.openSince.set(request, now)
  }

  end(request: number, now: Micros): void {
    const since = this.openSince.get(request)
    if (since === undefined) {
      this.stray++
      return
    }
    this.pass(now)
    this.openSince.delete(request)
    this.open--
    this.closed++
    this.sojourns += now - since
  }

  /**
   * Up to `now`: the time integral of the number of open requests, and the sum of the times that requests were open,
   * both in request-microseconds.
   */
  totals(now: Micros): { readonly area: number; readonly sojourns: number } {
    this.pass(now)
    let sojourns = this.sojourns
    for (const since of this.openSince.values()) sojourns += now - since
    return { area: this.area, sojourns }
  }

  private pass(now: Micros): void {
    this.area += this.open * (now - this.lastChange)
    this.lastChange = now
  }
}

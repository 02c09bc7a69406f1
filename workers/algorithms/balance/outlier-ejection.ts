export interface OutlierOptions {
  /** Failures in a row, of real requests, that eject a target. */
  readonly failures: number
  /** The n-th ejection of a target lasts n times as long. */
  readonly baseMicros: number
  /** Most targets that may be ejected at once, in percent of all; one may always be. */
  readonly mostPercent: number
}

/** What an answer leads to: nothing, an ejection, or one that is due but would be too many. */
export type Ejection =
  | { readonly kind: 'none' }
  | { readonly kind: 'ejected'; readonly failures: number; readonly forMicros: number; readonly times: number }
  | { readonly kind: 'spared'; readonly failures: number; readonly ejected: number }

interface State {
  failures: number
  /** Grows with each ejection and falls by one with each sweep that finds the target in service. */
  times: number
  ejectedAt: number | null
}

const NONE: Ejection = { kind: 'none' }

/**
 * Passive health checks as in Envoy (outlier detection by consecutive 5xx): what real requests get decides, at once; a
 * sweep now and then brings targets back whose time is over. Envoy's defaults are 5 failures, 30 s, 10 % and a sweep
 * every 10 s, and it always lets one target be ejected (envoyproxy.io, "Outlier detection").
 */
export class OutlierEjection {
  private readonly states: State[]

  /** @throws RangeError when there is no failure to count, or the share is no percentage */
  constructor(
    targets: number,
    private readonly options: OutlierOptions,
  ) {
    const { failures, mostPercent } = options
    if (failures < 1) throw new RangeError(`At least 1 failure ejects a target, not ${failures}`)
    if (mostPercent < 0 || mostPercent > 100)
      throw new RangeError(`From 0 to 100 % may be ejected, not ${mostPercent} %`)
    this.states = Array.from({ length: targets }, () => ({ failures: 0, times: 0, ejectedAt: null }))
  }

  /** A request to this target has ended. Answers that come after its ejection change nothing. */
  ended(index: number, failed: boolean, now: number): Ejection {
    const state = this.state(index)
    if (state.ejectedAt !== null) return NONE
    state.failures = failed ? state.failures + 1 : 0
    if (!failed || state.failures < this.options.failures) return NONE
    const { failures } = state
    state.failures = 0
    const ejected = this.ejectedCount
    if (ejected > 0 && (ejected + 1) * 100 > this.options.mostPercent * this.states.length)
      return { kind: 'spared', failures, ejected }
    state.times++
    state.ejectedAt = now
    return { kind: 'ejected', failures, forMicros: this.options.baseMicros * state.times, times: state.times }
  }

  /** @returns the targets that come back now */
  sweep(now: number): number[] {
    const back: number[] = []
    this.states.forEach((state, index) => {
      if (state.ejectedAt === null) {
        if (state.times > 0) state.times--
      } else if (now >= state.ejectedAt + this.options.baseMicros * state.times) {
        state.ejectedAt = null
        back.push(index)
      }
    })
    return back
  }

  isEjected(index: number): boolean {
    return this.state(index).ejectedAt !== null
  }

  get ejectedCount(): number {
    return this.states.filter(({ ejectedAt }) => ejectedAt !== null).length
  }

  private state(index: number): State {
    const state = this.states[index]
    if (state === undefined) throw new RangeError(`There is no target ${index} of ${this.states.length}`)
    return state
  }
}

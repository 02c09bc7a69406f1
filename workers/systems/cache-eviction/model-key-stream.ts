import type { RandomStream } from '../../kernel/random'
import { Zipf } from '../../kernel/zipf'
import type { Values } from '../../scenario/parameters'
import type { Workload } from './meta-workloads'

export interface StreamOptions {
  readonly workload: Workload
  /** How many different keys there are, without those of a scan. */
  readonly keys: number
  readonly exponent: number
  /** Keys of one round of the loop. */
  readonly loop: number
  /** Requests from one scan or shift to the next. */
  readonly period: number
  /** Keys that one scan reads. */
  readonly scan: number
}

export function streamOptions(values: Values): StreamOptions {
  return {
    workload: values.text<Workload>('workload'),
    keys: values.number('keys'),
    exponent: values.number('zipf') / 100,
    loop: values.number('loop'),
    period: values.number('period'),
    scan: values.number('scan'),
  }
}

/**
 * The keys of all requests, one after another: k1 is the most popular at first; s1, s2 and so on are read by scans. The
 * same lots give the same keys, so a second stream of them is the future of the first.
 */
export class KeyStream {
  private turn = 0
  private scanned = 0
  private readonly popularity: Zipf

  constructor(
    private readonly options: StreamOptions,
    private readonly lots: RandomStream,
  ) {
    this.popularity = new Zipf(options.keys, options.exponent)
  }

  next(): string {
    const { workload, keys, loop, period } = this.options
    const turn = this.turn++
    if (workload === 'loop') return `k${(turn % loop) + 1}`
    if (workload === 'scan' && this.isScan(turn)) return `s${++this.scanned}`
    const rank = this.popularity.rank(this.lots)
    const shift = workload === 'shift' ? Math.floor(turn / period) * Math.ceil(keys / 3) : 0
    return `k${((rank + shift) % keys) + 1}`
  }

  /** In the last part of a period every second request belongs to the scan. */
  private isScan(turn: number): boolean {
    const { period, scan } = this.options
    const left = period - (turn % period)
    return left <= 2 * scan && left % 2 === 0
  }
}

import type { RandomStream } from '../../kernel/random'
import type { Request } from '../../network/message'
import { type Sample, writeRequest } from './model-messages'
import type { SignalSource } from './model-signals'

export interface FeedOptions {
  readonly host: string
  /** How many values the label `user` has; with one there is no such label. */
  readonly users: number
  /** Of 100 points, how many are kept back, and for how long in milliseconds. */
  readonly latePercent: number
  readonly lateByMs: number
}

/** What an agent sends: at every scrape the newest point, unless it is kept back, and those that were kept back long enough. */
export class AgentFeed {
  private kept: { readonly due: number; readonly sample: Sample }[] = []

  constructor(
    private readonly options: FeedOptions,
    private readonly source: SignalSource,
    private readonly lots: RandomStream,
  ) {}

  /** The write of a scrape at a moment in milliseconds. */
  scrape(time: number): Request {
    const { host, users, latePercent, lateByMs } = this.options
    const sample = {
      host,
      user: users > 1 ? `u${this.lots.integer(users) + 1}` : '',
      time,
      value: this.source.next(time),
    }
    const due = this.kept.filter((entry) => entry.due <= time).map((entry) => entry.sample)
    this.kept = this.kept.filter((entry) => entry.due > time)
    if (!this.lots.chance(latePercent, 100)) return writeRequest([sample, ...due])
    this.kept.push({ due: time + lateByMs, sample })
    return writeRequest(due)
  }
}

import type { RandomStream } from '../kernel/random'
import type { Micros } from '../kernel/time'

/** How long a message is on its way. */
export type Latency =
  | { readonly kind: 'fixed'; readonly micros: Micros }
  | { readonly kind: 'uniform'; readonly low: Micros; readonly high: Micros }
  /** A floor plus an exponential tail with the given mean. */
  | { readonly kind: 'exponential'; readonly floor: Micros; readonly mean: Micros }

export interface LinkOptions {
  readonly latency: Latency
  /** Serialisation speed; without it messages of any size take no time to put on the wire. */
  readonly bytesPerSecond?: number
  /** Messages lost of 10,000, from the start. */
  readonly lossPerTenThousand?: number
}

/** When and whether a message that is sent now arrives. */
export interface Passage {
  readonly arrives: boolean
  /** Time from now to the arrival, or to the loss: half of the way. */
  readonly micros: Micros
}

/**
 * A directed path. Messages may overtake each other when the latency varies, as packets of different connections do;
 * bandwidth is shared first come, first served. Draws happen for every message, lost or not, so that a fault on the
 * link does not move the latencies of later messages.
 */
export class Link {
  cut = false
  dropPercent = 0
  extraMicros: Micros = 0
  /** Messages put on the link, messages that arrived or were lost, and messages still on it. */
  sent = 0
  settled = 0
  flying = 0
  private wireFreeAt: Micros = 0

  constructor(
    readonly index: number,
    readonly from: number,
    readonly to: number,
    readonly options: LinkOptions,
    private readonly stream: RandomStream,
  ) {}

  pass(now: Micros, bytes: number): Passage {
    const flight = this.drawLatency() + this.extraMicros
    const lost = this.stream.integer(10_000) < this.lossPerTenThousand
    const micros = this.wireMicros(now, bytes) + flight
    return this.cut || lost ? { arrives: false, micros: Math.ceil(micros / 2) } : { arrives: true, micros }
  }

  heal(): void {
    this.cut = false
    this.dropPercent = 0
    this.extraMicros = 0
  }

  private get lossPerTenThousand(): number {
    return Math.max(this.options.lossPerTenThousand ?? 0, Math.round(this.dropPercent * 100))
  }

  private wireMicros(now: Micros, bytes: number): Micros {
    const { bytesPerSecond } = this.options
    if (bytesPerSecond === undefined) return 0
    const begins = Math.max(now, this.wireFreeAt)
    this.wireFreeAt = begins + Math.ceil((bytes * 1_000_000) / bytesPerSecond)
    return this.wireFreeAt - now
  }

  private drawLatency(): Micros {
    const { latency } = this.options
    if (latency.kind === 'fixed') return latency.micros
    if (latency.kind === 'uniform') return this.stream.between(latency.low, latency.high)
    return latency.floor + this.stream.exponential(latency.mean)
  }
}

import { sin } from '../../kernel/maths'
import type { RandomStream } from '../../kernel/random'

export type Signal = 'wave' | 'constant' | 'counter' | 'noise' | 'mixed'

/** What `mixed` gives the first, second and third agent. */
const MIXED: readonly Signal[] = ['noise', 'counter', 'constant']

const TURN = 6.283185307179586
const WAVE = { middle: 50, height: 20, periodMs: 6000 } as const
/** The least value that a spike has, far above everything a wave does. */
export const SPIKE = 130
/** The largest value of a wave with its noise. */
export const WAVE_TOP = WAVE.middle + WAVE.height + 1

/** What one agent measures. All but noise have at most one decimal. */
export class SignalSource {
  private readonly kind: Signal
  private total = 0
  private spikes = 0

  constructor(
    kind: Signal,
    agent: number,
    private readonly lots: RandomStream,
  ) {
    this.kind = kind === 'mixed' ? (MIXED[agent % MIXED.length] as Signal) : kind
  }

  /** The next value, at a moment in milliseconds. */
  next(time: number): number {
    if (this.spikes > 0) {
      this.spikes--
      return SPIKE
    }
    switch (this.kind) {
      case 'constant':
        return 42
      case 'counter':
        this.total += this.lots.integer(10)
        return this.total
      case 'noise':
        return this.lots.unit() * 100
      default: {
        const wave = WAVE.middle + WAVE.height * sin((TURN * (time % WAVE.periodMs)) / WAVE.periodMs)
        return Math.round((wave + this.lots.unit() * 2 - 1) * 10) / 10
      }
    }
  }

  /** The next value is a spike. */
  spike(): void {
    this.spikes++
  }

  /** A counter begins again at 0, as that of a process that restarts. */
  restart(): void {
    this.total = 0
  }
}

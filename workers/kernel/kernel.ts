import { Agenda } from './agenda'
import type { Occurrence, Process } from './process'
import { type Owner, type Purpose, type Sequel, Task } from './task'
import { formatDuration, type Micros } from './time'

/** Bounds of a run. Reaching one is a normal end that is said in a sentence. */
export interface Bounds {
  readonly horizonMicros: Micros
  /** Agenda entries at one moment; more than that is taken for a loop without time. */
  readonly maxAtOneInstant: number
}

export type Ending =
  | { readonly reason: 'idle'; readonly sentence: string }
  | { readonly reason: 'horizon'; readonly sentence: string }
  | { readonly reason: 'hops'; readonly sentence: string }
  | { readonly reason: 'instant'; readonly sentence: string }

/**
 * Simulated time: takes entries from the agenda in total order and lets them happen. It knows nothing of networks or
 * records; the layers above hang on `owner`s and on what entries do.
 */
export class Kernel {
  now: Micros = 0
  /** The task that is being advanced, or null between tasks. */
  running: Task | null = null
  ending: Ending | null = null
  readonly agenda = new Agenda<Occurrence>()

  private instantCount = 0

  constructor(readonly bounds: Bounds) {}

  /** Puts an occurrence on the agenda, `delay` microseconds from now. */
  schedule(delay: Micros, occurrence: Occurrence): void {
    this.agenda.push(this.now + delay, occurrence)
  }

  /** Starts a process now. It runs at once, up to its first wait. */
  spawn<T>(
    owner: Owner,
    title: string,
    process: Process<T>,
    purpose: Purpose,
    sequel: Sequel<T> | null = null,
  ): Task<T> {
    const task = new Task<T>(this, owner, title, process, purpose, sequel)
    task.run()
    return task
  }

  /**
   * Lets at most `budget` entries happen and calls `began` before each with the time. The budget decides when the work
   * is done, never what happens (law 8).
   */
  advance(budget: number, began: (now: Micros) => void): void {
    for (let left = budget; left > 0 && this.ending === null; left--) {
      const occurrence = this.nextLive()
      if (occurrence === undefined) return
      began(this.now)
      if (occurrence.owner?.paused) occurrence.owner.deferred.push(occurrence)
      else occurrence.happen()
    }
  }

  /** Ends the run at this moment. The first ending stands. */
  end(ending: Ending): void {
    this.ending ??= ending
  }

  private nextLive(): Occurrence | undefined {
    for (;;) {
      const occurrence = this.agenda.pop(this.bounds.horizonMicros)
      if (occurrence === undefined) {
        this.endAtHorizon()
        return undefined
      }
      if (!occurrence.live) continue
      const due = this.agenda.poppedDue
      if (due !== this.now) {
        this.now = due
        this.instantCount = 0
      } else if (++this.instantCount > this.bounds.maxAtOneInstant) {
        this.end({
          reason: 'instant',
          sentence: `The run stops at ${formatDuration(due)}: more than ${this.bounds.maxAtOneInstant} things happen at this one moment, so time does not move on.`,
        })
        return undefined
      }
      return occurrence
    }
  }

  private endAtHorizon(): void {
    if (this.agenda.size === 0) {
      this.end({ reason: 'idle', sentence: `Nothing is left to happen after ${formatDuration(this.now)}.` })
      return
    }
    this.now = this.bounds.horizonMicros
    this.end({ reason: 'horizon', sentence: `The run ends at its horizon of ${formatDuration(this.now)}.` })
  }
}

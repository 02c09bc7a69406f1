import { Kernel } from '../../workers/kernel/kernel'
import type { Process } from '../../workers/kernel/process'
import { Roster } from '../../workers/kernel/roster'
import type { Owner, Task } from '../../workers/kernel/task'
import { Sleep } from '../../workers/kernel/waits'
import { NO_HOP, NO_REQUEST } from '../../workers/protocol'

/** A kernel with one owner, for tests of what runs on it without a network. */
export class Workshop {
  readonly kernel: Kernel
  readonly owner: Owner = { name: 'workshop', paused: false, deferred: [], tasks: new Roster<Task>() }
  /** What happened, as `text at time`. */
  readonly log: string[] = []

  constructor(horizonMicros = 1_000_000) {
    this.kernel = new Kernel({ horizonMicros, maxAtOneInstant: 10_000 })
  }

  say(text: string): void {
    this.log.push(`${text} at ${this.kernel.now}`)
  }
  sleep(micros: number): Sleep {
    return new Sleep(this.kernel, this.owner, micros)
  }
  /** Sleeps, says so, and returns the text. Its `finally` says when it is left early. */
  *worker(text: string, micros: number): Process<string> {
    let over = false
    try {
      yield* this.sleep(micros)
      over = true
      this.say(text)
      return text
    } finally {
      if (!over) this.say(`${text} gives up`)
    }
  }
  start<T>(process: Process<T>, title = 'work', finished: ((result: T) => void) | null = null): Task<T> {
    const sequel = finished === null ? null : { returned: finished }
    return this.kernel.spawn(this.owner, title, process, { request: NO_REQUEST, cause: NO_HOP }, sequel)
  }
  /** Lets everything happen up to a moment, then whatever is left. */
  runUntil(micros: number): void {
    while (this.kernel.ending === null && this.kernel.agenda.peekDue() <= micros) this.kernel.advance(1, () => {})
  }
  runOut(): void {
    while (this.kernel.ending === null) this.kernel.advance(1000, () => {})
  }
}

import { Wait } from '../kernel/process'
import type { Task } from '../kernel/task'
import type { Micros } from '../kernel/time'
import { Timer } from '../kernel/waits'
import type { Gauge, Node } from './node'

/** One who waits in a line. */
export interface Waiting {
  readonly label: string
  /** When it began to wait. */
  readonly since: Micros
}

/**
 * Processes of one node that wait for something that is handed from one to the next, first come, first served. Each
 * waits at most so long.
 */
export class WaitingLine<T> {
  private readonly turns: Turn<T>[] = []

  /**
   * @param what what is waited for, in words, for instance `a connection to db`
   * @param length shows how many wait
   * @param changed called when somebody has come or gone
   */
  constructor(
    private readonly node: Node,
    readonly what: string,
    private readonly length: Gauge,
    private readonly changed: () => void = () => {},
  ) {
    length.set(0)
  }

  get size(): number {
    return this.turns.length
  }
  /** Who waits longest; undefined when nobody does. */
  get first(): Waiting | undefined {
    return this.turns[0]
  }
  /** Those who wait longest, at most so many. */
  firstOf(count: number): readonly Waiting[] {
    return this.turns.slice(0, count)
  }

  /** Waits for a turn; null when the time is over. */
  wait(label: string, timeoutMicros: Micros): Wait<T | null> {
    return new Turn(this, this.node, label, timeoutMicros)
  }

  /** Gives to who waits longest. @returns whether anybody waits */
  give(value: T): boolean {
    const turn = this.turns.shift()
    this.show()
    turn?.end(value)
    return turn !== undefined
  }

  join(turn: Turn<T>): void {
    this.turns.push(turn)
    this.show()
  }
  leave(turn: Turn<T>): void {
    const place = this.turns.indexOf(turn)
    if (place >= 0) this.turns.splice(place, 1)
    this.show()
  }
  placeOf(turn: Turn<T>): number {
    return this.turns.indexOf(turn) + 1
  }

  private show(): void {
    this.length.set(this.turns.length)
    this.changed()
  }
}

class Turn<T> extends Wait<T | null> implements Waiting {
  private task: Task | null = null
  private timer: Timer | null = null

  constructor(
    private readonly line: WaitingLine<T>,
    private readonly node: Node,
    readonly label: string,
    private readonly timeoutMicros: Micros,
  ) {
    super()
  }

  begin(task: Task): boolean {
    this.task = task
    this.line.join(this)
    if (Number.isFinite(this.timeoutMicros)) {
      this.timer = new Timer(this.node, () => {
        this.line.leave(this)
        this.task?.wake(null)
      })
      this.node.kernel.schedule(this.timeoutMicros, this.timer)
    }
    return false
  }
  end(value: T): void {
    this.timer?.cancel()
    this.task?.wake(value)
  }
  cancel(): void {
    this.timer?.cancel()
    this.line.leave(this)
  }
  describe(): string {
    return `${this.line.what}, place ${this.line.placeOf(this)}`
  }
}

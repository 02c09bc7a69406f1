/** Undo and redo: the scenarios that were, each with the name of the change that left it. */
export class History<T> {
  private past: Step<T>[] = []
  private future: Step<T>[] = []
  private lastDrag: { readonly key: string; readonly at: number } | null = null

  /** @param now wall clock in milliseconds; only tells whether two changes belong to one drag. */
  constructor(private readonly now: () => number) {}

  /** What the next undo, or the next redo, brings back; null when there is nothing. */
  get before(): T | null {
    return this.past.at(-1)?.state ?? null
  }
  get after(): T | null {
    return this.future.at(-1)?.state ?? null
  }
  /** What the next undo takes back, or null. */
  get undoLabel(): string | null {
    return this.past.at(-1)?.label ?? null
  }
  /** What the next redo does again, or null. */
  get redoLabel(): string | null {
    return this.future.at(-1)?.label ?? null
  }

  /**
   * Notes that `before` is about to be left. Changes with the same `drag` key that follow each other within a second are
   * one step, so that a slider is undone as a whole.
   */
  leave(before: T, label: string, drag: string | null): void {
    const at = this.now()
    const goesOn =
      drag !== null && this.lastDrag?.key === drag && at - this.lastDrag.at <= DRAG_MS && this.future.length === 0
    this.lastDrag = drag === null ? null : { key: drag, at }
    if (goesOn) return
    this.past.push({ state: before, label })
    if (this.past.length > LONGEST) this.past.shift()
    this.future = []
  }

  /** The state before the last change, or null when there is none; `now` can be had back by `redo`. */
  undo(now: T): T | null {
    return this.move(this.past, this.future, now)
  }
  redo(now: T): T | null {
    return this.move(this.future, this.past, now)
  }

  clear(): void {
    this.past = []
    this.future = []
    this.lastDrag = null
  }

  private move(from: Step<T>[], to: Step<T>[], now: T): T | null {
    this.lastDrag = null
    const step = from.pop()
    if (step === undefined) return null
    to.push({ state: now, label: step.label })
    return step.state
  }
}

interface Step<T> {
  readonly state: T
  readonly label: string
}

const LONGEST = 100
const DRAG_MS = 1_000

import type { Visits } from './visits'

/** Yields how long it sleeps, or `PARKED` until somebody puts it back into the heap. */
type Bare = Generator<number, void, void>

const PARKED = -1

/**
 * The least that a simulation with generators can do: a binary heap of them, and a loop that resumes the next. No
 * station, no cancelling, no bounds, no causes. @returns what the waits add up to
 */
export function runBare(visits: Visits): number {
  const loop = new Loop(visits)
  loop.run()
  return loop.totalWait
}

class Loop {
  totalWait = 0
  private now = 0
  private busy = false
  private resumed: Bare | null = null
  private readonly waiting: Bare[] = []
  private head = 0
  private readonly heap = new Heap()

  constructor(private readonly visits: Visits) {}

  run(): void {
    const { heap } = this
    this.resume(this.arrivals())
    for (let process = heap.pop(); process !== undefined; process = heap.pop()) {
      this.now = heap.poppedDue
      this.resume(process)
    }
  }

  private *arrivals(): Bare {
    const { gaps, works, count } = this.visits
    for (let index = 0; index < count; index++) {
      yield gaps[index]!
      this.resume(this.customer(works[index]!))
    }
  }
  private *customer(work: number): Bare {
    const came = this.now
    if (this.busy) {
      this.waiting.push(this.resumed!)
      yield PARKED
    }
    this.busy = true
    this.totalWait += this.now - came
    yield work
    this.busy = false
    const next = this.waiting[this.head]
    if (next === undefined) return
    this.head++
    this.resume(next)
  }
  private resume(process: Bare): void {
    this.resumed = process
    const step = process.next()
    if (step.done !== true && step.value !== PARKED) this.heap.push(this.now + step.value, process)
  }
}

/** A binary heap in parallel arrays; equal due times leave in order of arrival. */
class Heap {
  poppedDue = 0
  private readonly dues: number[] = []
  private readonly orders: number[] = []
  private readonly items: Bare[] = []
  private pushed = 0

  push(due: number, item: Bare): void {
    const order = this.pushed++
    let hole = this.dues.length
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (this.dues[parent]! <= due) break
      this.move(parent, hole)
      hole = parent
    }
    this.put(hole, due, order, item)
  }

  pop(): Bare | undefined {
    const top = this.items[0]
    if (top === undefined) return undefined
    this.poppedDue = this.dues[0]!
    const due = this.dues.pop()!
    const order = this.orders.pop()!
    const item = this.items.pop()!
    if (this.items.length > 0) this.sink(due, order, item)
    return top
  }

  private sink(due: number, order: number, item: Bare): void {
    const { length } = this.items
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= length) break
      if (child + 1 < length && this.before(child + 1, this.dues[child]!, this.orders[child]!)) child++
      if (!this.before(child, due, order)) break
      this.move(child, hole)
      hole = child
    }
    this.put(hole, due, order, item)
  }

  private before(index: number, due: number, order: number): boolean {
    const own = this.dues[index]!
    return own < due || (own === due && this.orders[index]! < order)
  }
  private move(from: number, to: number): void {
    this.put(to, this.dues[from]!, this.orders[from]!, this.items[from]!)
  }
  private put(index: number, due: number, order: number, item: Bare): void {
    this.dues[index] = due
    this.orders[index] = order
    this.items[index] = item
  }
}

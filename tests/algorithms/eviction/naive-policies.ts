/**
 * SIEVE, S3-FIFO, 2Q, W-TinyLFU and LFU written straight from the pseudo-code of their papers over plain arrays, newest
 * first: slow, and with nothing in common with the policies that they witness. `ask` uses a key, takes it in on a miss,
 * and answers whether it was there.
 */
export interface NaivePolicy {
  ask(key: string): boolean
  held(): string[]
}

interface Item {
  readonly key: string
  bits: number
}

export class NaiveSieve implements NaivePolicy {
  private queue: Item[] = []
  private hand: Item | null = null
  constructor(private readonly capacity: number) {}

  ask(key: string): boolean {
    const item = this.queue.find((own) => own.key === key)
    if (item !== undefined) {
      item.bits = 1
      return true
    }
    if (this.queue.length === this.capacity) {
      let object = this.hand ?? this.queue.at(-1)!
      while (object.bits === 1) {
        object.bits = 0
        object = this.before(object) ?? this.queue.at(-1)!
      }
      this.hand = this.before(object)
      this.queue = this.queue.filter((own) => own !== object)
    }
    this.queue.unshift({ key, bits: 0 })
    return false
  }
  held(): string[] {
    return this.queue.map(({ key }) => key)
  }
  private before(item: Item): Item | null {
    return this.queue[this.queue.indexOf(item) - 1] ?? null
  }
}

export class NaiveS3Fifo implements NaivePolicy {
  private small: Item[] = []
  private main: Item[] = []
  private ghost: string[] = []
  constructor(private readonly capacity: number) {}

  ask(key: string): boolean {
    const item = [...this.small, ...this.main].find((own) => own.key === key)
    if (item !== undefined) {
      item.bits = Math.min(item.bits + 1, 3)
      return true
    }
    while (this.small.length + this.main.length >= this.capacity) {
      if (this.small.length >= this.target) this.evictSmall()
      else this.evictMain()
    }
    if (this.ghost.includes(key)) {
      this.ghost = this.ghost.filter((own) => own !== key)
      this.main.unshift({ key, bits: 0 })
    } else this.small.unshift({ key, bits: 0 })
    return false
  }
  held(): string[] {
    return [...this.small, ...this.main].map(({ key }) => key)
  }
  private get target(): number {
    return Math.max(1, Math.floor(this.capacity / 10))
  }
  private evictSmall(): void {
    let evicted = false
    while (!evicted && this.small.length > 0) {
      const tail = this.small.pop()!
      if (tail.bits > 1) {
        this.main.unshift({ key: tail.key, bits: 0 })
        if (this.main.length > this.capacity - this.target) this.evictMain()
      } else {
        this.ghost = [tail.key, ...this.ghost].slice(0, Math.max(1, this.main.length))
        evicted = true
      }
    }
  }
  private evictMain(): void {
    let evicted = false
    while (!evicted && this.main.length > 0) {
      const tail = this.main.pop()!
      if (tail.bits > 0) this.main.unshift({ key: tail.key, bits: tail.bits - 1 })
      else evicted = true
    }
  }
}

export class NaiveTwoQueues implements NaivePolicy {
  private a1in: string[] = []
  private a1out: string[] = []
  private am: string[] = []
  constructor(private readonly capacity: number) {}

  ask(key: string): boolean {
    if (this.am.includes(key)) {
      this.am = [key, ...this.am.filter((own) => own !== key)]
      return true
    }
    if (this.a1in.includes(key)) return true
    if (this.a1out.includes(key)) {
      this.a1out = this.a1out.filter((own) => own !== key)
      this.reclaim()
      this.am.unshift(key)
    } else {
      this.reclaim()
      this.a1in.unshift(key)
    }
    return false
  }
  held(): string[] {
    return [...this.a1in, ...this.am]
  }
  private reclaim(): void {
    if (this.a1in.length + this.am.length < this.capacity) return
    const kin = Math.max(1, Math.floor(this.capacity / 4))
    const kout = Math.max(1, Math.floor(this.capacity / 2))
    if (this.a1in.length > kin || this.am.length === 0) this.a1out = [this.a1in.pop()!, ...this.a1out].slice(0, kout)
    else this.am.pop()
  }
}

export class NaiveArc implements NaivePolicy {
  private t1: string[] = []
  private t2: string[] = []
  private b1: string[] = []
  private b2: string[] = []
  private p = 0
  constructor(private readonly c: number) {}

  ask(key: string): boolean {
    if (this.t1.includes(key) || this.t2.includes(key)) {
      this.t1 = this.t1.filter((own) => own !== key)
      this.t2 = [key, ...this.t2.filter((own) => own !== key)]
      return true
    }
    const [left1, left2] = [this.b1.length, this.b2.length]
    if (this.b1.includes(key)) {
      this.p = Math.min(this.c, this.p + (left1 >= left2 ? 1 : left2 / left1))
      this.replace(false)
      this.b1 = this.b1.filter((own) => own !== key)
      this.t2.unshift(key)
    } else if (this.b2.includes(key)) {
      this.p = Math.max(0, this.p - (left2 >= left1 ? 1 : left1 / left2))
      this.replace(true)
      this.b2 = this.b2.filter((own) => own !== key)
      this.t2.unshift(key)
    } else {
      this.makeRoom()
      this.t1.unshift(key)
    }
    return false
  }
  held(): string[] {
    return [...this.t1, ...this.t2]
  }
  private makeRoom(): void {
    const { c } = this
    const total = this.t1.length + this.t2.length + this.b1.length + this.b2.length
    if (this.t1.length + this.b1.length === c) {
      if (this.t1.length < c) {
        this.b1.pop()
        this.replace(false)
      } else this.t1.pop()
    } else if (total >= c) {
      if (total === 2 * c) this.b2.pop()
      this.replace(false)
    }
  }
  private replace(isInB2: boolean): void {
    if (this.t1.length >= 1 && ((isInB2 && this.t1.length === this.p) || this.t1.length > this.p))
      this.b1.unshift(this.t1.pop()!)
    else this.b2.unshift(this.t2.pop()!)
  }
}

/** What W-TinyLFU asks of a sketch of frequencies. */
export interface NaiveSketch {
  add(key: string): void
  estimate(key: string): number
}

export class NaiveTinyLfu implements NaivePolicy {
  private window: string[] = []
  private probation: string[] = []
  private protected: string[] = []
  constructor(
    private readonly capacity: number,
    private readonly sketch: NaiveSketch,
  ) {}

  ask(key: string): boolean {
    this.sketch.add(key)
    const windowSize = Math.max(1, Math.floor(this.capacity / 100))
    const protectedSize = Math.floor((this.capacity - windowSize) * 0.8 + 1e-9)
    if (this.window.includes(key)) {
      this.window = [key, ...this.window.filter((own) => own !== key)]
      return true
    }
    if (this.protected.includes(key)) {
      this.protected = [key, ...this.protected.filter((own) => own !== key)]
      return true
    }
    if (this.probation.includes(key)) {
      this.probation = this.probation.filter((own) => own !== key)
      this.protected.unshift(key)
      if (this.protected.length > protectedSize) this.probation.unshift(this.protected.pop()!)
      return true
    }
    this.window.unshift(key)
    if (this.window.length <= windowSize) return false
    const candidate = this.window.pop()!
    const mainSize = this.capacity - windowSize
    if (this.probation.length + this.protected.length < mainSize) {
      this.probation.unshift(candidate)
      return false
    }
    const from = this.probation.length > 0 ? this.probation : this.protected
    const victim = from.at(-1)
    if (victim !== undefined && this.sketch.estimate(candidate) > this.sketch.estimate(victim)) {
      from.pop()
      this.probation.unshift(candidate)
    }
    return false
  }
  held(): string[] {
    return [...this.window, ...this.probation, ...this.protected]
  }
}

export class NaiveLfu implements NaivePolicy {
  /** In order of the last use, latest first. */
  private items: Item[] = []
  constructor(private readonly capacity: number) {}

  ask(key: string): boolean {
    const item = this.items.find((own) => own.key === key)
    if (item !== undefined) {
      item.bits++
      this.items = [item, ...this.items.filter((own) => own !== item)]
      return true
    }
    if (this.items.length === this.capacity) {
      const fewest = Math.min(...this.items.map(({ bits }) => bits))
      const victim = this.items.findLast(({ bits }) => bits === fewest)
      this.items = this.items.filter((own) => own !== victim)
    }
    this.items.unshift({ key, bits: 1 })
    return false
  }
  held(): string[] {
    return this.items.map(({ key }) => key)
  }
}

/** Counts every key for ever, and keeps those with the highest counts; a newcomer must have more than one that is there. */
export class NaivePerfectLfu implements NaivePolicy {
  private readonly counts = new Map<string, number>()
  /** In order of the last use, latest first. */
  private keys: string[] = []
  constructor(private readonly capacity: number) {}

  ask(key: string): boolean {
    this.counts.set(key, this.countOf(key) + 1)
    const isThere = this.keys.includes(key)
    if (!isThere && this.keys.length === this.capacity) {
      const fewest = Math.min(...this.keys.map((own) => this.countOf(own)))
      if (this.countOf(key) <= fewest) return false
      const victim = this.keys.findLast((own) => this.countOf(own) === fewest)
      this.keys = this.keys.filter((own) => own !== victim)
    }
    this.keys = [key, ...this.keys.filter((own) => own !== key)]
    return isThere
  }
  held(): string[] {
    return this.keys
  }
  private countOf(key: string): number {
    return this.counts.get(key) ?? 0
  }
}

/** A count-min sketch as in the paper, over the same hashes: a plain array of counters a row, halved after each period. */
export class NaiveCountMin implements NaiveSketch {
  private rows: number[][]
  private uses = 0
  constructor(
    private readonly period: number,
    private readonly width: number,
    private readonly hash: (key: string, row: number) => number,
  ) {
    this.rows = Array.from({ length: 4 }, () => new Array<number>(width).fill(0))
  }
  add(key: string): void {
    const before = this.rows.map((row, index) => row[this.hash(key, index) % this.width]!)
    this.rows.forEach((row, index) => {
      row[this.hash(key, index) % this.width] = Math.min(15, before[index]! + 1)
    })
    if (before.some((count) => count < 15)) this.uses++
    if (this.uses < this.period) return
    this.rows = this.rows.map((row) => row.map((count) => Math.floor(count / 2)))
    this.uses = Math.floor(this.uses / 2)
  }
  estimate(key: string): number {
    return Math.min(...this.rows.map((row, index) => row[this.hash(key, index) % this.width]!))
  }
}

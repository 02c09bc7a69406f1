import type { Micros } from './time'

/** Every level divides its page into 2^10 slots, so that one 32-bit word can summarise the 32 words of its bitmap. */
const SLOT_BITS = 10
const SLOTS = 1 << SLOT_BITS
const WORDS = SLOTS / 32
/** Six levels of ten bits reach 2^60 µs; due times end at 2^53 - 1. */
const LEVELS = 6

/** Items that fit before the node arrays grow for the first time. */
const FIRST_CAPACITY = 256

/**
 * What is to happen, in order of time. `pop` gives the item with the smallest due time, and of those due at the same
 * time the one pushed first: the order is (due, sequence of push), never an accident of the structure.
 *
 * Due times are whole microseconds and never earlier than the last popped one, which is what makes this structure
 * possible: a hierarchical timing wheel (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987) kept
 * exact. A level-0 slot is one microsecond, a slot of level n is 1,024 slots of level n - 1. An item waits at the
 * lowest level whose page contains both it and the current moment, and moves down when the current page reaches it.
 * Lists are first in, first out and moving keeps their order, so ties need no sequence number. A bitmap with a summary
 * word finds the next slot. No width is guessed and nothing is compared: push is O(1), and an item moves down at
 * most once a level, whatever the due times are.
 */
export class Agenda<T> {
  /** Number of items waiting. */
  size = 0
  /** Due time of the last popped item, 0 before the first. */
  poppedDue: Micros = 0

  /** Per slot: last node of its circular list, 0 when empty. */
  private readonly tails = new Int32Array(LEVELS * SLOTS)
  /** Per slot that is not empty, from level 1 up: the smallest due time in it, so that peeking moves nothing. */
  private readonly earliest = new Float64Array(LEVELS * SLOTS)
  /** Per slot one bit: not empty. */
  private readonly bits = new Int32Array(LEVELS * WORDS)
  /** Per word of `bits` one bit: not zero. */
  private readonly summaries = new Int32Array(LEVELS)
  /** First moment of the current page of each level. */
  private readonly pages = new Float64Array(LEVELS)

  /** Nodes are numbered from 1; free ones form a list through `next`. */
  private free = 0
  private capacity = FIRST_CAPACITY
  private due = new Float64Array(FIRST_CAPACITY)
  private next = new Int32Array(FIRST_CAPACITY)
  private items: (T | undefined)[] = []

  constructor() {
    this.items.push(undefined)
    this.addFreeNodes(1, FIRST_CAPACITY)
  }

  /**
   * Adds an item that is due at a moment not earlier than the last popped one.
   * @throws RangeError when `due` is earlier than that, not an integer, or beyond 2^53 - 1.
   */
  push(due: Micros, item: T): void {
    if (!(due >= this.poppedDue && due <= Number.MAX_SAFE_INTEGER) || Math.floor(due) !== due) this.refuse(due)
    if (this.free === 0) this.grow()
    const node = this.free
    this.free = this.next[node] as number
    this.due[node] = due
    this.items[node] = item
    this.size++
    this.place(node, due)
  }

  /** Removes and returns the next item and sets `poppedDue`; undefined when nothing waits. */
  pop(): T | undefined {
    if (this.summaries[0] === 0) {
      if (this.size === 0) return undefined
      this.turn()
    }
    const slot = this.firstSlot(0)
    const tail = this.tails[slot] as number
    const node = this.next[tail] as number
    if (node === tail) this.empty(0, slot)
    else this.next[tail] = this.next[node] as number
    this.poppedDue = (this.pages[0] as number) + slot
    return this.release(node)
  }

  /** Due time of the next item, Infinity when nothing waits. */
  peekDue(): Micros {
    if (this.summaries[0] !== 0) return (this.pages[0] as number) + this.firstSlot(0)
    if (this.size === 0) return Number.POSITIVE_INFINITY
    const level = this.firstLevel()
    return this.earliest[level * SLOTS + this.firstSlot(level)] as number
  }

  /** Forgets everything and goes back to moment 0. */
  clear(): void {
    this.size = 0
    this.poppedDue = 0
    this.tails.fill(0)
    this.bits.fill(0)
    this.summaries.fill(0)
    this.pages.fill(0)
    this.items = [undefined]
    this.addFreeNodes(1, this.capacity)
  }

  /** Appends a node to the slot of the lowest level whose current page contains `due`. */
  private place(node: number, due: Micros): void {
    let level = 0
    let slots = due - (this.pages[0] as number)
    let width = 1
    while (slots >= SLOTS) {
      level++
      width *= SLOTS
      slots = Math.floor((due - (this.pages[level] as number)) / width)
    }
    const slot = level * SLOTS + slots
    const tail = this.tails[slot] as number
    this.tails[slot] = node
    if (tail !== 0) {
      this.next[node] = this.next[tail] as number
      this.next[tail] = node
      if (due < (this.earliest[slot] as number)) this.earliest[slot] = due
      return
    }
    this.next[node] = node
    this.earliest[slot] = due
    const word = slots >>> 5
    this.bits[level * WORDS + word] = (this.bits[level * WORDS + word] as number) | (1 << (slots & 31))
    this.summaries[level] = (this.summaries[level] as number) | (1 << word)
  }

  /** With level 0 empty: makes the page of the earliest item the current one and moves the items of its slot down. */
  private turn(): void {
    const level = this.firstLevel()
    const slots = this.firstSlot(level)
    const slot = level * SLOTS + slots
    const earliest = this.earliest[slot] as number
    const tail = this.tails[slot] as number
    this.empty(level, slots)
    let width = 1
    for (let lower = 0; lower < level; lower++) {
      width *= SLOTS
      this.pages[lower] = Math.floor(earliest / width) * width
    }
    let node = tail
    let following = this.next[tail] as number
    do {
      node = following
      following = this.next[node] as number
      this.place(node, this.due[node] as number)
    } while (node !== tail)
  }

  /** The lowest level that holds anything. Only when `size` is not 0. */
  private firstLevel(): number {
    let level = 0
    while (this.summaries[level] === 0) level++
    return level
  }

  /** The first slot of a level, from 0 to 1,023, that is not empty. Only when the level holds anything. */
  private firstSlot(level: number): number {
    const word = firstBit(this.summaries[level] as number)
    return (word << 5) | firstBit(this.bits[level * WORDS + word] as number)
  }

  private empty(level: number, slots: number): void {
    this.tails[level * SLOTS + slots] = 0
    const word = slots >>> 5
    const rest = (this.bits[level * WORDS + word] as number) & ~(1 << (slots & 31))
    this.bits[level * WORDS + word] = rest
    if (rest === 0) this.summaries[level] = (this.summaries[level] as number) & ~(1 << word)
  }

  /** Gives the node back and lets go of its item. */
  private release(node: number): T {
    const item = this.items[node] as T
    this.items[node] = undefined
    this.next[node] = this.free
    this.free = node
    this.size--
    return item
  }

  private grow(): void {
    const from = this.capacity
    this.capacity = from * 2
    const due = new Float64Array(this.capacity)
    due.set(this.due)
    this.due = due
    const next = new Int32Array(this.capacity)
    next.set(this.next)
    this.next = next
    this.addFreeNodes(from, this.capacity)
  }

  /** Makes the nodes from `start` to before `end` the free list, lowest first. */
  private addFreeNodes(start: number, end: number): void {
    for (let node = start; node < end; node++) this.next[node] = node + 1 < end ? node + 1 : 0
    this.free = start
  }

  private refuse(due: Micros): never {
    if (due < this.poppedDue) {
      throw new RangeError(`Due time ${due} µs is earlier than ${this.poppedDue} µs, which has already been popped.`)
    }
    throw new RangeError(`A due time is a whole number of microseconds below 2^53, not ${due}.`)
  }
}

/** Number of the lowest bit that is set, of a word that is not 0. */
function firstBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

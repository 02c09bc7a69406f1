/**
 * What is to happen, in order of (due time, sequence of push).
 *
 * A hierarchical timing wheel (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987) kept exact. Due
 * times are whole microseconds and never earlier than the last popped one, so nothing has to be compared: a level-0
 * slot is one microsecond, a slot of level n + 1 is 1,024 slots of level n, and an item waits at the lowest level whose
 * current page contains it. When the current page reaches a slot, its items move down. Lists are first in, first out
 * and moving keeps their order, so ties need no sequence number. Bitmaps find the next slot. No bucket width is
 * guessed, so no pattern of due times makes it slow: push is O(1) and an item moves down at most five times.
 *
 * Measured with tests/bench/agenda.bench.ts (hold model, exponential delays, Node 20, x86-64): how many times faster
 * than flatqueue, which leaves ties in any order, and than tinyqueue; and pop-and-push pairs a second.
 *   1 event in 1 µs:  1k waiting 1.5 to 2.0 (tinyqueue 5 to 8), 19 M/s;  100k waiting 2.2 to 2.4 (6 to 8), 13 M/s
 *   1 event in 1 ms:  1k waiting 1.1 (3 to 4), 14 M/s;                   100k waiting 1.7 to 2.0 (7 to 8), 11 M/s
 * In the same model a calendar queue had reached 1.4 and 1.8, a binary heap with sequence numbers 0.9.
 */

import type { Micros } from './time'

/** Slots a level: 2^10, so that one 32-bit word summarises the 32 words of a level's bitmap. */
const SLOTS = 1_024
/** What a page of level 1 spans. */
const LEVEL_1_SPAN = SLOTS * SLOTS
/** Six levels of ten bits reach 2^60; due times end at 2^53 - 1. */
const LEVELS = 6
/** Slots are numbered through all levels: slot s of level n is SLOTS * n + s. */
const ALL_SLOTS = LEVELS * SLOTS
/** A list of up to so many items is served where it stands, by looking for its earliest. 3 to 8 measure alike. */
const SHORT_LIST = 4
/** Items that fit before the node arrays grow for the first time. */
const FIRST_CAPACITY = 256

/** Items in order of due time, and of pushing where due times are equal. */
export class Agenda<T> {
  /** Number of items waiting. */
  size = 0
  /** Due time of the last popped item, 0 before the first. */
  poppedDue: Micros = 0

  /** Per slot one bit: not empty. The words of level n start at 32 n. */
  private readonly bits = new Int32Array(ALL_SLOTS / 32)
  /** Per word of `bits` one bit: not zero. That of level 0 is in `summary0`, being read by every pop. */
  private readonly summaries = new Int32Array(LEVELS)
  private summary0 = 0
  /** First moment of the current page of each level; those of levels 0 and 1 are in `page0` and `page1` too. */
  private readonly pages = new Float64Array(LEVELS)
  private page0: Micros = 0
  private page1: Micros = 0

  /** Per slot: the last node of its list, or the slot itself when it is empty. */
  private readonly tails = new Int32Array(ALL_SLOTS)
  /** Per slot from level 1 up: the smallest due time in it, Infinity when empty. Peeking thus moves nothing. */
  private readonly earliest = new Float64Array(ALL_SLOTS)

  /** Per slot its first node, then per node the one after it; 0 at the end. Nodes are numbered from ALL_SLOTS. */
  private next = new Int32Array(ALL_SLOTS + FIRST_CAPACITY)
  private due = new Float64Array(FIRST_CAPACITY)
  private items: (T | undefined)[] = []
  private capacity = FIRST_CAPACITY
  /** First node of the list of unused ones. */
  private free = 0

  constructor() {
    this.clear()
  }

  /**
   * Adds an item. It may be due before others that wait, but not before the last popped one.
   * @throws RangeError when `due` is earlier than that, not an integer, or beyond 2^53 - 1.
   */
  push(due: Micros, item: T): void {
    if (!(due >= this.poppedDue && due <= Number.MAX_SAFE_INTEGER) || Math.floor(due) !== due) this.refuse(due)
    if (this.free === 0) this.grow()
    const node = this.free
    const next = this.next
    this.free = next[node]!
    this.items[node - ALL_SLOTS] = item
    this.due[node - ALL_SLOTS] = due
    this.size++
    next[node] = 0
    this.place(node, due)
  }

  /** Removes and returns the next item and sets `poppedDue`; undefined when nothing waits that is due by `limit`. */
  pop(limit: Micros = Number.POSITIVE_INFINITY): T | undefined {
    if (this.summary0 === 0) {
      if (this.size === 0) return undefined
      const slot = this.firstLaterSlot()
      if (this.earliest[slot]! > limit) return undefined
      const node = this.takeLater(slot)
      if (node !== 0) return this.release(node)
    }
    const word = lowestBit(this.summary0)
    const bits = this.bits[word]!
    const slot = (word << 5) | lowestBit(bits)
    const due = this.page0 + slot
    if (due > limit) return undefined
    const next = this.next
    const node = next[slot]!
    const following = next[node]!
    next[slot] = following
    if (following === 0) {
      this.tails[slot] = slot
      const rest = bits & (bits - 1)
      this.bits[word] = rest
      if (rest === 0) this.summary0 &= this.summary0 - 1
    }
    this.poppedDue = due
    return this.release(node)
  }

  /** Due time of the next item, Infinity when nothing waits. */
  peekDue(): Micros {
    if (this.summary0 !== 0) {
      const word = lowestBit(this.summary0)
      return this.page0 + ((word << 5) | lowestBit(this.bits[word]!))
    }
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.earliest[this.firstLaterSlot()]!
  }

  /** Forgets everything and goes back to moment 0. */
  clear(): void {
    this.size = 0
    this.poppedDue = 0
    this.bits.fill(0)
    this.summaries.fill(0)
    this.summary0 = 0
    this.pages.fill(0)
    this.page0 = 0
    this.page1 = 0
    for (let slot = 0; slot < ALL_SLOTS; slot++) this.tails[slot] = slot
    this.earliest.fill(Number.POSITIVE_INFINITY)
    this.next.fill(0, 0, ALL_SLOTS)
    this.items = []
    this.addFreeNodes(0)
  }

  /** Appends a node, whose `next` is 0, to the slot for its due time. */
  private place(node: number, due: Micros): void {
    const offset = due - this.page0
    if (offset >= SLOTS) {
      this.placeLater(node, due)
      return
    }
    const slot = offset | 0
    this.next[this.tails[slot]!] = node
    this.tails[slot] = node
    const word = slot >>> 5
    this.bits[word] = this.bits[word]! | (1 << (slot & 31))
    this.summary0 |= 1 << word
  }

  private placeLater(node: number, due: Micros): void {
    const slot = this.laterSlot(due)
    this.next[this.tails[slot]!] = node
    this.tails[slot] = node
    this.earliest[slot] = Math.min(this.earliest[slot]!, due)
    const word = slot >>> 5
    this.bits[word] = this.bits[word]! | (1 << (slot & 31))
    const level = slot >>> 10
    this.summaries[level] = this.summaries[level]! | (1 << (word & 31))
  }

  /** The slot of the lowest level from 1 up whose current page contains `due`. */
  private laterSlot(due: Micros): number {
    let offset = due - this.page1
    if (offset < LEVEL_1_SPAN) return SLOTS + ((offset | 0) >>> 10)
    let level = 1
    let width = SLOTS
    do {
      level++
      width *= SLOTS
      offset = due - this.pages[level]!
    } while (offset >= width * SLOTS)
    return level * SLOTS + Math.floor(offset / width)
  }

  /** With level 0 empty and something waiting: the slot that holds the next item. */
  private firstLaterSlot(): number {
    let level = 1
    while (this.summaries[level] === 0) level++
    const word = (level << 5) | lowestBit(this.summaries[level]!)
    return (word << 5) | lowestBit(this.bits[word]!)
  }

  /**
   * With level 0 empty: takes the next node out of the first slot that is not, and sets `poppedDue`, when the slot's
   * list is short; otherwise moves the list down, so that level 0 holds the next node, and returns 0.
   */
  private takeLater(slot: number): number {
    const earliest = this.earliest[slot]!
    let node = this.next[slot]!
    if (this.next[node] === 0) {
      this.empty(slot)
      this.poppedDue = earliest
      return node
    }
    let before = slot
    let beforeFirst = -1
    let second = Number.POSITIVE_INFINITY
    for (let length = 1; node !== 0; length++) {
      if (length > SHORT_LIST) {
        this.moveDown(slot)
        return 0
      }
      const due = this.due[node - ALL_SLOTS]!
      if (due === earliest && beforeFirst === -1) beforeFirst = before
      else if (due < second) second = due
      before = node
      node = this.next[node]!
    }
    const first = this.next[beforeFirst]!
    this.next[beforeFirst] = this.next[first]!
    if (first === before) this.tails[slot] = beforeFirst
    this.earliest[slot] = second
    this.poppedDue = earliest
    return first
  }

  /**
   * Makes the pages around the slot's earliest moment the current ones of all lower levels, which are empty, and
   * places the slot's nodes there in their order.
   */
  private moveDown(slot: number): void {
    const earliest = this.earliest[slot]!
    let width = 1
    for (let level = 0; level < slot >>> 10; level++) {
      width *= SLOTS
      this.pages[level] = Math.floor(earliest / width) * width
    }
    this.page0 = this.pages[0]!
    this.page1 = this.pages[1]!
    let node = this.next[slot]!
    this.empty(slot)
    while (node !== 0) {
      const following = this.next[node]!
      this.next[node] = 0
      this.place(node, this.due[node - ALL_SLOTS]!)
      node = following
    }
  }

  /** Marks a slot from level 1 up as empty. */
  private empty(slot: number): void {
    this.next[slot] = 0
    this.tails[slot] = slot
    this.earliest[slot] = Number.POSITIVE_INFINITY
    const word = slot >>> 5
    const rest = this.bits[word]! & ~(1 << (slot & 31))
    this.bits[word] = rest
    const level = slot >>> 10
    if (rest === 0) this.summaries[level] = this.summaries[level]! & ~(1 << (word & 31))
  }

  /** Gives a node back and lets go of its item. */
  private release(node: number): T {
    const item = this.items[node - ALL_SLOTS] as T
    this.items[node - ALL_SLOTS] = undefined
    this.next[node] = this.free
    this.free = node
    this.size--
    return item
  }

  private grow(): void {
    const used = this.capacity
    this.capacity = used * 2
    const due = new Float64Array(this.capacity)
    due.set(this.due)
    this.due = due
    const next = new Int32Array(ALL_SLOTS + this.capacity)
    next.set(this.next)
    this.next = next
    this.addFreeNodes(used)
  }

  /** Makes the nodes from the given index on the list of unused ones, lowest first. */
  private addFreeNodes(from: number): void {
    const last = ALL_SLOTS + this.capacity - 1
    for (let node = ALL_SLOTS + from; node < last; node++) this.next[node] = node + 1
    this.next[last] = 0
    this.free = ALL_SLOTS + from
  }

  private refuse(due: Micros): never {
    if (due < this.poppedDue) {
      throw new RangeError(`Due time ${due} µs is earlier than ${this.poppedDue} µs, which has already been popped.`)
    }
    throw new RangeError(`A due time is a whole number of microseconds below 2^53, not ${due}.`)
  }
}

/** Number of the lowest bit that is set, of a word that is not 0. */
function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

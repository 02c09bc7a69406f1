import type { Database } from './database'
import { sizeOf } from './memory'

/** The keys of a database with their sizes, so that a random one can be drawn and the sum is known. */
export class KeyLedger {
  bytes = 0
  readonly #database: Database
  readonly #keys: string[] = []
  readonly #sizes: number[] = []
  readonly #places = new Map<string, number>()

  constructor(database: Database) {
    this.#database = database
    for (const [key] of database.entries()) this.update(key)
  }

  get size(): number {
    return this.#keys.length
  }

  /** @param index from 0 to size - 1 */
  keyAt(index: number): string {
    return this.#keys[index] as string
  }

  /** The key has changed, or come, or gone. */
  update(key: string): void {
    const entry = this.#database.peek(key)
    const place = this.#places.get(key)
    if (entry === undefined) {
      if (place !== undefined) this.#remove(key, place)
      return
    }
    const size = sizeOf(key, entry)
    if (place === undefined) {
      this.#places.set(key, this.#keys.length)
      this.#keys.push(key)
      this.#sizes.push(size)
      this.bytes += size
    } else {
      this.bytes += size - (this.#sizes[place] as number)
      this.#sizes[place] = size
    }
  }

  #remove(key: string, place: number): void {
    this.bytes -= this.#sizes[place] as number
    const [lastKey, lastSize] = [this.#keys.pop() as string, this.#sizes.pop() as number]
    this.#places.delete(key)
    if (lastKey === key) return
    this.#keys[place] = lastKey
    this.#sizes[place] = lastSize
    this.#places.set(lastKey, place)
  }
}

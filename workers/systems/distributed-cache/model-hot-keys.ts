import type { Micros } from '../../kernel/time'

const WINDOW_MICROS: Micros = 1_000_000

/**
 * Counts requests a key in windows of a second, for all applications together, as a service that tells them about hot
 * keys does. Once hot, a key stays on the list: copies of it may be anywhere.
 */
export class HotKeys {
  readonly #hot = new Set<string>()
  #counts = new Map<string, number>()
  #last = new Map<string, number>()
  #window = 0

  /** @param from requests in a window from which a key is hot */
  constructor(private readonly from: number) {}

  count(key: string, now: Micros): void {
    const window = Math.floor(now / WINDOW_MICROS)
    if (window !== this.#window) {
      this.#last = this.#counts
      this.#counts = new Map()
      this.#window = window
    }
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    if (count >= this.from) this.#hot.add(key)
  }

  has(key: string): boolean {
    return this.#hot.has(key)
  }

  /** Requests in this window and the one before. */
  rate(key: string): number {
    return Math.max(this.#counts.get(key) ?? 0, this.#last.get(key) ?? 0)
  }
}

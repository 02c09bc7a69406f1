import type { Check } from '../../network/check'
import { ONE_LOAD } from './meta-checks'

interface OpenLoad {
  readonly cache: string
  readonly token: number | null
}

/**
 * Counts loads of a key that are under way for one cache node by the same right: its lease, or none. A newer lease means
 * that a write came between, or that the holder was not heard of for as long as a lease lives.
 */
export class LoadWitness {
  #breach: string | null = null
  #number = 0
  readonly #open = new Map<string, Map<number, OpenLoad>>()

  /** @returns its number, for `ends` */
  begins(key: string, load: OpenLoad): number {
    const open = this.#open.get(key) ?? new Map<number, OpenLoad>()
    this.#open.set(key, open)
    open.set(++this.#number, load)
    const same = [...open.values()].filter(({ cache, token }) => cache === load.cache && token === load.token).length
    if (same > 1) this.#breach ??= `${key} is loaded ${same} times at once for ${load.cache}.`
    return this.#number
  }

  ends(key: string, number: number): void {
    this.#open.get(key)?.delete(number)
  }

  get check(): Check {
    return { name: ONE_LOAD, watch: () => () => this.#breach }
  }
}

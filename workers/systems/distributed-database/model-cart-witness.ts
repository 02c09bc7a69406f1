import type { Micros } from '../../kernel/time'
import type { Check } from '../../network/check'
import type { World } from '../../network/world'
import { ALL_EQUAL, EVERY_ITEM } from './meta-checks'
import type { Copies } from './model-copies'
import { itemsOf, joinRows } from './model-row'
import { unequalCopies } from './model-witness'

/** Knows what clients put into carts and were told, and nothing of versions, quorums or nodes. Nothing is taken out. */
export class CartWitness {
  readonly #added = new Map<string, Map<number, Micros>>()

  /** The client is told that its item is in the cart. */
  added(key: string, item: number, now: Micros): void {
    const items = this.#added.get(key) ?? new Map<number, Micros>()
    items.set(item, now)
    this.#added.set(key, items)
  }

  /** The client is told what is in a cart. @returns an item that was acknowledged before and is not there, or null */
  lacking(
    key: string,
    items: readonly number[],
    began: Micros,
  ): { readonly item: number; readonly age: Micros } | null {
    for (const [item, acknowledged] of this.#added.get(key) ?? [])
      if (acknowledged < began && !items.includes(item)) return { item, age: began - acknowledged }
    return null
  }

  checks(copies: Copies): readonly Check[] {
    return [
      { name: EVERY_ITEM, end: (world) => this.#lost(copies, world) },
      { name: ALL_EQUAL, end: (world) => unequalCopies(copies, world) },
    ]
  }

  /** An item is lost when it is in no copy and no hint of any node that is up. */
  #lost(copies: Copies, world: World): string | null {
    const up = copies.names.filter((name) => world.network.node(name)?.up === true)
    const lost: string[] = []
    for (const [key, items] of this.#added) {
      const left = itemsOf(joinRows(up.map((name) => copies.disk(name).find(key))))
      for (const item of items.keys()) if (!left.includes(item)) lost.push(`${item} (${key})`)
    }
    if (lost.length === 0) return null
    const shown = lost.slice(0, 5).join(', ')
    return `${lost.length} items were acknowledged, and no node that is up has them: ${shown}${lost.length > 5 ? ' …' : ''}.`
  }
}

import { RegisterHistory } from '../../algorithms/consistency/register-history'
import type { Micros } from '../../kernel/time'
import type { Check } from '../../network/check'
import type { World } from '../../network/world'
import { ALL_EQUAL, LINEARIZABLE, NOTHING_LOST } from './meta-checks'
import type { Copies } from './model-copies'
import { writeOfRow } from './model-row'

interface Write {
  readonly key: string
  readonly value: number
  readonly call: number
  readonly began: Micros
  acknowledged: Micros
}

/** A read that a newer value was acknowledged before. */
export interface StaleRead {
  readonly newer: number
  /** From that acknowledgement to the begin of the read. */
  readonly age: Micros
}

/** Knows what clients asked and were told, and nothing of stamps, quorums or nodes. Every value is written once. */
export class ClientWitness {
  readonly #history = new RegisterHistory()
  readonly #writes = new Map<string, Map<number, Write>>()

  writeBegins(key: string, value: number, now: Micros): Write {
    const write = {
      key,
      value,
      call: this.#history.write(key, value),
      began: now,
      acknowledged: Number.POSITIVE_INFINITY,
    }
    const writes = this.#writes.get(key) ?? new Map<number, Write>()
    writes.set(value, write)
    this.#writes.set(key, writes)
    return write
  }

  /** The client is told that its write is done. A write that fails may have reached some copies: it stays open. */
  acknowledged(write: Write, now: Micros): void {
    write.acknowledged = now
    this.#history.written(write.call)
  }

  readBegins(key: string, now: Micros): { readonly key: string; readonly call: number; readonly began: Micros } {
    return { key, call: this.#history.read(key), began: now }
  }

  /** The client is told a value. @returns why it is stale, or null when it is not */
  found({ key, call, began }: ReturnType<ClientWitness['readBegins']>, value: number | null): StaleRead | null {
    this.#history.found(call, value)
    const until = this.#overBy(key, value)
    let newest: Write | null = null
    for (const write of this.#writes.get(key)?.values() ?? [])
      if (write.began > until && write.acknowledged < began && write.acknowledged > (newest?.acknowledged ?? -1))
        newest = write
    return newest === null ? null : { newer: newest.value, age: began - newest.acknowledged }
  }

  checks(copies: Copies): readonly Check[] {
    return [
      { name: LINEARIZABLE, watch: () => () => this.#impossible() },
      { name: NOTHING_LOST, end: (world) => this.#lost(copies, world) },
      { name: ALL_EQUAL, end: (world) => unequalCopies(copies, world) },
    ]
  }

  #impossible(): string | null {
    const { anomaly } = this.#history
    if (anomaly === null) return null
    return `A read of ${anomaly.key} finds ${anomaly.value ?? 'none'}; a single copy would have ${anomaly.instead ?? 'none'}.`
  }

  /** A write is lost when every copy that can be read comes from a write that was over before it began, or from none. */
  #lost(copies: Copies, world: World): string | null {
    const up = copies.names.filter((name) => world.network.node(name)?.up === true)
    for (const [key, writes] of this.#writes) {
      const values = up.map((name) => writeOfRow(copies.disk(name).find(key)))
      for (const { value, began, acknowledged } of writes.values()) {
        if (acknowledged === Number.POSITIVE_INFINITY) continue
        if (values.every((kept) => kept !== value && this.#overBy(key, kept) < began))
          return `${key} = ${value} was acknowledged, and no node that is up has it or anything that was written later.`
      }
    }
    return null
  }

  /** When the write of a value was acknowledged; before all for no value. */
  #overBy(key: string, value: number | null): Micros {
    if (value === null) return -1
    return this.#writes.get(key)?.get(value)?.acknowledged ?? Number.POSITIVE_INFINITY
  }
}

/** Looks at the disks when all is over; while a link is still cut there is nothing to expect. */
export function unequalCopies(copies: Copies, world: World): string | null {
  if (world.network.links.some(({ cut }) => cut)) return null
  for (const key of copies.keys) {
    const up = copies.homes(key).filter((name) => world.network.node(name)?.up === true)
    const difference = copies.difference(key, up)
    if (difference !== null) return difference
  }
  return null
}

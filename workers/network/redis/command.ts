import type { Client } from './client'
import type { Redis } from './redis'
import type { Reply } from './reply'

export type Handler = (redis: Redis, client: Client, argv: readonly string[]) => Reply

/** Where the keys stand in argv: `last` counts from the end when it is negative. Null when there are none. */
export type KeyPlaces =
  | { readonly first: number; readonly last: number; readonly step: number }
  /** A number of keys at `at`, then the keys; `also` is the place of one more key. */
  | { readonly countAt: number; readonly also?: number }
  /** The first half of what follows a word. */
  | { readonly behind: string }
  | null

/** Time the command takes in the server's one thread: so much, and so much for each element it touches. */
export interface Cost {
  readonly micros: number
  readonly nanosEach: number
}

export interface Command {
  /** In lower case, `xgroup|create` for a subcommand. */
  readonly name: string
  /** Arguments with the name; negative when that is the least number. */
  readonly arity: number
  /** As COMMAND INFO tells them, divided by spaces. */
  readonly flags: string
  readonly keys: KeyPlaces
  readonly cost: Cost
  readonly run: Handler
  readonly subcommands?: ReadonlyMap<string, Command>
}

export const noKeys: KeyPlaces = null
export const firstKey: KeyPlaces = { first: 1, last: 1, step: 1 }
export const firstTwoKeys: KeyPlaces = { first: 1, last: 2, step: 1 }
export const allKeys: KeyPlaces = { first: 1, last: -1, step: 1 }
export const keysAndTimeout: KeyPlaces = { first: 1, last: -2, step: 1 }

/** Orders of magnitude of a server of today; what matters is that some commands cost a thousand times others. */
export const constant: Cost = { micros: 1, nanosEach: 0 }
export const logarithmic: Cost = { micros: 2, nanosEach: 50 }
export const linear: Cost = { micros: 1, nanosEach: 50 }

/** Shorthand for a table: name, arity, flags, keys, cost and handler on one line. */
export function command(
  name: string,
  arity: number,
  flags: string,
  keys: KeyPlaces,
  cost: Cost,
  run: Handler,
): Command {
  return { name, arity, flags, keys, cost, run }
}

/** A command that has only subcommands, for instance XGROUP. */
export function container(name: string, flags: string, subcommands: readonly Command[]): Command {
  const byName = new Map(subcommands.map((own) => [own.name.slice(name.length + 1), own]))
  const run: Handler = () => {
    throw new RangeError(`The command ${name} runs only by its subcommands.`)
  }
  return { name, arity: -2, flags, keys: noKeys, cost: constant, run, subcommands: byName }
}

export function isWrite({ flags }: Command): boolean {
  return /\bwrite\b/.test(flags)
}

/** The keys of a call, in their order. */
export function keysOf({ keys }: Command, argv: readonly string[]): string[] {
  if (keys === null) return []
  if ('behind' in keys) {
    const start = argv.findIndex((text) => text.toLowerCase() === keys.behind) + 1
    return start === 0 ? [] : argv.slice(start, start + ((argv.length - start) >> 1))
  }
  if ('countAt' in keys) {
    const count = Math.max(0, Number(argv[keys.countAt]) || 0)
    const listed = argv.slice(keys.countAt + 1, keys.countAt + 1 + count)
    return keys.also === undefined ? listed : [argv[keys.also] as string, ...listed]
  }
  const last = keys.last < 0 ? argv.length + keys.last : keys.last
  return argv.filter((_, index) => index >= keys.first && index <= last && (index - keys.first) % keys.step === 0)
}

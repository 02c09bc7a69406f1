import { fromBytes, toBytes } from './byte-string'
import { parseInteger } from './integer64'
import type { List } from './list'
import type { SortedSet } from './sorted-set'
import type { Stream } from './stream'

/** What a key holds. */
export type Value =
  | StringValue
  | { readonly type: 'list'; readonly list: List }
  | { readonly type: 'hash'; readonly fields: Map<string, string> }
  | { readonly type: 'set'; readonly members: Set<string> }
  | { readonly type: 'zset'; readonly zset: SortedSet }
  | { readonly type: 'stream'; readonly stream: Stream }

export type ValueType = Value['type']

/**
 * A string, as text for most commands and as bytes for those that change single bits, whichever was used last; the
 * other form is made when it is asked for.
 */
export class StringValue {
  readonly type = 'string'
  #text: string | null
  #bytes: Uint8Array | null = null

  constructor(text: string) {
    this.#text = text
  }

  get text(): string {
    this.#text ??= fromBytes(this.#bytes as Uint8Array)
    return this.#text
  }

  set text(text: string) {
    this.#text = text
    this.#bytes = null
  }

  get length(): number {
    return this.#text === null ? (this.#bytes as Uint8Array).length : this.#text.length
  }

  /** For reading. */
  get bytes(): Uint8Array {
    this.#bytes ??= toBytes(this.#text as string)
    return this.#bytes
  }

  /** For writing in place; at least `length` bytes, filled up with zeros. */
  writable(length: number): Uint8Array {
    const old = this.bytes
    if (old.length < length) {
      this.#bytes = new Uint8Array(length)
      this.#bytes.set(old)
    }
    this.#text = null
    return this.bytes
  }
}

/** Length above which Redis stores a string apart from its header (object.c). */
const EMBEDDED_LENGTH = 44

/** As OBJECT ENCODING names it. Strings that were changed in place are told from others only by their length. */
export function encodingOf(value: Value): string {
  switch (value.type) {
    case 'string': {
      if (value.length <= 20 && parseInteger(value.text) !== null) return 'int'
      return value.length <= EMBEDDED_LENGTH ? 'embstr' : 'raw'
    }
    case 'list':
      return 'quicklist'
    case 'hash':
      return isSmall(value.fields.size, 512, [...value.fields].flat()) ? 'listpack' : 'hashtable'
    case 'set':
      if (value.members.size <= 512 && [...value.members].every((member) => parseInteger(member) !== null)) {
        return 'intset'
      }
      return 'hashtable'
    case 'zset':
      return isSmall(value.zset.size, 128, value.zset.members()) ? 'listpack' : 'skiplist'
    case 'stream':
      return 'stream'
  }
}

function isSmall(size: number, mostEntries: number, texts: readonly string[]): boolean {
  return size <= mostEntries && texts.every((text) => text.length <= 64)
}

import { splitInline } from './inline-command'
import { parseInteger } from './integer64'

/** Longest line that is no bulk string (networking.c, PROTO_INLINE_MAX_SIZE). */
const LONGEST_LINE = 65_536
const MOST_ARGUMENTS = 2_147_483_647
/** proto-max-bulk-len. */
const LONGEST_BULK = 536_870_912

/** What came next from a client: a command, nothing yet, or something that ends the connection. */
export type Decoded =
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'broken'; readonly error: string }

const incomplete: Decoded = { kind: 'incomplete' }

/**
 * Takes the bytes of a client apart into commands: arrays of bulk strings, or words on a line, as people type them.
 * Lengths are refused before anything is set aside for them, and what is malformed ends the connection, as in Redis.
 */
export class RespDecoder {
  #buffer = ''
  #at = 0
  /** Arguments still to come of the array that is being read. */
  #missing = 0
  #argv: string[] = []
  /** Length of the bulk string that is being read, or -1. */
  #bulk = -1

  /** @param bytes as a byte string, cut anywhere */
  push(bytes: string): void {
    this.#buffer = this.#at === this.#buffer.length ? bytes : this.#buffer.slice(this.#at) + bytes
    this.#at = 0
  }

  /** Bytes that have come and are in no command yet. */
  get waiting(): number {
    return this.#buffer.length - this.#at
  }

  next(): Decoded {
    for (;;) {
      if (this.#missing === 0) {
        if (this.#at >= this.#buffer.length) return incomplete
        const begun = this.#buffer.charCodeAt(this.#at) === 42 ? this.#beginArray() : this.#inline()
        if (begun !== null) return begun
      } else {
        const read = this.#bulkString()
        if (read !== null) return read
        if (this.#missing === 0) return { kind: 'command', argv: this.#argv }
      }
    }
  }

  /** @returns null when the array has begun, or was empty and is skipped */
  #beginArray(): Decoded | null {
    const line = this.#line('too big mbulk count string')
    if (typeof line !== 'string') return line
    const count = parseInteger(line.slice(1))
    if (count === null || count > MOST_ARGUMENTS) return broken('invalid multibulk length')
    this.#argv = []
    this.#missing = Math.max(0, Number(count))
    return null
  }

  /** @returns null when one more argument has been read */
  #bulkString(): Decoded | null {
    if (this.#bulk < 0) {
      const line = this.#line('too big bulk count string')
      if (typeof line !== 'string') return line
      if (line[0] !== '$') return broken(`expected '$', got '${line[0] ?? '\r'}'`)
      const length = parseInteger(line.slice(1))
      if (length === null || length < 0 || length > LONGEST_BULK) return broken('invalid bulk length')
      this.#bulk = Number(length)
    }
    const end = this.#at + this.#bulk
    if (this.#buffer.length < end + 2) return incomplete
    this.#argv.push(this.#buffer.slice(this.#at, end))
    this.#at = end + 2
    this.#bulk = -1
    this.#missing--
    return null
  }

  /** @returns null when the line held no word */
  #inline(): Decoded | null {
    const end = this.#buffer.indexOf('\n', this.#at)
    if (end < 0) return this.waiting > LONGEST_LINE ? broken('too big inline request') : incomplete
    const line = this.#buffer.slice(this.#at, this.#buffer[end - 1] === '\r' ? Math.max(this.#at, end - 1) : end)
    this.#at = end + 1
    const argv = splitInline(line)
    if (argv === null) return broken('unbalanced quotes in request')
    return argv.length === 0 ? null : { kind: 'command', argv }
  }

  #line(tooLong: string): string | Decoded {
    const end = this.#buffer.indexOf('\r', this.#at)
    if (end < 0) return this.waiting > LONGEST_LINE ? broken(tooLong) : incomplete
    if (end + 1 >= this.#buffer.length) return incomplete
    const line = this.#buffer.slice(this.#at, end)
    this.#at = end + 2
    return line
  }
}

function broken(why: string): Decoded {
  return { kind: 'broken', error: `ERR Protocol error: ${why}` }
}

/**
 * What a command answers, apart from how it is written on the wire. Texts are byte strings: every character is one
 * byte (0 to 255), so values are binary-safe and a plain string can be compared, sliced and used as a key.
 *
 * - a string is a bulk string, a number or bigint an integer, an array an array;
 * - null is the null of both protocols (a null bulk string in RESP2);
 * - everything else says what it is.
 */
export type Reply = string | number | bigint | null | readonly Reply[] | MarkedReply

export type MarkedReply =
  | StatusReply
  | ErrorReply
  | { readonly kind: 'null-array' }
  /** Keys and values in turn: a flat array in RESP2. */
  | { readonly kind: 'map'; readonly items: readonly Reply[] }
  | { readonly kind: 'set'; readonly items: readonly Reply[] }
  /** A bulk string of 17 digits in RESP2. */
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** A text for people: a plain bulk string in RESP2. */
  | { readonly kind: 'verbatim'; readonly text: string }
  /** Out of band in RESP3, an array in RESP2. */
  | { readonly kind: 'push'; readonly items: readonly Reply[] }
  /** Several replies to one command, one behind the other. */
  | { readonly kind: 'sequence'; readonly items: readonly Reply[] }
  /** Nothing now: the client is parked, or asked for silence. */
  | { readonly kind: 'none' }

export interface StatusReply {
  readonly kind: 'status'
  readonly text: string
}

/** `text` begins with a code word such as ERR or WRONGTYPE. */
export interface ErrorReply {
  readonly kind: 'error'
  readonly text: string
}

export const ok: StatusReply = { kind: 'status', text: 'OK' }
export const queued: StatusReply = { kind: 'status', text: 'QUEUED' }
export const nullArray: Reply = { kind: 'null-array' }
export const none: Reply = { kind: 'none' }

export function status(text: string): StatusReply {
  return { kind: 'status', text }
}

/** @param text with its code word; line breaks at its end go and others become spaces, which the protocol needs */
export function error(text: string): ErrorReply {
  return { kind: 'error', text: /[\r\n]/.test(text) ? text.replace(/[\r\n]+$/, '').replace(/[\r\n]/g, ' ') : text }
}

export function map(items: readonly Reply[]): Reply {
  return { kind: 'map', items }
}

export function set(items: readonly Reply[]): Reply {
  return { kind: 'set', items }
}

export function double(value: number): Reply {
  return { kind: 'double', value }
}

export function isError(reply: Reply): reply is ErrorReply {
  return typeof reply === 'object' && reply !== null && 'kind' in reply && reply.kind === 'error'
}

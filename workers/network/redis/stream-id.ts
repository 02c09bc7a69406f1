import { Refusal } from './refusal'

/** The id of an entry as one number of 128 bits: milliseconds × 2^64 + sequence. */
export type StreamId = bigint

const SEQUENCES = 1n << 64n
export const GREATEST_PART = SEQUENCES - 1n
export const FIRST_ID: StreamId = 0n
export const LAST_ID: StreamId = SEQUENCES * SEQUENCES - 1n

export const invalidId = new Refusal('ERR Invalid stream ID specified as stream command argument')

export function makeId(milliseconds: bigint, sequence: bigint): StreamId {
  return milliseconds * SEQUENCES + sequence
}

export function millisecondsOf(id: StreamId): bigint {
  return id / SEQUENCES
}

export function sequenceOf(id: StreamId): bigint {
  return id % SEQUENCES
}

export function idText(id: StreamId): string {
  return `${millisecondsOf(id)}-${sequenceOf(id)}`
}

/**
 * An unsigned 64-bit number as Redis's string2ull (util.c) reads it, or null: what strtoull takes, so white space and a
 * plus may stand before it.
 */
function parsePart(text: string): bigint | null {
  const digits = /^[ \t\n\v\f\r]*\+?(\d+)$/.exec(text)?.[1]
  if (digits === undefined) return null
  const value = BigInt(digits)
  return value <= GREATEST_PART ? value : null
}

/**
 * `ms`, `ms-seq`, and `-` and `+` where the command is not strict.
 *
 * @param missingSequence what stands for the sequence when there is none
 * @throws {Refusal} when it is no id
 */
export function parseId(text: string, missingSequence: bigint, isStrict = true): StreamId {
  if (!isStrict && text === '-') return FIRST_ID
  if (!isStrict && text === '+') return LAST_ID
  const dash = text.indexOf('-')
  const milliseconds = parsePart(dash < 0 ? text : text.slice(0, dash))
  const sequence = dash < 0 ? missingSequence : parsePart(text.slice(dash + 1))
  if (milliseconds === null || sequence === null) throw invalidId
  return makeId(milliseconds, sequence)
}

/**
 * The id of XADD: `*`, `ms-*`, `ms-seq`, `ms`.
 *
 * @returns the milliseconds and the sequence as far as they are given
 */
export function parseNewId(text: string): { milliseconds: bigint; sequence: bigint | null } | null {
  if (text === '*') return null
  if (text.endsWith('-*')) {
    const milliseconds = parsePart(text.slice(0, -2))
    if (milliseconds === null) throw invalidId
    return { milliseconds, sequence: null }
  }
  const id = parseId(text, 0n)
  return { milliseconds: millisecondsOf(id), sequence: sequenceOf(id) }
}

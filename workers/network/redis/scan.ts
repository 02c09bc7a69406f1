import type { Database } from './database'
import { matchesGlob } from './glob'
import { count } from './integer64'
import { Refusal, syntaxError } from './refusal'

const GREATEST = 18_446_744_073_709_551_615n

/** The options behind the cursor of SCAN, HSCAN, SSCAN and ZSCAN. */
export interface ScanOptions {
  readonly pattern: string | null
  readonly count: number
  /** Only for SCAN. */
  readonly type: string | null
}

/** @throws {Refusal} when the text is no cursor */
export function cursorOf(text: string): number {
  // As C's strtoul reads it, which takes nothing for zero.
  const digits = /^([+-]?\d+)?(\0.*)?$/s.exec(text)
  const cursor = BigInt(digits?.[1] ?? '0')
  if (digits === null || cursor > GREATEST || cursor < -GREATEST) throw new Refusal('ERR invalid cursor')
  return Number(BigInt.asUintN(64, cursor))
}

export function scanOptions(argv: readonly string[], start: number, hasType: boolean): ScanOptions {
  let pattern: string | null = null
  let most = 10
  let type: string | null = null
  for (let index = start; index < argv.length; index += 2) {
    const option = (argv[index] as string).toLowerCase()
    const value = argv[index + 1]
    if (value === undefined) throw syntaxError
    if (option === 'count') {
      most = count(value)
      if (most < 1) throw syntaxError
    } else if (option === 'match') pattern = value
    else if (option === 'type' && hasType) type = value.toLowerCase()
    else throw syntaxError
  }
  return { pattern, count: most, type }
}

export function isMatch({ pattern }: ScanOptions, text: string): boolean {
  return pattern === null || pattern === '*' || matchesGlob(pattern, text)
}

/**
 * Walks a database in the order in which its keys came: the cursor is the sequence number of the last key seen, so a
 * key that is there all the time is seen, whatever happens to others meanwhile.
 *
 * @returns the keys and the next cursor, 0 at the end
 */
export function scanDatabase(database: Database, cursor: number, most: number): [keys: string[], next: number] {
  const keys: string[] = []
  let last = 0
  for (const [key, { sequence }] of database.entries()) {
    if (sequence <= cursor) continue
    if (keys.length >= most) return [keys, last]
    keys.push(key)
    last = sequence
  }
  return [keys, 0]
}

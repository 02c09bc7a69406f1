import { type ErrorReply, error } from './reply'

/**
 * Thrown by a command that cannot be carried out, and caught in one place, which answers `reply`. Redis checks its
 * arguments in an order that shows (an argument before a key, or after it), so a command reads as its list of checks.
 * It is no Error, because nobody needs its stack.
 */
export class Refusal {
  readonly reply: ErrorReply

  /** @param text with its code word, for instance `ERR syntax error` */
  constructor(text: string) {
    this.reply = error(text)
  }
}

export const wrongType = new Refusal('WRONGTYPE Operation against a key holding the wrong kind of value')
export const syntaxError = new Refusal('ERR syntax error')
export const notAnInteger = new Refusal('ERR value is not an integer or out of range')
export const notAFloat = new Refusal('ERR value is not a valid float')
export const mustBePositive = new Refusal('ERR value is out of range, must be positive')
export const noSuchKey = new Refusal('ERR no such key')
export const indexOutOfRange = new Refusal('ERR index out of range')
export const outOfRange = new Refusal('ERR value is out of range')

export function wrongArity(command: string): Refusal {
  return new Refusal(`ERR wrong number of arguments for '${command}' command`)
}

export function invalidExpireTime(command: string): Refusal {
  return new Refusal(`ERR invalid expire time in '${command}' command`)
}

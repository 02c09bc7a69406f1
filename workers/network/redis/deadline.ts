import { add, GREATEST, type Integer, integer, LEAST, narrow } from './integer64'
import { invalidExpireTime } from './refusal'

/** A thousand times as much, and the time of day added, is still exact in a double. */
const LARGEST_SHORT = 4_000_000_000_000

export type TimeUnit = 'seconds' | 'milliseconds'

/**
 * A deadline that must lie after the epoch: SET, GETEX, SETEX.
 *
 * @param baseMs what the time counts from: now, or 0 for a time of day
 * @throws {Refusal} when it is no integer, not positive, or overflows
 */
export function deadlineOf(text: string, unit: TimeUnit, baseMs: number, command: string): Integer {
  const time = integer(text)
  if (time <= 0) throw invalidExpireTime(command)
  return scaled(time, unit, baseMs, command)
}

/**
 * A deadline anywhere in time: EXPIRE, where one in the past deletes.
 *
 * @throws {Refusal} when it is no integer or overflows
 */
export function anyDeadline(text: string, unit: TimeUnit, baseMs: number, command: string): Integer {
  return scaled(integer(text), unit, baseMs, command)
}

function scaled(time: Integer, unit: TimeUnit, baseMs: number, command: string): Integer {
  // Nearly every time there is: no need of 64 bits.
  if (typeof time === 'number' && time > -LARGEST_SHORT && time < LARGEST_SHORT) {
    return unit === 'seconds' ? time * 1000 + baseMs : time + baseMs
  }
  const milliseconds = unit === 'seconds' ? narrow(BigInt(time) * 1000n) : time
  const isTooLong = milliseconds > GREATEST || milliseconds < LEAST
  const sum = isTooLong ? null : add(milliseconds, baseMs)
  if (sum === null) throw invalidExpireTime(command)
  return sum
}

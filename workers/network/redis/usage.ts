import type { Entry } from './database'
import type { Redis } from './redis'

const GREATEST_FREQUENCY = 255
const FIRST_FREQUENCY = 5
const MINUTE_MS = 60_000

/**
 * Counts an access as the LFU policies do (evict.c): a counter up to 255 that rises with probability
 * 1 / ((counter - 5) × lfu-log-factor + 1) and has fallen by one for every lfu-decay-time minutes without access.
 */
export function touchFrequency(entry: Entry, redis: Redis): void {
  const counter = decayed(entry, redis)
  const base = Math.max(0, counter - FIRST_FREQUENCY)
  const factor = Number(redis.config.get('lfu-log-factor'))
  const rises = counter < GREATEST_FREQUENCY && redis.random.integer(base * factor + 1) === 0
  entry.frequency = rises ? counter + 1 : counter
  entry.usedAtMs = redis.nowMs
}

/** The counter of an entry as it is now. */
export function decayed(entry: Entry, redis: Redis): number {
  const every = Number(redis.config.get('lfu-decay-time'))
  if (every === 0) return entry.frequency
  const minutes = Math.floor(redis.nowMs / MINUTE_MS) - Math.floor(entry.usedAtMs / MINUTE_MS)
  return Math.max(0, entry.frequency - Math.floor(minutes / every))
}

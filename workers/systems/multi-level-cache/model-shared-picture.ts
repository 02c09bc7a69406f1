import { parseEntry } from '../../algorithms/caching/entry-text'
import type { Micros } from '../../kernel/time'
import type { Redis } from '../../network/redis/redis'
import type { HeldEntry } from './model-picture'

/** Until when the shared cache has a name; null when it has it not, or has it for ever. */
export function sharedDeadline(redis: Redis, name: string): Micros | null {
  const entry = textAt(redis, name)
  return entry === null || entry.deadlineMs === null ? null : entry.deadlineMs * 1000
}

/** What the shared cache has for a key, looked at from outside: the newest generation of it where names are versioned. */
export function sharedEntry(redis: Redis, key: string, isGuide: boolean): HeldEntry | null {
  const generation = textAt(redis, `generation:${key}`)?.text ?? '0'
  const stored = textAt(redis, key) ?? textAt(redis, `${key}#${generation}`)
  if (stored === null) return null
  const deadline = stored.deadlineMs === null ? null : stored.deadlineMs * 1000
  if (isGuide) return { value: JSON.parse(stored.text), loadedAt: 0, freshUntil: deadline, staleUntil: deadline ?? 0 }
  const entry = parseEntry(stored.text)
  if (entry === null) return null
  if (deadline === null) return { value: entry.value, loadedAt: entry.loadedAt, freshUntil: null, staleUntil: 0 }
  return { ...entry, staleUntil: deadline }
}

interface StoredText {
  readonly text: string
  readonly deadlineMs: number | null
}

function textAt(redis: Redis, name: string): StoredText | null {
  const entry = redis.databases[0]?.peek(name)
  if (entry === undefined || entry.value.type !== 'string') return null
  return { text: entry.value.text, deadlineMs: entry.deadlineMs === null ? null : Number(entry.deadlineMs) }
}

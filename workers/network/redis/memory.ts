import type { Entry } from './database'
import type { Value } from './value'

/** Bytes of a key's place in the table, of its header and of its deadline, as jemalloc rounds them. */
const ENTRY_BYTES = 56
const DEADLINE_BYTES = 24

/**
 * About how many bytes a key takes in Redis: contents, and a fixed share for each element. It is an estimate that
 * serves maxmemory; the real figure depends on encodings and on the allocator.
 */
export function sizeOf(key: string, { value, deadlineMs }: Entry): number {
  return ENTRY_BYTES + key.length + (deadlineMs === null ? 0 : DEADLINE_BYTES) + contentBytes(value)
}

function contentBytes(value: Value): number {
  switch (value.type) {
    case 'string':
      return 16 + value.length
    case 'list':
      return sum(value.list.slice(0, value.list.size), 11)
    case 'hash':
      return sum([...value.fields].flat(), 16)
    case 'set':
      return sum([...value.members], 24)
    case 'zset':
      return sum(value.zset.members(), 56)
    case 'stream':
      return 128 + value.stream.length * 64
  }
}

function sum(texts: readonly string[], overhead: number): number {
  return texts.reduce((bytes, text) => bytes + text.length + overhead, 64)
}

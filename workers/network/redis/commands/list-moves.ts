import type { Database } from '../database'
import { List } from '../list'
import type { Redis } from '../redis'
import { syntaxError } from '../refusal'
import type { Reply } from '../reply'

export type Side = 'left' | 'right'

/** @throws {Refusal} when the word is neither LEFT nor RIGHT */
export function end(text: string): Side {
  const side = text.toLowerCase()
  if (side !== 'left' && side !== 'right') throw syntaxError
  return side
}

export function pushed(database: Database, key: string, side: Side): void {
  database.modified(key)
  database.notify('l', side === 'left' ? 'lpush' : 'rpush', key)
}

/** Takes up to `most` items from one side and tells of it. */
export function pop(redis: Redis, database: Database, key: string, list: List, side: Side, most: number): string[] {
  const popped: string[] = []
  while (popped.length < most && list.size > 0) {
    popped.push((side === 'left' ? list.popLeft() : list.popRight()) as string)
  }
  database.notify('l', side === 'left' ? 'lpop' : 'rpop', key)
  if (list.size === 0) database.deleteEmpty(key)
  database.modified(key)
  redis.dirty += popped.length
  redis.rewrite(...popped.map(() => [side === 'left' ? 'LPOP' : 'RPOP', key]))
  return popped
}

/** One item from a list to another, which may be the same. */
export function move(redis: Redis, database: Database, from: string, to: string, take: Side, put: Side): Reply {
  const source = database.writeOf(from, 'list')?.list
  if (source === undefined) return null
  const target = database.writeOf(to, 'list')?.list
  const item = (take === 'left' ? source.popLeft() : source.popRight()) as string
  const list = target ?? new List()
  if (put === 'left') list.pushLeft(item)
  else list.pushRight(item)
  if (target === undefined) database.add(to, { type: 'list', list })
  pushed(database, to, put)
  database.notify('l', take === 'left' ? 'lpop' : 'rpop', from)
  if (source.size === 0) database.deleteEmpty(from)
  database.modified(from)
  redis.dirty++
  redis.rewrite(['LMOVE', from, to, take.toUpperCase(), put.toUpperCase()])
  return item
}

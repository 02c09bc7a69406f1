import { fromBytes } from '../byte-string'
import type { Client } from '../client'
import { allKeys, type Command, command, firstKey, linear } from '../command'
import type { Database } from '../database'
import { HyperLogLog } from '../hyperloglog'
import type { Redis } from '../redis'
import { Refusal } from '../refusal'
import { ok, type Reply } from '../reply'
import { StringValue } from '../value'

const invalid = new Refusal('WRONGTYPE Key is not a valid HyperLogLog string value.')

export const hyperloglogs: readonly Command[] = [
  command('pfadd', -2, 'write denyoom fast', firstKey, linear, pfadd),
  command('pfcount', -2, 'readonly may_replicate', allKeys, linear, pfcount),
  command('pfmerge', -2, 'write denyoom', allKeys, linear, pfmerge),
]

/** The value's own bytes, ready to be changed; null when there is no key. */
function sketchOf(database: Database, key: string, isRead = false): HyperLogLog | null {
  const value = isRead ? database.readOf(key, 'string') : database.writeOf(key, 'string')
  if (value === undefined) return null
  const sketch = HyperLogLog.over(value.writable(value.length))
  if (sketch === null) throw invalid
  return sketch
}

function pfadd(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  let sketch = sketchOf(database, key)
  let changes = 0
  if (sketch === null) {
    sketch = HyperLogLog.empty()
    database.add(key, stored(sketch))
    sketch = sketchOf(database, key) as HyperLogLog
    changes++
  }
  for (let index = 2; index < argv.length; index++) if (sketch.add(argv[index] as string)) changes++
  if (changes === 0) return 0
  sketch.forgetCount()
  database.modified(key)
  database.notify('$', 'pfadd', key)
  redis.dirty += changes
  return 1
}

function stored(sketch: HyperLogLog): StringValue {
  return new StringValue(fromBytes(sketch.bytes))
}

function pfcount(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  redis.worked += 16_384
  if (argv.length === 2) {
    const key = argv[1] as string
    if (database.read(key) === undefined) return 0
    const sketch = sketchOf(database, key) as HyperLogLog
    if (sketch.isCounted) return sketch.count()
    // The count is kept in the value, which is a change of it.
    database.modified(key)
    redis.dirty++
    return sketch.count()
  }
  const union = HyperLogLog.empty()
  for (const key of argv.slice(1)) union.merge(sketchOf(database, key, true))
  return union.count()
}

function pfmerge(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const target = argv[1] as string
  const union = HyperLogLog.empty()
  for (const key of argv.slice(1)) union.merge(sketchOf(database, key, true))
  if (database.entry(target) === undefined) database.add(target, stored(union))
  else (database.writeOf(target, 'string') as StringValue).text = fromBytes(union.bytes)
  database.modified(target)
  database.notify('$', 'pfadd', target)
  redis.dirty++
  return ok
}

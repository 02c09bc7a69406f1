import { List } from './list'
import { SortedSet } from './sorted-set'
import { StringValue, type Value } from './value'

/** The same value again, sharing nothing that changes. */
export function copyOf(value: Value): Value {
  switch (value.type) {
    case 'string':
      return new StringValue(value.text)
    case 'list': {
      const list = new List()
      list.replace(value.list.slice(0, value.list.size))
      return { type: 'list', list }
    }
    case 'hash':
      return { type: 'hash', fields: new Map(value.fields) }
    case 'set':
      return { type: 'set', members: new Set(value.members) }
    case 'zset': {
      const zset = new SortedSet()
      for (const member of value.zset.members()) zset.set(member, value.zset.score(member) as number)
      return { type: 'zset', zset }
    }
    case 'stream':
      return { type: 'stream', stream: value.stream.copy() }
  }
}

import { doubleText } from './double-text'
import { type Integer, LEAST } from './integer64'
import type { Reply } from './reply'
import type { LuaReply, LuaValue } from './script-library'

const TWO_TO_63 = 4_294_967_296 * 2_147_483_648

/** What a reply is inside a script (RESP2): a missing value is false, integers are doubles. */
export function luaReply(reply: Reply): LuaReply {
  if (typeof reply === 'string' || typeof reply === 'number') return reply
  if (typeof reply === 'bigint') return Number(reply)
  if (reply === null) return false
  if (isArray(reply)) return reply.map(luaReply)
  switch (reply.kind) {
    case 'status':
      return { ok: reply.text }
    case 'error':
      return { err: reply.text }
    case 'map':
    case 'set':
    case 'push':
    case 'sequence':
      return reply.items.map(luaReply)
    case 'double':
      return doubleText(reply.value)
    case 'boolean':
      return reply.value ? 1 : 0
    case 'verbatim':
      return reply.text
    case 'null-array':
    case 'none':
      return false
  }
}

/** What a script's value is as a reply: numbers are cut to integers, an array ends before its first nil. */
export function replyOf(value: LuaValue): Reply {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return integerOf(value)
  if (typeof value === 'boolean') return value ? 1 : null
  if (value === null) return null
  if ('ok' in value) return { kind: 'status', text: value.ok }
  if ('err' in value) return { kind: 'error', text: value.err }
  const end = value.indexOf(null)
  return (end < 0 ? value : value.slice(0, end)).map(replyOf)
}

/** As C casts a double to a long long; what does not fit becomes the least one. */
function integerOf(value: number): Integer {
  const whole = Math.trunc(value)
  if (Number.isSafeInteger(whole)) return whole + 0
  return Math.abs(whole) < TWO_TO_63 ? BigInt(whole) : LEAST
}

function isArray(reply: Reply): reply is readonly Reply[] {
  return Array.isArray(reply)
}

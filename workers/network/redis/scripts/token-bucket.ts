import type { LuaReply } from '../script-library'
import { luaMax, luaMin, numberOr, type Script, serverMicros, wholeText } from './script'

const MILLION = 1_000_000

/**
 * A bucket that fills at a steady rate up to its capacity; in millionths of a token, so that all of it is whole numbers.
 * KEYS: the client; ARGV: capacity, tokens a second, tokens wanted. Answers whether they were there, and how many whole
 * tokens are left.
 */
export const tokenBucket: Script = {
  name: 'token-bucket',
  lua: `local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local capacity = ARGV[1] * 1000000
local rate = tonumber(ARGV[2])
local wanted = ARGV[3] * 1000000
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1] or capacity)
local elapsed = math.max(0, now - tonumber(bucket[2] or now))
tokens = math.min(capacity, tokens + elapsed * rate)
local allowed = 0
if tokens >= wanted then
  tokens = tokens - wanted
  allowed = 1
end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.0f', tokens), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(capacity / rate / 1000))
return {allowed, math.floor(tokens / 1000000)}
`,
  twin(script) {
    const [key = ''] = script.keys
    const now = serverMicros(script, 1)
    const capacity = Number(script.args[0]) * MILLION
    const rate = Number(script.args[1])
    const wanted = Number(script.args[2]) * MILLION
    const [known, at] = script.call(6, 'HMGET', key, 'tokens', 'at') as readonly LuaReply[]
    const [held, since] = [numberOr(known, capacity), numberOr(at, now)]
    if (since === null) return script.fail(8, 'attempt to perform arithmetic on a nil value')
    if (held === null) return script.fail(9, "attempt to perform arithmetic on local 'tokens' (a nil value)")
    const full = luaMin(capacity, held + luaMax(0, now - since) * rate)
    const isAllowed = full >= wanted
    const tokens = isAllowed ? full - wanted : full
    script.call(15, 'HSET', key, 'tokens', wholeText(tokens), 'at', wholeText(now))
    script.call(16, 'PEXPIRE', key, Math.ceil(capacity / rate / 1000))
    return [isAllowed ? 1 : 0, Math.floor(tokens / MILLION)]
  },
}

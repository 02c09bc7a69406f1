import type { LuaReply } from '../script-library'
import { numberOr, type Script, serverMicros, wholeText } from './script'

/**
 * Two counters: requests of this window, and of the one before, weighted by how much of it the sliding window still
 * covers. KEYS: the client; ARGV: the window in microseconds, the limit (at least 1). Answers whether the request passes,
 * and how many more would pass or the microseconds until one does.
 */
export const slidingCounter: Script = {
  name: 'sliding-counter',
  lua: `local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local window = tonumber(ARGV[1])
local limit = tonumber(ARGV[2])
local index = math.floor(now / window)
local state = redis.call('HMGET', KEYS[1], 'index', 'current', 'previous')
local seen = tonumber(state[1] or index)
local current = tonumber(state[2] or 0)
local previous = tonumber(state[3] or 0)
if seen < index then
  previous = seen == index - 1 and current or 0
  current = 0
end
local elapsed = now - index * window
local room = limit * window - previous * (window - elapsed) - current * window
if room < window then
  local function needed(before, others)
    if others >= limit then return window end
    local excess = before - limit + others + 1
    if excess <= 0 then return 0 end
    return math.ceil(excess * window / before)
  end
  local here = needed(previous, current)
  if here < window then return {0, here - elapsed} end
  return {0, window - elapsed + needed(current, 0)}
end
redis.call('HSET', KEYS[1], 'index', string.format('%.0f', index), 'current', current + 1, 'previous', previous)
redis.call('PEXPIRE', KEYS[1], math.ceil(2 * window / 1000))
return {1, math.floor(room / window) - 1}
`,
  twin(script) {
    const [key = ''] = script.keys
    const now = serverMicros(script, 1)
    const window = Number(script.args[0])
    const limit = Number(script.args[1])
    const index = Math.floor(now / window)
    const state = script.call(6, 'HMGET', key, 'index', 'current', 'previous') as readonly LuaReply[]
    const seen = numberOr(state[0], index)
    const counted = numberOr(state[1], 0)
    const before = numberOr(state[2], 0)
    if (seen === null) return script.fail(10, 'attempt to compare nil with number')
    const current = seen < index ? 0 : counted
    const previous = seen < index ? (seen === index - 1 ? (counted ?? 0) : 0) : before
    if (previous === null) return script.fail(15, nilArithmetic('previous'))
    if (current === null) return script.fail(15, nilArithmetic('current'))
    const elapsed = now - index * window
    const room = limit * window - previous * (window - elapsed) - current * window
    if (room < window) {
      const needed = (past: number, others: number): number => {
        const excess = past - limit + others + 1
        if (others >= limit) return window
        return excess <= 0 ? 0 : Math.ceil((excess * window) / past)
      }
      const here = needed(previous, current)
      return [0, here < window ? here - elapsed : window - elapsed + needed(current, 0)]
    }
    script.call(27, 'HSET', key, 'index', wholeText(index), 'current', current + 1, 'previous', previous)
    script.call(28, 'PEXPIRE', key, Math.ceil((2 * window) / 1000))
    return [1, Math.floor(room / window) - 1]
  },
}

function nilArithmetic(local: string): string {
  return `attempt to perform arithmetic on local '${local}' (a nil value)`
}

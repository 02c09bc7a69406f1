import type { Script } from './script'
import { serverMicros } from './script'

/**
 * One entry for each admitted request of the last window: exact, and as large as the limit. KEYS: the client; ARGV:
 * the window in microseconds, the limit (at least 1), a member that no other request has. Answers whether the request
 * passes, and how many more would pass or the microseconds until one does.
 */
export const slidingLog: Script = {
  name: 'sliding-log',
  lua: `local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local window = tonumber(ARGV[1])
local limit = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
local count = redis.call('ZCARD', KEYS[1])
if count >= limit then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return {0, oldest[2] + window - now}
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
return {1, limit - count - 1}
`,
  twin(script) {
    const [key = ''] = script.keys
    const now = serverMicros(script, 1)
    const window = Number(script.args[0])
    const limit = Number(script.args[1])
    script.call(5, 'ZREMRANGEBYSCORE', key, '-inf', now - window)
    const count = script.call(6, 'ZCARD', key) as number
    if (count >= limit) {
      const oldest = script.call(8, 'ZRANGE', key, 0, 0, 'WITHSCORES') as readonly string[]
      return [0, Number(oldest[1]) + window - now]
    }
    script.call(11, 'ZADD', key, now, script.args[2] ?? '')
    script.call(12, 'PEXPIRE', key, Math.ceil(window / 1000))
    return [1, limit - count - 1]
  },
}

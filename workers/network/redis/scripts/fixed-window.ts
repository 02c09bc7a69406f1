import type { Script } from './script'

/**
 * A counter that Redis itself forgets: the window begins with the first request of a client and ends by Redis's clock.
 * KEYS: the client; ARGV: the window in milliseconds, the limit. Answers whether the request passes, and how many more
 * would pass or the microseconds until one does.
 */
export const fixedWindow: Script = {
  name: 'fixed-window',
  lua: `local count = redis.call('INCR', KEYS[1])
if count == 1 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
local limit = tonumber(ARGV[2])
if count > limit then
  return {0, redis.call('PTTL', KEYS[1]) * 1000}
end
return {1, limit - count}
`,
  twin(script) {
    const [key = ''] = script.keys
    const [milliseconds = '', most = ''] = script.args
    const count = script.call(1, 'INCR', key) as number
    if (count === 1) script.call(3, 'PEXPIRE', key, milliseconds)
    const limit = Number(most)
    return count > limit ? [0, (script.call(7, 'PTTL', key) as number) * 1000] : [1, limit - count]
  },
}

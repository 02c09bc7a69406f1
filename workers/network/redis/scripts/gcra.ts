import { luaMax, numberOr, type Script, serverMicros, wholeText } from './script'

/**
 * The generic cell rate algorithm (ITU-T I.371): one number a key, the theoretical time of arrival of the next request
 * at the steady rate. KEYS: the client; ARGV: microseconds between requests, microseconds of burst. Answers whether the
 * request passes, and the burst that is left or the wait until one would pass, in microseconds.
 */
export const gcra: Script = {
  name: 'gcra',
  lua: `local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1])
local burst = tonumber(ARGV[2])
local arrival = math.max(now, tonumber(redis.call('GET', KEYS[1]) or now))
local allowedAt = arrival + interval - burst
if allowedAt > now then
  return {0, allowedAt - now}
end
arrival = arrival + interval
redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000))
return {1, burst - (arrival - now)}
`,
  twin(script) {
    const [key = ''] = script.keys
    const now = serverMicros(script, 1)
    const interval = Number(script.args[0])
    const burst = Number(script.args[1])
    const known = numberOr(script.call(5, 'GET', key), now)
    if (known === null) return script.fail(5, "bad argument #2 to 'max' (number expected, got nil)")
    const arrival = luaMax(now, known)
    const allowedAt = arrival + interval - burst
    if (allowedAt > now) return [0, allowedAt - now]
    const next = arrival + interval
    script.call(11, 'SET', key, wholeText(next), 'PX', Math.ceil((next - now) / 1000))
    return [1, burst - (next - now)]
  },
}

import type { Script } from './script'

/**
 * Takes a lock and draws a token that rises with every holder, so that a store can refuse the writes of an earlier one.
 * KEYS: the lock, the counter; ARGV: the owner's value, milliseconds. Answers the token, or nil when the lock is held.
 */
export const fencingToken: Script = {
  name: 'fencing-token',
  lua: `if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return redis.call('INCR', KEYS[2])
end
return false
`,
  twin(script) {
    const [lock = '', counter = ''] = script.keys
    const [value = '', milliseconds = ''] = script.args
    if (script.call(1, 'SET', lock, value, 'NX', 'PX', milliseconds) === false) return false
    return script.call(2, 'INCR', counter)
  },
}

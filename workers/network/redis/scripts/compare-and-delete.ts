import type { Script } from './script'

/**
 * Releases a lock: deletes the key only while it still holds the owner's value. KEYS: the lock; ARGV: the value.
 * From the Redis documentation, "Distributed Locks with Redis".
 */
export const compareAndDelete: Script = {
  name: 'compare-and-delete',
  lua: `if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
`,
  twin(script) {
    const [key = ''] = script.keys
    if (script.call(1, 'GET', key) !== script.args[0]) return 0
    return script.call(2, 'DEL', key)
  },
}

import type { Script } from './script'

/** Renews a lock while it still holds the owner's value. KEYS: the lock; ARGV: the value, milliseconds from now. */
export const compareAndExtend: Script = {
  name: 'compare-and-extend',
  lua: `if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
`,
  twin(script) {
    const [key = ''] = script.keys
    const [value, milliseconds = ''] = script.args
    if (script.call(1, 'GET', key) !== value) return 0
    return script.call(2, 'PEXPIRE', key, milliseconds)
  },
}

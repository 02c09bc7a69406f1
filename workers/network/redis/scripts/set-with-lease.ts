import type { Script } from './script'

/**
 * Stores a loaded value while its lease is still the loader's: a delete between takes the lease away, so what was read
 * before it cannot come back. KEYS: the value, its lease; ARGV: the token, the text, milliseconds. Answers 1 or 0.
 * Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, §3.2.1.
 */
export const setWithLease: Script = {
  name: 'set-with-lease',
  lua: `if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[2])
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
`,
  twin(script) {
    const [key = '', lease = ''] = script.keys
    const [token = '', text = '', milliseconds = ''] = script.args
    if (script.call(1, 'GET', lease) !== token) return 0
    script.call(4, 'DEL', lease)
    script.call(5, 'SET', key, text, 'PX', milliseconds)
    return 1
  },
}

import type { Script } from './script'

/**
 * Reads a value, or takes the one lease to load it. KEYS: the value, its lease; ARGV: a token, milliseconds of the
 * lease. Answers hit with the value, lease, or wait when another one holds it. Nishtala et al., "Scaling Memcache at
 * Facebook", NSDI 2013, §3.2.1.
 */
export const getOrLease: Script = {
  name: 'get-or-lease',
  lua: `local value = redis.call('GET', KEYS[1])
if value then
  return {'hit', value}
end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return {'lease'}
end
return {'wait'}
`,
  twin(script) {
    const [key = '', lease = ''] = script.keys
    const [token = '', milliseconds = ''] = script.args
    const value = script.call(1, 'GET', key)
    if (typeof value === 'string') return ['hit', value]
    if (script.call(5, 'SET', lease, token, 'NX', 'PX', milliseconds) !== false) return ['lease']
    return ['wait']
  },
}

import type { LuaReply } from '../script-library'
import type { Script } from './script'

/**
 * The first step of an idempotent request: claims the key, or says what has become of the first request with it.
 * KEYS: the idempotency key; ARGV: a fingerprint of the request, milliseconds to keep it. Answers begun, running,
 * mismatch (the key was used for another request), or done with the stored response.
 */
export const idempotencyBegin: Script = {
  name: 'idempotency-begin',
  lua: `local state = redis.call('HMGET', KEYS[1], 'fingerprint', 'response')
if not state[1] then
  redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return {'begun'}
end
if state[1] ~= ARGV[1] then
  return {'mismatch'}
end
if not state[2] then
  return {'running'}
end
return {'done', state[2]}
`,
  twin(script) {
    const [key = ''] = script.keys
    const [fingerprint = '', milliseconds = ''] = script.args
    const [known, response] = script.call(1, 'HMGET', key, 'fingerprint', 'response') as readonly LuaReply[]
    if (known === false) {
      script.call(3, 'HSET', key, 'fingerprint', fingerprint)
      script.call(4, 'PEXPIRE', key, milliseconds)
      return ['begun']
    }
    if (known !== fingerprint) return ['mismatch']
    return typeof response === 'string' ? ['done', response] : ['running']
  },
}

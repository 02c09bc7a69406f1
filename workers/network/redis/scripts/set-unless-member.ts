import type { Script } from './script'

/**
 * Stores a text with an end, unless its key is a member of a set: of what is still to be done with it. KEYS: the key, the
 * set; ARGV: the member, the text, milliseconds. Answers 1, or 0 when it is a member.
 */
export const setUnlessMember: Script = {
  name: 'set-unless-member',
  lua: `if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
`,
  twin(script) {
    const [key = '', set = ''] = script.keys
    const [member = '', text = '', milliseconds = ''] = script.args
    if (script.call(1, 'SISMEMBER', set, member) === 1) return 0
    script.call(4, 'SET', key, text, 'PX', milliseconds)
    return 1
  },
}

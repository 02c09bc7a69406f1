import type { Script } from './script'

/**
 * Stores a text that begins with its version, unless a newer one is there. KEYS: the key; ARGV: the version, the text,
 * milliseconds. Answers 1, or 0 when what is there is newer.
 */
export const setIfNewer: Script = {
  name: 'set-if-newer',
  lua: `local held = redis.call('GET', KEYS[1])
if held and (tonumber(string.match(held, '^%d+')) or 0) > tonumber(ARGV[1]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
`,
  twin(script) {
    const [key = ''] = script.keys
    const [version = '', text = '', milliseconds = ''] = script.args
    const held = script.call(1, 'GET', key)
    if (typeof held === 'string' && Number(/^\d+/.exec(held)?.[0] ?? 0) > Number(version)) return 0
    script.call(5, 'SET', key, text, 'PX', milliseconds)
    return 1
  },
}

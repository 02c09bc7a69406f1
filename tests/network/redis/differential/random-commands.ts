import type { RandomArguments } from './random-arguments'

export type Generator = (random: RandomArguments) => string[]

const strings: readonly Generator[] = [
  (r) => ['GET', r.key('s')],
  (r) => ['SET', r.key('s'), r.value()],
  (r) => ['SET', r.key('s'), r.value(), ...setOptions(r)],
  (r) => ['SETNX', r.key('s'), r.value()],
  (r) => ['SETEX', r.key('s'), r.seconds(), r.value()],
  (r) => ['PSETEX', r.key('s'), r.milliseconds(), r.value()],
  (r) => ['GETSET', r.key('s'), r.value()],
  (r) => ['GETDEL', r.key('s')],
  (r) => ['GETEX', r.key('s'), ...r.maybe(2, () => expiry(r)), ...r.maybe(4, () => ['PERSIST'])],
  (r) => ['MGET', ...r.some(4, () => r.key('s'))],
  (r) => ['MSET', ...r.some(3, () => [r.key('s'), r.value()]).flat()],
  (r) => ['MSETNX', ...r.some(2, () => [r.key('s'), r.value()]).flat()],
  (r) => [r.pick(['INCR', 'DECR']), r.key('s')],
  (r) => [r.pick(['INCRBY', 'DECRBY']), r.key('s'), r.integer()],
  (r) => ['INCRBYFLOAT', r.key('s'), r.float()],
  (r) => ['APPEND', r.key('s'), r.value()],
  (r) => ['STRLEN', r.key('s')],
  (r) => [r.pick(['GETRANGE', 'SUBSTR']), r.key('s'), r.integer(), r.integer()],
  (r) => ['SETRANGE', r.key('s'), r.rarely(3) ? r.integer() : r.smallCount(), r.text()].map(withoutHuge),
  (r) => ['SETBIT', r.key('s'), String(r.random.integer(200)), r.rarely(6) ? r.integer() : String(r.random.integer(2))],
  (r) => ['SETBIT', r.key('s'), r.pick(['-1', '4294967296', 'a', '99999999999999999999']), '1'],
  (r) => ['GETBIT', r.key('s'), r.rarely(3) ? r.integer() : String(r.random.integer(100))],
  (r) => ['BITCOUNT', r.key('s'), ...r.maybe(2, () => [r.integer(), r.integer()]), ...r.maybe(5, () => [unit(r)])],
  (r) => ['BITPOS', r.key('s'), r.pick(['0', '1', '0', '1', '2', 'a']), ...bitRange(r)],
  (r) => ['BITOP', r.pick(['AND', 'or', 'XOR', 'NOT', 'nand']), r.key('s'), ...r.some(3, () => r.key('s'))],
]

function withoutHuge(text: string): string {
  return /^\d{5,9}$/.test(text) ? '12' : text
}

function unit(r: RandomArguments): string {
  return r.pick(['BYTE', 'bit', 'BITS'])
}

function bitRange(r: RandomArguments): string[] {
  const kind = r.random.integer(4)
  if (kind === 0) return []
  if (kind === 1) return [r.integer()]
  return kind === 2 ? [r.integer(), r.integer()] : [r.integer(), r.integer(), unit(r)]
}

function expiry(r: RandomArguments): string[] {
  const kind = r.random.integer(4)
  if (kind === 0) return [r.word('ex'), r.seconds()]
  if (kind === 1) return [r.word('px'), r.milliseconds()]
  return kind === 2 ? [r.word('exat'), r.atSeconds()] : [r.word('pxat'), r.atMilliseconds()]
}

function setOptions(r: RandomArguments): string[] {
  const options = [
    ...r.maybe(2, () => expiry(r)),
    ...r.maybe(4, () => [r.pick(['NX', 'xx'])]),
    ...r.maybe(5, () => [r.word('get')]),
    ...r.maybe(6, () => [r.word('keepttl')]),
    ...r.maybe(40, () => [r.pick(['PERSIST', 'EX', 'junk', 'XX', 'NX'])]),
  ]
  return options.length === 0 ? [r.word('get')] : options
}

const keys: readonly Generator[] = [
  (r) => [r.pick(['DEL', 'UNLINK', 'EXISTS', 'TOUCH']), ...r.some(2, () => anyKey(r))],
  (r) => ['TYPE', anyKey(r)],
  (r) => ['KEYS', r.pattern()],
  () => ['DBSIZE'],
  // RANDOMKEY itself takes the expired keys away that it draws, which are not the same ones.
  (r) => ['RANDOMKEY', r.text()],
  (r) => [
    'SCAN',
    '0',
    'COUNT',
    '1000',
    ...r.maybe(2, () => ['MATCH', r.pattern()]),
    ...r.maybe(3, () => ['TYPE', type(r)]),
  ],
  (r) => ['SCAN', r.pick(['a', '1 ', '99999999999999999999', '1.5'])],
  (r) => ['SCAN', '0', r.pick(['COUNT', 'junk']), r.pick(['0', 'a', '-1', '1.5'])],
  (r) => [r.pick(['RENAME', 'RENAMENX']), ...samePair(r)],
  (r) => [
    'COPY',
    ...samePair(r),
    ...r.maybe(3, () => ['REPLACE']),
    ...r.maybe(8, () => ['DB', r.pick(['1', '0', '99', 'a'])]),
  ],
  (r) => ['MOVE', anyKey(r), r.pick(['0', '1', '16', '-1', 'a', '9999999999'])],
  (r) => ['EXPIRE', anyKey(r), r.seconds(), ...conditions(r)],
  (r) => ['PEXPIRE', anyKey(r), r.milliseconds(), ...conditions(r)],
  (r) => ['EXPIREAT', anyKey(r), r.atSeconds(), ...conditions(r)],
  (r) => ['PEXPIREAT', anyKey(r), r.atMilliseconds(), ...conditions(r)],
  (r) => [r.pick(['TTL', 'PTTL', 'EXPIRETIME', 'PEXPIRETIME', 'PERSIST']), anyKey(r)],
]

function anyKey(r: RandomArguments): string {
  return r.key(r.pick(['s', 'h', 'l', 't', 'z', 'x']))
}

/** Two keys of one family, so that the others keep their types. */
function samePair(r: RandomArguments): [string, string] {
  const family = r.pick(['s', 'h', 'l', 't', 'z', 'x'])
  return [r.key(family), r.key(family)]
}

function type(r: RandomArguments): string {
  return r.pick(['string', 'hash', 'LIST', 'set', 'zset', 'stream', 'none', ''])
}

function conditions(r: RandomArguments): string[] {
  return [
    ...r.maybe(3, () => [r.pick(['NX', 'xx', 'GT', 'lt', 'junk'])]),
    ...r.maybe(12, () => [r.pick(['NX', 'XX', 'GT', 'LT'])]),
  ]
}

const hashes: readonly Generator[] = [
  (r) => [r.pick(['HSET', 'HMSET']), r.key('h'), ...r.some(3, () => [r.text(), r.value()]).flat()],
  (r) => ['HSETNX', r.key('h'), r.text(), r.value()],
  (r) => [r.pick(['HGET', 'HEXISTS', 'HSTRLEN']), r.key('h'), r.text()],
  (r) => ['HMGET', r.key('h'), ...r.some(3, () => r.text())],
  (r) => [r.pick(['HGETALL', 'HKEYS', 'HVALS', 'HLEN']), r.key('h')],
  (r) => ['HDEL', r.key('h'), ...r.some(3, () => r.text())],
  (r) => ['HINCRBY', r.key('h'), r.text(), r.integer()],
  (r) => ['HINCRBYFLOAT', r.key('h'), r.text(), r.float()],
  (r) => [
    'HSCAN',
    r.key('h'),
    '0',
    ...r.maybe(2, () => ['MATCH', r.pattern()]),
    ...r.maybe(3, () => ['COUNT', r.integer()]),
  ],
  (r) => [
    'HRANDFIELD',
    r.key('h'),
    ...r.maybe(2, () => [r.pick(['0', '99', '-3', '1']), ...r.maybe(2, () => ['WITHVALUES'])]),
  ],
  (r) => ['HRANDFIELD', r.key('h'), r.pick(['a', '-9223372036854775808', '4611686018427387904']), 'WITHVALUES'],
]

const lists: readonly Generator[] = [
  (r) => [r.pick(['LPUSH', 'RPUSH', 'LPUSH', 'RPUSH', 'LPUSHX', 'RPUSHX']), r.key('l'), ...r.some(3, () => r.member())],
  (r) => [r.pick(['LPOP', 'RPOP']), r.key('l'), ...r.maybe(3, () => [r.smallCount()])],
  (r) => ['LLEN', r.key('l')],
  (r) => ['LRANGE', r.key('l'), r.integer(), r.integer()],
  (r) => ['LTRIM', r.key('l'), r.pick(['0', '0', '1', '-5', 'a']), r.pick(['-1', '10', '-2', '0'])],
  (r) => ['LINDEX', r.key('l'), r.integer()],
  (r) => ['LSET', r.key('l'), r.integer(), r.member()],
  (r) => ['LINSERT', r.key('l'), r.pick(['BEFORE', 'after', 'near']), r.member(), r.member()],
  (r) => ['LREM', r.key('l'), r.integer(), r.member()],
  (r) => ['LPOS', r.key('l'), r.member(), ...lposOptions(r)],
  (r) => ['LMOVE', r.key('l'), r.key('l'), side(r), side(r)],
  (r) => ['RPOPLPUSH', r.key('l'), r.key('l')],
  (r) => [
    'LMPOP',
    r.pick(['1', '2', '0', '9', 'a']),
    r.key('l'),
    r.key('l'),
    side(r),
    ...r.maybe(3, () => ['COUNT', r.smallCount()]),
  ],
  (r) => ['LMPOP', '1', r.key('l'), side(r), ...r.maybe(2, () => ['COUNT', r.integer()])],
]

function side(r: RandomArguments): string {
  return r.rarely(15) ? 'up' : r.pick(['LEFT', 'right'])
}

function lposOptions(r: RandomArguments): string[] {
  return [
    ...r.maybe(2, () => ['RANK', r.integer()]),
    ...r.maybe(2, () => ['COUNT', r.smallCount()]),
    ...r.maybe(3, () => [r.word('maxlen'), r.smallCount()]),
  ]
}

const sets: readonly Generator[] = [
  (r) => ['SADD', r.key('t'), ...r.some(4, () => r.member())],
  (r) => ['SREM', r.key('t'), ...r.some(3, () => r.member())],
  (r) => ['SISMEMBER', r.key('t'), r.member()],
  (r) => ['SMISMEMBER', r.key('t'), ...r.some(3, () => r.member())],
  (r) => [r.pick(['SMEMBERS', 'SCARD']), r.key('t')],
  (r) => ['SPOP', r.key('t'), r.pick(['100', '100', '0', '-1', 'a'])],
  (r) => [
    'SRANDMEMBER',
    r.key('t'),
    ...r.maybe(2, () => [r.pick(['0', '99', '-3', '1', 'a', '-9223372036854775808'])]),
  ],
  (r) => ['SMOVE', r.key('t'), r.key('t'), r.member()],
  (r) => ['SSCAN', r.key('t'), '0', 'COUNT', '1000', ...r.maybe(2, () => ['MATCH', r.pattern()])],
  (r) => [r.pick(['SINTER', 'SUNION', 'SDIFF']), ...r.some(3, () => r.key('t'))],
  (r) => [r.pick(['SINTERSTORE', 'SUNIONSTORE', 'SDIFFSTORE']), r.key('t'), ...r.some(3, () => r.key('t'))],
  (r) => [
    'SINTERCARD',
    r.pick(['1', '2', '3', '0', 'a']),
    r.key('t'),
    r.key('t'),
    ...r.maybe(3, () => ['LIMIT', r.integer()]),
  ],
  (r) => ['SINTERCARD', '2', r.key('t'), r.key('t'), ...r.maybe(2, () => ['LIMIT', r.smallCount()])],
]

/** Commands by family; each family is as likely as the next. */
export const families: Readonly<Record<string, readonly Generator[]>> = { strings, keys, hashes, lists, sets }

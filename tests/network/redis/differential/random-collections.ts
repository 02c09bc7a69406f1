import type { RandomArguments } from './random-arguments'
import type { Generator } from './random-commands'

export const zsets: readonly Generator[] = [
  (r) => ['ZADD', r.key('z'), ...addOptions(r), ...r.some(3, () => [r.float(), r.member()]).flat()],
  (r) => ['ZADD', r.key('z'), ...r.some(4, () => [String(r.random.integer(9)), r.member()]).flat()],
  (r) => ['ZINCRBY', r.key('z'), r.float(), r.member()],
  (r) => ['ZREM', r.key('z'), ...r.some(3, () => r.member())],
  (r) => [r.pick(['ZSCORE', 'ZRANK', 'ZREVRANK']), r.key('z'), r.member()],
  (r) => ['ZMSCORE', r.key('z'), ...r.some(3, () => r.member())],
  (r) => ['ZCARD', r.key('z')],
  (r) => ['ZCOUNT', r.key('z'), score(r), score(r)],
  (r) => ['ZADD', lexKey(r), ...r.some(3, () => ['0', r.member()]).flat()],
  (r) => ['ZLEXCOUNT', lexKey(r), lex(r), lex(r)],
  (r) => ['ZRANGE', ...range(r)],
  (r) => ['ZRANGESTORE', r.key('z'), ...range(r)],
  (r) => [r.pick(['ZREVRANGE', 'ZRANGE']), r.key('z'), r.integer(), r.integer(), ...r.maybe(2, () => ['WITHSCORES'])],
  (r) => ['ZRANGEBYSCORE', r.key('z'), score(r), score(r), ...scoreOptions(r)],
  (r) => ['ZREVRANGEBYSCORE', r.key('z'), score(r), score(r), ...scoreOptions(r)],
  (r) => [r.pick(['ZRANGEBYLEX', 'ZREVRANGEBYLEX']), lexKey(r), lex(r), lex(r), ...r.maybe(3, () => limit(r))],
  (r) => ['ZREMRANGEBYSCORE', r.key('z'), score(r), score(r)],
  (r) => ['ZREMRANGEBYRANK', r.key('z'), r.integer(), r.integer()],
  (r) => ['ZREMRANGEBYLEX', lexKey(r), lex(r), lex(r)],
  (r) => [r.pick(['ZPOPMIN', 'ZPOPMAX']), r.key('z'), ...r.maybe(2, () => [r.smallCount()])],
  (r) => ['ZMPOP', '1', r.key('z'), edge(r), ...r.maybe(2, () => ['COUNT', r.smallCount()])],
  (r) => ['ZMPOP', r.pick(['2', '0', 'a', '9']), r.key('z'), r.key('z'), edge(r)],
  (r) => ['ZSCAN', r.key('z'), '0', ...r.maybe(2, () => ['MATCH', r.pattern()])],
  (r) => [
    'ZRANDMEMBER',
    r.key('z'),
    ...r.maybe(2, () => [r.pick(['0', '99', '-3', '1', 'a']), ...r.maybe(2, () => ['WITHSCORES'])]),
  ],
  (r) => [
    r.pick(['ZUNION', 'ZINTER']),
    '2',
    zsetOrSet(r),
    zsetOrSet(r),
    ...combination(r),
    ...r.maybe(2, () => ['WITHSCORES']),
  ],
  (r) => [r.pick(['ZUNIONSTORE', 'ZINTERSTORE']), r.key('z'), '2', zsetOrSet(r), zsetOrSet(r), ...combination(r)],
  (r) => ['ZDIFF', '2', zsetOrSet(r), zsetOrSet(r), ...r.maybe(2, () => ['WITHSCORES'])],
  (r) => ['ZDIFFSTORE', r.key('z'), r.pick(['1', '2', '0', '5', 'a']), zsetOrSet(r), zsetOrSet(r)],
  (r) => ['ZINTERCARD', '2', zsetOrSet(r), zsetOrSet(r), ...r.maybe(2, () => ['LIMIT', r.smallCount()])],
]

function addOptions(r: RandomArguments): string[] {
  return [
    ...r.maybe(5, () => [r.pick(['NX', 'xx'])]),
    ...r.maybe(5, () => [r.pick(['GT', 'lt'])]),
    ...r.maybe(4, () => [r.word('ch')]),
    ...r.maybe(8, () => [r.word('incr')]),
  ]
}

function score(r: RandomArguments): string {
  const kind = r.random.integer(4)
  if (kind === 0) return r.pick(['-inf', '+inf', 'inf', '(1', '(5', '(inf', '(', 'a', '(a', ''])
  return kind === 1 ? r.float() : String(r.random.integer(9))
}

function lex(r: RandomArguments): string {
  const kind = r.random.integer(4)
  if (kind === 0) return r.pick(['-', '+'])
  return kind === 1 ? r.pick(['[', '(', 'a', '', '+a', '-a']) : r.pick(['[', '(']) + r.member()
}

function limit(r: RandomArguments): string[] {
  return ['LIMIT', r.smallCount(), r.rarely(4) ? '-1' : r.smallCount()]
}

function scoreOptions(r: RandomArguments): string[] {
  return [...r.maybe(2, () => [r.word('withscores')]), ...r.maybe(3, () => limit(r))]
}

/** All members of these have one score, without which ranges of members mean nothing. */
function lexKey(r: RandomArguments): string {
  return r.rarely(20) ? r.pick(['s0', 'h0', 'none']) : `y${r.random.integer(2)}`
}

/** A key and a range of it. */
function range(r: RandomArguments): string[] {
  const kind = r.random.integer(3)
  const ranks = [r.key('z'), r.integer(), r.integer()]
  const scores = [r.key('z'), score(r), score(r), 'BYSCORE']
  const bounds = kind === 0 ? ranks : kind === 1 ? scores : [lexKey(r), lex(r), lex(r), 'bylex']
  return [
    ...bounds,
    ...r.maybe(3, () => [r.word('rev')]),
    ...r.maybe(3, () => limit(r)),
    ...r.maybe(3, () => ['WITHSCORES']),
  ]
}

function edge(r: RandomArguments): string {
  return r.rarely(12) ? 'mid' : r.pick(['MIN', 'max'])
}

function zsetOrSet(r: RandomArguments): string {
  return r.key(r.rarely(5) ? 't' : 'z')
}

function combination(r: RandomArguments): string[] {
  return [
    ...r.maybe(3, () => ['WEIGHTS', r.float(), r.float()]),
    ...r.maybe(3, () => [r.word('aggregate'), r.pick(['SUM', 'min', 'MAX', 'avg'])]),
  ]
}

export const streams: readonly Generator[] = [
  (r) => [
    'XADD',
    r.key('x'),
    ...trimmed(r),
    r.rarely(2) ? '*' : r.streamId(),
    ...r.some(2, () => [r.text(), r.value()]).flat(),
  ],
  (r) => ['XADD', r.key('x'), '*', 'field', r.value()],
  (r) => [
    'XADD',
    r.key('x'),
    ...r.maybe(3, () => ['NOMKSTREAM']),
    r.pick(['5-*', '*', '1700000000000-*', '1-1']),
    'a',
    '1',
  ],
  (r) => ['XLEN', r.key('x')],
  (r) => [
    r.pick(['XRANGE', 'XREVRANGE']),
    r.key('x'),
    r.bound(),
    r.bound(),
    ...r.maybe(3, () => ['COUNT', r.smallCount()]),
  ],
  (r) => ['XRANGE', r.key('x'), '-', '+'],
  (r) => ['XDEL', r.key('x'), ...r.some(2, () => r.streamId())],
  (r) => ['XTRIM', r.key('x'), ...trim(r)],
  (r) => [
    'XSETID',
    r.key('x'),
    r.streamId(),
    ...r.maybe(4, () => ['ENTRIESADDED', r.integer(), 'MAXDELETEDID', r.streamId()]),
  ],
  (r) => [
    'XREAD',
    ...r.maybe(3, () => ['COUNT', r.smallCount()]),
    'STREAMS',
    r.key('x'),
    r.key('x'),
    r.streamId(),
    r.streamId(),
  ],
  (r) => ['XREAD', ...r.maybe(3, () => ['COUNT', r.integer()]), 'STREAMS', r.key('x'), '0'],
  (r) => [
    'XGROUP',
    'CREATE',
    r.key('x'),
    group(r),
    r.pick(['0', '$', '5', '1-1']),
    ...r.maybe(2, () => ['MKSTREAM']),
    ...read(r),
  ],
  (r) => ['XGROUP', 'SETID', r.key('x'), group(r), r.rarely(2) ? '$' : r.streamId(), ...read(r)],
  (r) => ['XGROUP', r.pick(['CREATECONSUMER', 'delconsumer', 'CREATECONSUMER']), r.key('x'), group(r), consumer(r)],
  (r) =>
    r.rarely(6) ? ['XGROUP', 'DESTROY', r.key('x'), group(r)] : ['XGROUP', r.pick(['HELP2', 'destroy', 'create'])],
  (r) => [
    'XREADGROUP',
    'GROUP',
    group(r),
    consumer(r),
    ...r.maybe(3, () => ['COUNT', r.smallCount()]),
    ...r.maybe(5, () => ['NOACK']),
    'STREAMS',
    r.key('x'),
    r.rarely(3) ? '0' : '>',
  ],
  (r) => ['XREADGROUP', 'GROUP', group(r), consumer(r), 'STREAMS', r.key('x'), '>'],
  (r) => ['XACK', r.key('x'), group(r), ...r.some(2, () => r.streamId())],
  (r) => ['XPENDING', r.key('x'), group(r)],
  (r) => [
    'XPENDING',
    r.key('x'),
    group(r),
    ...r.maybe(3, () => ['IDLE', r.integer()]),
    r.bound(),
    r.bound(),
    r.smallCount(),
    ...r.maybe(3, () => [consumer(r)]),
  ],
  (r) => ['XPENDING', r.key('x'), group(r), '-', '+', '10'],
  (r) => [
    'XCLAIM',
    r.key('x'),
    group(r),
    consumer(r),
    r.pick(['0', '100', '5000', 'a', '-1']),
    ...r.some(3, () => r.streamId()),
    ...claim(r),
  ],
  (r) => [
    'XAUTOCLAIM',
    r.key('x'),
    group(r),
    consumer(r),
    r.pick(['0', '100', '5000', 'a', '-1']),
    r.rarely(2) ? '0' : r.bound(),
    ...r.maybe(2, () => ['COUNT', r.smallCount()]),
    ...r.maybe(3, () => ['JUSTID']),
  ],
  (r) => ['XINFO', 'STREAM', r.key('x'), ...r.maybe(2, () => ['FULL', ...r.maybe(2, () => ['COUNT', r.smallCount()])])],
  (r) => ['XINFO', 'GROUPS', r.key('x')],
  (r) => ['XINFO', r.pick(['CONSUMERS', 'consumers', 'GROUPS']), r.key('x'), group(r)],
]

function group(r: RandomArguments): string {
  return r.pick(['g', 'g', 'g', 'h', 'none'])
}

function consumer(r: RandomArguments): string {
  return r.pick(['ann', 'bob', 'cy'])
}

function read(r: RandomArguments): string[] {
  return r.maybe(6, () => ['ENTRIESREAD', r.integer()])
}

function trim(r: RandomArguments): string[] {
  const sign = r.maybe(3, () => [r.pick(['~', '=', '~'])])
  const limited = r.maybe(6, () => ['LIMIT', r.smallCount()])
  return r.rarely(2)
    ? [r.word('maxlen'), ...sign, r.smallCount(), ...limited]
    : ['MINID', ...sign, r.streamId(), ...limited]
}

function trimmed(r: RandomArguments): string[] {
  return r.maybe(6, () => trim(r))
}

function claim(r: RandomArguments): string[] {
  return [
    ...r.maybe(4, () => ['FORCE']),
    ...r.maybe(4, () => ['JUSTID']),
    ...r.maybe(5, () => ['IDLE', r.integer()]),
    ...r.maybe(6, () => ['TIME', r.atMilliseconds()]),
    ...r.maybe(5, () => ['RETRYCOUNT', r.integer()]),
    ...r.maybe(6, () => ['LASTID', r.streamId()]),
  ]
}

const sketch = (r: RandomArguments): string => `hll${r.random.integer(3)}`

export const sketches: readonly Generator[] = [
  (r) => ['PFADD', sketch(r), ...r.some(6, () => String(r.random.integer(5000)))],
  (r) => ['PFADD', sketch(r), ...r.some(3, () => r.value())],
  (r) => ['PFCOUNT', ...r.some(2, () => sketch(r))],
  (r) => ['PFCOUNT', r.key('s')],
  (r) => ['PFMERGE', sketch(r), ...r.some(2, () => sketch(r))],
  (r) => ['DEL', sketch(r)],
]

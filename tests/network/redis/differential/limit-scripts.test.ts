import type { RandomStream } from '../../../../workers/kernel/random'
import { gcra } from '../../../../workers/network/redis/scripts/gcra'
import { slidingCounter } from '../../../../workers/network/redis/scripts/sliding-counter'
import { slidingLog } from '../../../../workers/network/redis/scripts/sliding-log'
import { tokenBucket } from '../../../../workers/network/redis/scripts/token-bucket'
import { evaluation, testAgainstRedis } from './script-runs'

/* The limiters whose state somebody else has written: what is no number to Lua is an error at the line that needs one. */

const STATES = [
  ...[
    '',
    '0',
    '7',
    ' 7\n',
    '\u00a07',
    '+7',
    '-3',
    '-0',
    '1.5',
    '2.5',
    '.5',
    '5.',
    '1e3',
    '1e400',
    '1e-400',
    '1e',
    '0x1F',
    '0x',
    '0x1p4',
  ],
  ...[
    'inf',
    '-inf',
    'Infinity',
    'nan',
    'seven',
    '7 8',
    '7\u0000x',
    '1700000000',
    '1699999999',
    '340000000',
    '9007199254740993',
  ],
] as const

function draw(lots: RandomStream): string[] {
  const window = lots.pick(['1000000', '5000000'])
  const limit = lots.pick(['1', '3'])
  switch (lots.integer(9)) {
    case 0:
      return evaluation(
        tokenBucket,
        ['bucket'],
        [lots.pick(['5', '100']), lots.pick(['1', '7']), lots.pick(['1', '3'])],
      )
    case 1:
      return evaluation(slidingCounter, ['counter'], [window, limit])
    case 2:
      return evaluation(gcra, ['gcra'], [lots.pick(['100000', '3']), lots.pick(['0', '500000'])])
    case 3:
      return evaluation(slidingLog, ['log'], [window, limit, `m${lots.integer(5)}`])
    case 4:
      return ['HSET', 'bucket', lots.pick(['tokens', 'at']), lots.pick(STATES)]
    case 5:
      return ['HSET', 'counter', lots.pick(['index', 'current', 'previous']), lots.pick(STATES)]
    case 6:
      return lots.chance(1, 2) ? ['SET', 'gcra', lots.pick(STATES)] : ['ZADD', 'log', lots.pick(STATES), 'other']
    case 7:
      return lots.chance(1, 2) ? ['DEL', lots.pick(['bucket', 'counter', 'gcra', 'log'])] : ['GET', 'gcra']
    default:
      return lots.pick([
        ['HMGET', 'bucket', 'tokens', 'at'],
        ['HMGET', 'counter', 'index', 'current', 'previous'],
        ['ZRANGE', 'log', '0', '-1', 'WITHSCORES'],
        ['PTTL', 'bucket'],
      ])
  }
}

testAgainstRedis('limiters on what others wrote', { seeds: 30, longestMs: 3_000, draw })

import type { Generator } from './random-commands'

const channel = ['news', 'chat', 'n', '__keyevent@0__:set', '__keyspace@0__:s0']

/** Commands about the connection and the server. */
export const connection: readonly Generator[] = [
  (r) => ['PING', ...r.maybe(2, () => [r.text()])],
  (r) => ['ECHO', r.value()],
  () => ['TIME'],
  (r) => ['SELECT', r.pick(['0', '0', '0', '16', '-1', 'a', '99999999999', ''])],
  (r) => ['CLIENT', r.pick(['GETNAME', 'getname', 'nonsense', 'GETREDIR'])],
  (r) => ['CLIENT', 'SETNAME', r.text()],
  (r) => [r.pick(['GETT', 'nonsense', 'XX\r\nYY', 'a'.repeat(200)]), ...r.some(4, () => r.value())],
  (r) => ['CONFIG', 'GET', r.pick(['maxmemory', 'notify-keyspace-events', 'none', 'hz'])],
  (r) => ['CONFIG', 'SET', 'notify-keyspace-events', r.pick(['', 'KEA', 'K$', 'Exg', 'AKEmn', 'KEx$lshzt', 'q'])],
  (r) => ['HELLO', ...r.maybe(2, () => [r.pick(['1', '4', 'a', '5'])])],
  (r) => ['AUTH', r.text(), ...r.maybe(2, () => [r.text()])],
  (r) => ['WAIT', '0', r.pick(['0', '1', '-1', 'a'])],
  (r) =>
    r.rarely(8)
      ? [r.pick(['FLUSHDB', 'FLUSHALL']), ...r.maybe(3, () => [r.pick(['ASYNC', 'sync', 'now'])])]
      : ['DBSIZE'],
  (r) => (r.rarely(4) ? ['SWAPDB', r.pick(['0', '1', 'a', '16']), r.pick(['1', '1', 'b', '99'])] : ['DBSIZE']),
  (r) => ['SCRIPT', r.pick(['EXISTS', 'exists']), ...r.some(2, () => r.text())],
  (r) => [r.pick(['EXEC', 'DISCARD', 'UNWATCH'])],
  () => ['DISCARD'],
]

/**
 * For the RESP3 client, which may hear messages among its replies: it listens only to what others publish, because Redis
 * puts what a command brings about before, behind or inside its reply.
 */
export const listening: readonly Generator[] = [
  (r) => ['SUBSCRIBE', ...r.some(2, () => r.pick(['news', 'chat', 'n']))],
  (r) => ['UNSUBSCRIBE', ...r.maybe(2, () => [r.pick(channel)])],
  () => ['PSUBSCRIBE', 'n*'],
  () => ['PUNSUBSCRIBE'],
  (r) => ['PUBSUB', 'NUMSUB', ...r.some(2, () => r.pick(channel))],
  () => ['RESET'],
]

export const pubsub: readonly Generator[] = [
  (r) => ['SUBSCRIBE', ...r.some(2, () => r.pick(channel))],
  (r) => ['UNSUBSCRIBE', ...r.maybe(2, () => [r.pick(channel)])],
  () => ['UNSUBSCRIBE'],
  (r) => ['PSUBSCRIBE', r.pick(['n*', '*', '__key*'])],
  () => ['PUNSUBSCRIBE'],
  (r) => ['PUBLISH', r.pick(channel), r.value()],
  (r) => ['PUBSUB', r.pick(['CHANNELS', 'NUMPAT', 'numpat', 'junk'])],
  (r) => ['PUBSUB', 'NUMSUB', ...r.some(2, () => r.pick(channel))],
  () => ['RESET'],
]

const seconds = ['1', '0.5', '10', '2.25']

export const blocking: readonly Generator[] = [
  (r) => [r.pick(['BLPOP', 'BRPOP']), ...r.some(2, () => r.key('l')), r.pick(seconds)],
  (r) => ['BLMOVE', r.key('l'), r.key('l'), r.pick(['LEFT', 'RIGHT']), r.pick(['LEFT', 'RIGHT']), r.pick(seconds)],
  (r) => ['BRPOPLPUSH', r.key('l'), r.key('l'), r.pick(seconds)],
  (r) => [
    'BLMPOP',
    r.pick(seconds),
    '2',
    r.key('l'),
    r.key('l'),
    r.pick(['LEFT', 'RIGHT']),
    ...r.maybe(2, () => ['COUNT', '2']),
  ],
  (r) => [r.pick(['BZPOPMIN', 'BZPOPMAX']), ...r.some(2, () => r.key('z')), r.pick(seconds)],
  (r) => ['BZMPOP', r.pick(seconds), '1', r.key('z'), r.pick(['MIN', 'MAX']), ...r.maybe(2, () => ['COUNT', '2'])],
  (r) => ['XREAD', ...r.maybe(2, () => ['COUNT', '1']), 'BLOCK', r.pick(['100', '5000']), 'STREAMS', r.key('x'), '$'],
  (r) => ['XREADGROUP', 'GROUP', 'g', 'ann', 'BLOCK', r.pick(['100', '5000']), 'STREAMS', r.key('x'), '>'],
  (r) => ['BLPOP', r.key('l'), r.pick(['a', '-1', 'inf', '1e30', 'nan', ''])],
  (r) => ['XREAD', 'BLOCK', r.pick(['a', '-1', '1.5', '']), 'STREAMS', r.key('x'), '$'],
]

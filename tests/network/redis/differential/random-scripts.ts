import type { Redis } from '../../../../workers/network/redis/redis'
import { scripts as all, registerAll } from '../../../../workers/network/redis/scripts/all-scripts'
import { sha1 } from '../../../../workers/network/redis/sha1'
import type { RandomArguments } from './random-arguments'
import type { Generator } from './random-commands'

const luaOf = (name: string): string => all.find((script) => script.name === name)?.lua ?? ''

/** By text, or by digest, which the server may not know yet. */
function evaluate(r: RandomArguments, name: string, keys: readonly string[], args: readonly string[]): string[] {
  const lua = luaOf(name)
  const start = r.rarely(4) ? ['EVALSHA', sha1(lua)] : ['EVAL', lua]
  return [...start, String(keys.length), ...keys, ...args]
}

/** A key of the locks and one that holds something else now and then, so that a call inside the script fails. */
const lock = (r: RandomArguments): string => r.key('s')
const own = (r: RandomArguments, name: string): string => (r.rarely(25) ? r.key('l') : `${name}${r.random.integer(2)}`)

export const scripts: readonly Generator[] = [
  (r) => evaluate(r, 'compare-and-delete', [lock(r)], [r.value()]),
  (r) => evaluate(r, 'compare-and-extend', [lock(r)], [r.value(), r.milliseconds()]),
  (r) => evaluate(r, 'fencing-token', [lock(r), r.key('s')], [r.value(), r.milliseconds()]),
  (r) =>
    evaluate(r, 'gcra', [own(r, 'gcra')], [r.pick(['100000', '1000000', '3']), r.pick(['0', '500000', '5000000'])]),
  (r) =>
    evaluate(
      r,
      'token-bucket',
      [own(r, 'bucket')],
      [r.pick(['5', '100']), r.pick(['1', '7', '50']), r.pick(['1', '3', '0'])],
    ),
  (r) =>
    evaluate(
      r,
      'sliding-log',
      [own(r, 'log')],
      [r.pick(['1000000', '5000000']), r.pick(['1', '3']), `m${r.random.integer(1000)}`],
    ),
  (r) => evaluate(r, 'sliding-counter', [own(r, 'counter')], [r.pick(['1000000', '5000000']), r.pick(['1', '3', '5'])]),
  (r) => evaluate(r, 'fixed-window', [own(r, 'window')], [r.pick(['1000', '5000']), r.pick(['0', '1', '5'])]),
  (r) => evaluate(r, 'idempotency-begin', [own(r, 'once')], [r.pick(['a', 'b']), r.milliseconds()]),
  (r) => ['HSET', own(r, 'once'), 'response', r.value()],
  (r) => ['SCRIPT', 'LOAD', luaOf(r.pick(['gcra', 'sliding-log', 'compare-and-delete']))],
  (r) => ['SCRIPT', 'EXISTS', sha1(luaOf('gcra')), sha1(luaOf('token-bucket')).toUpperCase(), r.text()],
  (r) =>
    r.rarely(5)
      ? ['SCRIPT', 'FLUSH', ...r.maybe(2, () => [r.pick(['ASYNC', 'sync', 'now'])])]
      : ['SCRIPT', 'EXISTS', 'a'],
  (r) => ['EVALSHA', 'ffffffffffffffffffffffffffffffffffffffff', r.pick(['0', '1', '-1', 'a', '9']), r.key('s')],
  (r) => ['EVAL', luaOf('compare-and-delete'), r.pick(['2', '-1', 'a', '9']), r.key('s')],
  (r) => [r.pick(['EVAL_RO', 'eval_ro']), luaOf('compare-and-delete'), '1', lock(r), r.value()],
]

export function registerScripts({ scripts: library }: Redis): void {
  registerAll(library)
}

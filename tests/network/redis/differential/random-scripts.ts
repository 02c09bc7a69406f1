import type { Redis } from '../../../../workers/network/redis/redis'
import type { Generator } from './random-commands'

export const scripts: readonly Generator[] = [
  (r) => ['EVALSHA', 'ffffffffffffffffffffffffffffffffffffffff', r.pick(['0', '1', '-1', 'a', '9']), r.key('s')],
]

export function registerScripts(_redis: Redis): void {}

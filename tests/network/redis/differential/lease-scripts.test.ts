import type { RandomStream } from '../../../../workers/kernel/random'
import { getOrLease } from '../../../../workers/network/redis/scripts/get-or-lease'
import { setIfNewer } from '../../../../workers/network/redis/scripts/set-if-newer'
import { setUnlessMember } from '../../../../workers/network/redis/scripts/set-unless-member'
import { setWithLease } from '../../../../workers/network/redis/scripts/set-with-lease'
import { evaluation, testAgainstRedis } from './script-runs'

/* The scripts of a shared cache, on few keys so that leases are held, taken away and outlived. */

function draw(lots: RandomStream): string[] {
  const key = lots.pick(['k1', 'k2', 'list'])
  const version = lots.pick(['0', '3', '17', '170', '9007199254740993'])
  const milliseconds = lots.pick(['1', '20', '1000', '0', 'soon'])
  switch (lots.integer(8)) {
    case 0:
      return evaluation(getOrLease, [key, `lease:${key}`], [lots.pick(['t1', 't2']), milliseconds])
    case 1:
      return evaluation(setWithLease, [key, `lease:${key}`], [lots.pick(['t1', 't2']), `${version}|text`, milliseconds])
    case 2:
      return evaluation(setIfNewer, [key], [version, `${version}|text`, milliseconds])
    case 3:
      return ['SET', key, lots.pick(['5|old', 'no version', '99', ''])]
    case 4:
      return lots.chance(1, 4) ? ['RPUSH', 'list', 'one'] : ['DEL', key, `lease:${key}`]
    case 5:
      return evaluation(
        setUnlessMember,
        [key, lots.pick(['dirty', 'dirty', 'list'])],
        [key, `${version}|text`, milliseconds],
      )
    case 6:
      return [lots.pick(['SADD', 'SREM']), 'dirty', key]
    default:
      return ['PTTL', lots.pick([key, `lease:${key}`])]
  }
}

testAgainstRedis('leases and versions', { seeds: 50, longestMs: 30, draw })

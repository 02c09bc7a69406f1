import { AdaptiveReplacement } from '../../../workers/algorithms/eviction/adaptive-replacement'
import { Belady } from '../../../workers/algorithms/eviction/belady'
import type { Policy } from '../../../workers/algorithms/eviction/eviction-policy'
import { Expiring } from '../../../workers/algorithms/eviction/expiring'
import { FirstInFirstOut } from '../../../workers/algorithms/eviction/first-in-first-out'
import { Future } from '../../../workers/algorithms/eviction/future'
import { LeastFrequentlyUsed } from '../../../workers/algorithms/eviction/least-frequently-used'
import { LeastRecentlyUsed } from '../../../workers/algorithms/eviction/least-recently-used'
import { PerfectLfu } from '../../../workers/algorithms/eviction/perfect-lfu'
import { RedisLfu } from '../../../workers/algorithms/eviction/redis-lfu'
import { RedisLru } from '../../../workers/algorithms/eviction/redis-lru'
import { S3Fifo } from '../../../workers/algorithms/eviction/s3-fifo'
import { Sieve } from '../../../workers/algorithms/eviction/sieve'
import type { Tell } from '../../../workers/algorithms/eviction/step'
import { TwoQueues } from '../../../workers/algorithms/eviction/two-queues'
import { WindowTinyLfu } from '../../../workers/algorithms/eviction/window-tiny-lfu'
import { RandomStream } from '../../../workers/kernel/random'

export type Create = (capacity: number, tell?: Tell) => Policy

const lots = () => RandomStream.named(7, 'eviction')

/** Every policy that decides without the future, by name. */
export const onlinePolicies: Readonly<Record<string, Create>> = {
  LRU: (capacity, tell) => new LeastRecentlyUsed(capacity, tell),
  FIFO: (capacity, tell) => new FirstInFirstOut(capacity, tell),
  LFU: (capacity, tell) => new LeastFrequentlyUsed(capacity, tell),
  'perfect LFU': (capacity, tell) => new PerfectLfu(capacity, tell),
  '2Q': (capacity, tell) => new TwoQueues(capacity, tell),
  ARC: (capacity, tell) => new AdaptiveReplacement(capacity, tell),
  'S3-FIFO': (capacity, tell) => new S3Fifo(capacity, tell),
  SIEVE: (capacity, tell) => new Sieve(capacity, tell),
  'W-TinyLFU': (capacity, tell) => new WindowTinyLfu(capacity, tell),
  'Redis LRU': (capacity, tell) => new RedisLru(capacity, lots(), tell),
  'Redis LFU': (capacity, tell) => new RedisLfu(capacity, lots(), { decayMicros: 50 }, tell),
  'LRU with a time to live': (capacity, tell) =>
    new Expiring((heard) => new LeastRecentlyUsed(capacity, heard), 100, tell),
}

/** Asks for every key in turn, one a microsecond from 1 on, and takes in what is missed. @returns the number of hits. */
export function hitsOf(policy: Policy, keys: readonly string[], countFrom = 0): number {
  let hits = 0
  for (let turn = 0; turn < keys.length; turn++) {
    const key = keys[turn] as string
    if (!policy.get(key, turn + 1)) policy.set(key, turn + 1)
    else if (turn >= countFrom) hits++
  }
  return hits
}

/** Hits of Belady's optimum on the same keys. */
export function optimalHits(capacity: number, keys: readonly string[]): number {
  return hitsOf(new Belady(capacity, new Future(keys)), keys)
}

import { AdaptiveReplacement } from '../../algorithms/eviction/adaptive-replacement'
import { Belady } from '../../algorithms/eviction/belady'
import { capacityProblem, type Policy } from '../../algorithms/eviction/eviction-policy'
import { Expiring } from '../../algorithms/eviction/expiring'
import { FirstInFirstOut } from '../../algorithms/eviction/first-in-first-out'
import type { Future } from '../../algorithms/eviction/future'
import { GuideLru } from '../../algorithms/eviction/guide-lru'
import { LeastFrequentlyUsed } from '../../algorithms/eviction/least-frequently-used'
import { LeastRecentlyUsed } from '../../algorithms/eviction/least-recently-used'
import { RedisLfu } from '../../algorithms/eviction/redis-lfu'
import { RedisLru } from '../../algorithms/eviction/redis-lru'
import { S3Fifo } from '../../algorithms/eviction/s3-fifo'
import { Sieve } from '../../algorithms/eviction/sieve'
import type { Tell } from '../../algorithms/eviction/step'
import { TwoQueues } from '../../algorithms/eviction/two-queues'
import { WindowTinyLfu } from '../../algorithms/eviction/window-tiny-lfu'
import type { RandomStream } from '../../kernel/random'
import type { Values } from '../../scenario/parameters'

/** What some policies need besides a capacity. */
export interface PolicyNeeds {
  readonly values: Values
  readonly future: Future
  readonly lots: RandomStream
}

const SETS: Readonly<Record<string, readonly string[]>> = {
  classic: ['lru', 'lfu', 'fifo', 'optimum'],
  modern: ['lru', 'tiny-lfu', 's3-fifo', 'sieve'],
  redis: ['lru', 'redis-lru', 'lfu', 'redis-lfu'],
  expiry: ['lru', 'lru-ttl'],
  guide: ['guide-lru', 'lru'],
}

/** Ids of the policies that a variant compares, in the order in which their caches stand. */
export function policiesOf(variant: string, values: Values): readonly string[] {
  const set = SETS[variant]
  if (set !== undefined) return set
  return [1, 2, 3, 4].map((place) => values.text(`policy-${place}`)).filter((policy) => policy !== 'none')
}

/** The capacity that the caches are given, which in the guide's variant may be none that a cache can have. */
export function capacityOf(variant: string, values: Values): number {
  if (variant !== 'guide') return values.number('capacity')
  switch (values.text('setting')) {
    case 'zero':
      return 0
    case 'negative':
      return -5
    case 'no-number':
      return Number.NaN
    default:
      return values.number('capacity')
  }
}

/** A new policy, or the sentence with which it refuses its capacity; only the guide's refuses none. */
export function createPolicy(id: string, capacity: number, needs: PolicyNeeds, tell: Tell): Policy | string {
  if (id === 'guide-lru') return new GuideLru(capacity, tell)
  const { values, future, lots } = needs
  const problem = capacityProblem(capacity)
  if (problem !== null) return problem
  switch (id) {
    case 'lru':
      return new LeastRecentlyUsed(capacity, tell)
    case 'lfu':
      return new LeastFrequentlyUsed(capacity, tell)
    case 'fifo':
      return new FirstInFirstOut(capacity, tell)
    case '2q':
      return new TwoQueues(capacity, tell)
    case 'arc':
      return new AdaptiveReplacement(capacity, tell)
    case 'tiny-lfu':
      return new WindowTinyLfu(capacity, tell)
    case 's3-fifo':
      return new S3Fifo(capacity, tell)
    case 'sieve':
      return new Sieve(capacity, tell)
    case 'redis-lru':
      return new RedisLru(capacity, lots, tell)
    case 'redis-lfu':
      return new RedisLfu(capacity, lots, { decayMicros: values.number('decay') }, tell)
    case 'lru-ttl':
      return new Expiring((heard) => new LeastRecentlyUsed(capacity, heard), values.number('ttl'), tell)
    case 'optimum':
      return new Belady(capacity, future, tell)
    default:
      throw new Error(`there is no policy ${id}`)
  }
}

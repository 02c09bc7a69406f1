import { ConcurrencyLimit } from '../../algorithms/rate-limit/concurrency-limit'
import { FixedWindow } from '../../algorithms/rate-limit/fixed-window'
import { Gcra } from '../../algorithms/rate-limit/gcra'
import { GuideBucket } from '../../algorithms/rate-limit/guide-bucket'
import { KeyedLimiters } from '../../algorithms/rate-limit/keyed-limiters'
import { LeakyMeter } from '../../algorithms/rate-limit/leaky-meter'
import { LeakyShaper } from '../../algorithms/rate-limit/leaky-shaper'
import type { Limiter, Rate } from '../../algorithms/rate-limit/limiter'
import { MultiRate } from '../../algorithms/rate-limit/multi-rate'
import { SlidingCounter } from '../../algorithms/rate-limit/sliding-counter'
import { SlidingLog } from '../../algorithms/rate-limit/sliding-log'
import { TokenBucket } from '../../algorithms/rate-limit/token-bucket'
import type { QuotaPolicy } from '../../components/quota-headers'
import { MICROS_PER_SECOND } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'

/** Names that the page shows, by variant. */
export const ALGORITHMS: Readonly<Record<string, string>> = {
  guide: 'guide’s bucket',
  'token-bucket': 'token bucket',
  gcra: 'GCRA',
  'leaky-meter': 'leaky bucket, meter',
  'leaky-shaper': 'leaky bucket, shaper',
  'fixed-window': 'fixed window',
  'sliding-log': 'sliding log',
  'sliding-counter': 'sliding counter',
  concurrency: 'concurrency limit',
  'multi-rate': 'two rates',
}

/** Those that stand side by side, in this order. */
export const SIDE_BY_SIDE = [
  'guide',
  'token-bucket',
  'gcra',
  'leaky-shaper',
  'fixed-window',
  'sliding-log',
  'sliding-counter',
] as const

export interface Limits {
  readonly limit: number
  readonly windowMicros: number
  readonly burst: number
  readonly longLimit: number
  readonly longWindowMicros: number
}

export function limitsOf(values: Values): Limits {
  return {
    limit: values.number('limit'),
    windowMicros: values.number('window'),
    burst: values.number('burst'),
    longLimit: values.number('long-limit'),
    longWindowMicros: values.number('long-window'),
  }
}

export function rateOf({ limit, windowMicros }: Limits): Rate {
  return { limit, perMicros: windowMicros }
}

/** The long rate of the two. */
export function longRateOf({ longLimit, longWindowMicros }: Limits): Rate {
  return { limit: longLimit, perMicros: longWindowMicros }
}

/** An empty memory. The guide’s map forgets nobody and takes the clock as it is. */
export function makeStore(variant: string, limits: Limits): KeyedLimiters<Limiter> {
  const isGuide = variant === 'guide'
  return new KeyedLimiters(() => createLimiter(variant, limits), { forgets: !isGuide, steady: !isGuide })
}

/** The guide says nothing of its limit in its answers. */
export function policyOf(variant: string, { limit, windowMicros }: Limits): QuotaPolicy | null {
  return variant === 'guide' || variant === 'concurrency' ? null : { name: 'default', quota: limit, windowMicros }
}

function createLimiter(variant: string, limits: Limits): Limiter {
  const { limit, windowMicros, burst } = limits
  const rate = rateOf(limits)
  switch (variant) {
    case 'guide':
      return new GuideBucket(burst, (limit * MICROS_PER_SECOND) / windowMicros)
    case 'token-bucket':
      return new TokenBucket(burst, rate)
    case 'gcra':
      return new Gcra(burst, rate)
    case 'leaky-meter':
      return new LeakyMeter(burst, rate)
    case 'leaky-shaper':
      return new LeakyShaper(burst, rate)
    case 'fixed-window':
      return new FixedWindow(limit, windowMicros)
    case 'sliding-log':
      return new SlidingLog(limit, windowMicros)
    case 'sliding-counter':
      return new SlidingCounter(limit, windowMicros)
    case 'concurrency':
      return new ConcurrencyLimit(limit)
    case 'multi-rate':
      return new MultiRate([new TokenBucket(burst, rate), new TokenBucket(limits.longLimit, longRateOf(limits))])
    default:
      throw new Error(`there is no limiter ${variant}`)
  }
}

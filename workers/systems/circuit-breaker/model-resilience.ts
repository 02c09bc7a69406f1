import type { Backoff } from '../../algorithms/resilience/backoff'
import type { Breaker } from '../../algorithms/resilience/breaker'
import { CircuitBreaker } from '../../algorithms/resilience/circuit-breaker'
import { ConsecutiveFailures } from '../../algorithms/resilience/consecutive-failures'
import { CountWindow } from '../../algorithms/resilience/count-window'
import { decorrelatedJitter } from '../../algorithms/resilience/decorrelated-jitter'
import { exponentialBackoff } from '../../algorithms/resilience/exponential-backoff'
import { fixedBackoff } from '../../algorithms/resilience/fixed-backoff'
import { fullJitter } from '../../algorithms/resilience/full-jitter'
import { GuideBreaker } from '../../algorithms/resilience/guide-breaker'
import { OpossumWindow } from '../../algorithms/resilience/opossum-window'
import type { RateLimits } from '../../algorithms/resilience/rate-limits'
import { TimeWindow } from '../../algorithms/resilience/time-window'
import type { TripRule } from '../../algorithms/resilience/trip-rule'
import type { ResilienceOptions } from '../../components/resilient-caller'
import type { BreakerLook } from '../../components/shown-breaker'
import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'

/** Retries that a budget saves up. */
export const BUDGET_BURST = 3
/** Waits grow to at most this many times the first one. */
const GROWTH = 20
/** Google SRE, chapter 21. */
const THROTTLE = { multiplier: 2, windowMicros: 120_000_000 }
const BUCKETS = 10

/** How a caller of this variant calls `target`. The guide has a breaker and nothing else. */
export function resilienceOf(variant: string, values: Values, target: string): ResilienceOptions {
  const isGuide = variant === 'guide'
  const positive = (key: string): number | null => (isGuide || values.number(key) === 0 ? null : values.number(key))
  const budgetPercent = positive('budget')
  const hedge = values.text('hedge')
  return {
    target,
    timeoutMicros: isGuide ? null : values.number('call-timeout'),
    unheardTimerMicros: isGuide ? values.number('call-timeout') : null,
    countsClientErrors: isGuide,
    breaker: breakerOf(variant, values),
    bulkheadPlaces: positive('bulkhead'),
    throttle: !isGuide && values.flag('throttle') ? THROTTLE : null,
    hedgePercent: isGuide || hedge === 'off' ? null : Number(hedge),
    tries: isGuide ? 1 : values.number('tries'),
    backoff: backoffOf(values),
    budget: budgetPercent === null ? null : { percent: budgetPercent, burst: BUDGET_BURST },
    keepsDeadlines: !isGuide && values.flag('deadlines'),
  }
}

/** How many probes a half-open breaker of this variant lets out; null for all, or for no breaker. */
export function permitsOf(variant: string, values: Values): number | null {
  if (variant === 'none' || variant === 'guide') return null
  return variant === 'opossum' ? 1 : values.number('permits')
}

function backoffOf(values: Values): Backoff {
  const wait = values.number('wait')
  switch (values.text('backoff')) {
    case 'none':
      return fixedBackoff(0)
    case 'fixed':
      return fixedBackoff(wait)
    case 'exponential':
      return exponentialBackoff(wait, wait * GROWTH)
    case 'decorrelated':
      return decorrelatedJitter(wait, wait * GROWTH)
    default:
      return fullJitter(wait, wait * GROWTH)
  }
}

function breakerOf(variant: string, values: Values): ResilienceOptions['breaker'] {
  if (variant === 'none') return null
  const look = lookOf(variant, values)
  const openMicros = values.number('open')
  if (variant === 'guide')
    return { look, make: (now): Breaker => new GuideBreaker(values.number('failures'), openMicros, now) }
  const permits = permitsOf(variant, values) ?? 1
  return { look, make: (now) => new CircuitBreaker({ rule: ruleOf(variant, values, now), openMicros, permits }, now) }
}

function ruleOf(variant: string, values: Values, nowMicros: number): TripRule {
  switch (variant) {
    case 'consecutive':
      return new ConsecutiveFailures(values.number('failures'))
    case 'window':
      return new CountWindow(values.number('window'), limitsOf(values))
    case 'time':
      return new TimeWindow(values.number('window-time'), BUCKETS, limitsOf(values), nowMicros)
    case 'opossum':
      return new OpossumWindow(
        {
          windowMicros: values.number('window-time'),
          buckets: BUCKETS,
          failurePercent: values.number('failure-rate'),
          minimumCalls: values.number('minimum'),
        },
        nowMicros,
      )
    default:
      throw new Error(`there is no variant ${variant}`)
  }
}

function limitsOf(values: Values): RateLimits {
  const slowPercent = values.number('slow-rate')
  return {
    failurePercent: values.number('failure-rate'),
    // Without a limit no call is slow, so that the rate of slow calls is always 0.
    slowPercent: slowPercent === 0 ? 100 : slowPercent,
    slowMicros: slowPercent === 0 ? Number.POSITIVE_INFINITY : values.number('slow-call'),
    minimumCalls: values.number('minimum'),
  }
}

function lookOf(variant: string, values: Values): BreakerLook {
  const isRun = variant === 'guide' || variant === 'consecutive'
  const isTimed = variant === 'time' || variant === 'opossum'
  return {
    rule: ruleWords(variant, values),
    slowMicros: isRun || variant === 'opossum' ? Number.POSITIVE_INFINITY : limitsOf(values).slowMicros,
    windowCalls: variant === 'window' ? values.number('window') : Number.POSITIVE_INFINITY,
    windowMicros: isTimed ? values.number('window-time') : Number.POSITIVE_INFINITY,
    clearsWhenClosed: variant === 'window' || variant === 'time',
  }
}

function ruleWords(variant: string, values: Values): string {
  if (variant === 'guide' || variant === 'consecutive') return `opens at ${values.number('failures')} failures in a row`
  const span = variant === 'window' ? `${values.number('window')} calls` : formatDuration(values.number('window-time'))
  const slow = variant === 'opossum' ? 0 : values.number('slow-rate')
  const limit = `opens at ${values.number('failure-rate')} % failed`
  return slow === 0 ? `${limit} of ${span}` : `${limit}, ${slow} % slow of ${span}`
}

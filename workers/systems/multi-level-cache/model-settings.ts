import type { Micros } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'

export type Flight = 'none' | 'app' | 'lease'
export type Invalidation = 'none' | 'delete' | 'pubsub' | 'tracking' | 'versioned'
export type Front = 'none' | 'proxy' | 'cdn' | 'browser'
export type WritePolicy = 'guide' | 'aside' | 'around' | 'through' | 'behind'

/** What the variant and the parameters come to. */
export interface Settings {
  readonly policy: WritePolicy
  readonly apps: number
  readonly hasMemory: boolean
  readonly hasShared: boolean
  readonly front: Front
  readonly memoryTtl: Micros
  readonly ttl: Micros
  readonly httpTtl: Micros
  /** Percent of the time to live, to either side. */
  readonly jitter: number
  readonly staleWhileRevalidate: Micros
  readonly staleIfError: Micros
  /** How long the answer that there is nothing is kept; 0 for not at all. */
  readonly negativeTtl: Micros
  readonly flight: Flight
  readonly beta: number
  readonly comparesVersions: boolean
  readonly invalidation: Invalidation
  /** Loads of one app at once; 0 for any number. */
  readonly loadsAtOnce: number
  readonly timeout: Micros
  /** How often an app asks whether its connection to the shared cache still holds; null for never. */
  readonly pingEvery: Micros | null
}

/** What a read may be late by on its way, beyond any time to live. */
const ON_THE_WAY: Micros = 250_000

export function settingsOf(variant: string, values: Values): Settings {
  const isGuide = variant === 'guide'
  const levels = values.text('levels')
  const front = values.text<Front>('front')
  const ttl = values.number('ttl')
  const hasShared = levels !== 'memory'
  const invalidation = isGuide || variant === 'write-around' ? 'none' : values.text<Invalidation>('invalidation')
  return {
    policy: policyOf(variant),
    apps: front === 'none' ? values.number('apps') : 1,
    hasMemory: levels !== 'shared',
    hasShared,
    front,
    // What waits for the flusher has no end that a copy could keep to; it gets a whole time to live when it is flushed.
    memoryTtl: variant === 'write-behind' ? Math.min(values.number('memory-ttl'), ttl) : values.number('memory-ttl'),
    ttl,
    httpTtl: values.number('http-ttl'),
    jitter: isGuide ? 0 : values.number('jitter'),
    staleWhileRevalidate: isGuide ? 0 : values.number('swr'),
    staleIfError: isGuide ? 0 : values.number('sie'),
    negativeTtl: isGuide ? 0 : values.number('negative'),
    flight: flightOf(variant, values.text<Flight>('flight'), hasShared),
    beta: isGuide ? 0 : values.number('beta') / 100,
    comparesVersions: !isGuide && (variant === 'write-behind' || values.flag('compare')),
    invalidation,
    loadsAtOnce: isGuide ? 0 : values.number('loads'),
    timeout: values.number('timeout'),
    pingEvery: invalidation === 'tracking' && hasShared && levels !== 'shared' ? values.number('ping') : null,
  }
}

function policyOf(variant: string): WritePolicy {
  if (variant === 'guide') return 'guide'
  if (variant === 'write-around') return 'around'
  if (variant === 'write-through') return 'through'
  return variant === 'write-behind' ? 'behind' : 'aside'
}

/** Cache-aside has no flights within an app: whoever misses loads, unless a lease is needed for it. */
function flightOf(variant: string, asked: Flight, hasShared: boolean): Flight {
  if (variant === 'guide') return 'none'
  // What is not in the database yet may not be written over by a load: versions see to that, and leases cannot.
  if (variant === 'write-behind') return 'app'
  if (asked === 'lease') return hasShared ? 'lease' : 'app'
  return variant === 'cache-aside' ? 'none' : asked
}

/**
 * How old a value may be that a read returns: what the times to live and the way of invalidation promise. A value is as
 * old as the change that replaced it.
 */
export function boundOf(settings: Settings): Micros {
  const { invalidation, ttl, jitter, memoryTtl, apps, hasMemory, hasShared, front } = settings
  const stale = Math.max(settings.staleWhileRevalidate, settings.staleIfError)
  const whole = Math.max(hasShared ? ttl + (ttl * jitter) / 100 : 0, hasMemory ? memoryTtl : 0) + stale
  const ofOthers = hasMemory && apps > 1 ? Math.min(whole, memoryTtl + stale) : 0
  const own =
    settings.policy === 'guide'
      ? ttl
      : { none: whole, delete: ofOthers, pubsub: 0, tracking: 0, versioned: 0 }[invalidation]
  // The caches of HTTP count whole seconds.
  const http = front === 'none' || settings.policy === 'guide' ? 0 : settings.httpTtl + 1_000_000
  return own + http + ON_THE_WAY
}

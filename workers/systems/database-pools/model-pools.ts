import { guideRules } from '../../algorithms/connection-pool/guide-pool'
import type { PoolRules } from '../../algorithms/connection-pool/pool-ledger'
import type { DatabasePoolOptions } from '../../components/database-pool'
import type { Values } from '../../scenario/parameters'

/** A connection on which nothing has come for so long is given up. */
const SOCKET_MICROS = 30_000_000
const FOR_EVER = Number.POSITIVE_INFINITY

/** The pool of an application to a node, as the variant and the values say. */
export function poolTo(
  target: string,
  variant: string,
  values: Values,
  size = values.number('pool'),
): DatabasePoolOptions {
  return {
    name: target,
    target,
    rules: rulesOf(variant, values, size),
    maxWaiting: hasBounds(variant) ? values.number('line') : FOR_EVER,
    acquireMicros: hasBounds(variant) ? values.number('acquire') : FOR_EVER,
    socketMicros: SOCKET_MICROS,
    leakMicros: hasBounds(variant) && values.number('leak-time') > 0 ? values.number('leak-time') : FOR_EVER,
    takesLeaked: values.flag('reclaim'),
    prepares: values.flag('prepared'),
  }
}

/** The guide's pool and no pool know neither bounds nor patience. */
function hasBounds(variant: string): boolean {
  return variant !== 'guide' && variant !== 'none'
}

function rulesOf(variant: string, values: Values, size: number): PoolRules {
  if (variant === 'none')
    return { maxConnections: FOR_EVER, minConnections: 0, idleMicros: FOR_EVER, lifetimeMicros: 0, lifetimeSpread: 0 }
  if (variant === 'guide') return guideRules()
  return {
    maxConnections: size,
    minConnections: Math.min(size, values.number('min')),
    idleMicros: values.number('idle'),
    lifetimeMicros: values.number('lifetime'),
    lifetimeSpread: values.number('spread') / 100,
  }
}

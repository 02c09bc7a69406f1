import type { PoolRules } from './pool-ledger'

/** The pool of a guide that says "connection pooling" and nothing more. */
export function guideRules(): PoolRules {
  return {
    // @flaw Nothing bounds the pool: a burst opens as many connections as it has requests, until the database refuses.
    maxConnections: Number.POSITIVE_INFINITY,
    minConnections: 0,
    // @flaw What a burst has opened is kept for ever, and counts against what the database allows to others.
    idleMicros: Number.POSITIVE_INFINITY,
    lifetimeMicros: Number.POSITIVE_INFINITY,
    lifetimeSpread: 0,
  }
}

import { isOk, type RedisClient, type RedisOutcome } from '../../components/redis-client'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import type { Node } from '../../network/node'
import { compareAndDelete } from '../../network/redis/scripts/compare-and-delete'
import { compareAndExtend } from '../../network/redis/scripts/compare-and-extend'
import { fencingToken } from '../../network/redis/scripts/fencing-token'
import * as marks from './model-marks'

export const LOCK = 'lock'
export const COUNTER = 'token'
/** Redlock's allowance for clocks that run unlike: a hundredth of the lease and 2 ms for the rounding of deadlines. */
const DRIFT_MICROS = 2_000

/** One try: the lock until a moment, or why not. */
export type Try =
  | { readonly kind: 'granted'; readonly token: number | null; readonly untilMicros: Micros }
  | { readonly kind: 'taken' }
  | { readonly kind: 'unanswered'; readonly cause: string }

/** How a worker talks to whatever keeps the lock. `value` tells its owner. */
export interface Lock {
  attempt(value: string): Process<Try>
  /** Null when it is renewed, or why it is not. */
  renew(value: string): Process<string | null>
  /** Whether it was still the owner's. */
  release(value: string): Process<boolean>
}

/** One Redis: SET NX PX, or with tokens a script that also counts; released and renewed only by its owner. */
export class SingleLock implements Lock {
  constructor(
    private readonly node: Node,
    private readonly redis: RedisClient,
    private readonly leaseMicros: Micros,
    private readonly hasTokens: boolean,
  ) {}

  *attempt(value: string): Process<Try> {
    const { node, redis, leaseMicros } = this
    const asked = node.now
    const lease = String(leaseMicros / 1000)
    const outcome = this.hasTokens
      ? yield* redis.script(fencingToken, [LOCK, COUNTER], [value, lease])
      : yield* redis.command('SET', LOCK, value, 'NX', 'PX', lease)
    if (outcome.kind !== 'reply') return { kind: 'unanswered', cause: causeOf(outcome) }
    const token = typeof outcome.value === 'number' ? outcome.value : null
    if (!isOk(outcome) && token === null) return { kind: 'taken' }
    return { kind: 'granted', token, untilMicros: asked + leaseMicros }
  }

  *renew(value: string): Process<string | null> {
    const lease = String(this.leaseMicros / 1000)
    const outcome = yield* this.redis.script(compareAndExtend, [LOCK], [value, lease])
    if (outcome.kind !== 'reply') return causeOf(outcome)
    return outcome.value === 1 ? null : 'the lock is no longer its own'
  }

  *release(value: string): Process<boolean> {
    const outcome = yield* this.redis.script(compareAndDelete, [LOCK], [value])
    return outcome.kind === 'reply' && outcome.value === 1
  }
}

/**
 * Redlock, as “Distributed Locks with Redis” describes it: the lock is held when most of the servers gave it and the
 * lease, less the time that asking took and the drift of clocks, is not over.
 */
export class Redlock implements Lock {
  constructor(
    private readonly node: Node,
    private readonly servers: readonly RedisClient[],
    private readonly leaseMicros: Micros,
  ) {}

  *attempt(value: string): Process<Try> {
    const { node, servers, leaseMicros: lease } = this
    const asked = node.now
    const outcomes = yield* this.onAll((redis) => redis.command('SET', LOCK, value, 'NX', 'PX', String(lease / 1000)))
    const votes = outcomes.filter(isOk).length
    const needed = Math.floor(servers.length / 2) + 1
    const elapsed = node.now - asked
    const drift = Math.round(lease / 100) + DRIFT_MICROS
    const validity = lease - elapsed - drift
    const told = { worker: node.name, votes, servers: servers.length, validity }
    if (votes >= needed && validity > 0) {
      node.mark(marks.majority, { ...told, lease, elapsed, drift })
      return { kind: 'granted', token: null, untilMicros: node.now + validity }
    }
    node.mark(marks.minority, { ...told, needed })
    yield* this.release(value)
    return { kind: 'taken' }
  }

  *renew(): Process<string | null> {
    yield* this.node.sleep(0)
    return 'this lock is not renewed'
  }

  *release(value: string): Process<boolean> {
    const outcomes = yield* this.onAll((redis) => redis.script(compareAndDelete, [LOCK], [value]))
    const released = outcomes.filter((outcome) => outcome.kind === 'reply' && outcome.value === 1)
    return released.length > this.servers.length / 2
  }

  private *onAll(ask: (redis: RedisClient) => Process<RedisOutcome>): Process<RedisOutcome[]> {
    return yield* this.node.all(this.servers.map(ask))
  }
}

/** As the guide makes it: the time in milliseconds and a random number that is not for secrets. */
export function guideValue(now: Micros, lots: RandomStream): string {
  // @flaw A clock and a number that can be guessed name the owner: who guesses them can release the lock.
  return `${Math.floor(now / 1000)}_0.${lots.uint32().toString(16)}`
}

/** 128 random bits. */
export function randomValue(lots: RandomStream): string {
  return Array.from({ length: 4 }, () => lots.uint32().toString(16).padStart(8, '0')).join('')
}

function causeOf(outcome: Exclude<RedisOutcome, { kind: 'reply' }>): string {
  return outcome.kind === 'error' ? outcome.text : outcome.failure.cause
}

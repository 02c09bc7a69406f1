import type { RedisClient } from '../../components/redis-client'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import { guidePasses, guideRefuses } from './model-marks'
import { type Answer, causeOf, type SharedStore } from './model-store'

/**
 * The guide's fixed window with its flaws: a counter for each window, incremented and given a lifetime in one transaction.
 * Up to twice the limit passes around the edge of a window.
 */
export class GuideStore implements SharedStore {
  constructor(
    private readonly redis: RedisClient,
    private readonly limit: number,
    private readonly windowMicros: Micros,
  ) {}

  *ask(key: string, clock: Micros): Process<Answer> {
    const { limit, windowMicros } = this
    // @flaw The window comes from the clock of this server. Servers whose clocks differ count in different windows.
    const window = Math.floor(clock / windowMicros)
    const redisKey = `rate_limit:${key}:${window}`
    // @flaw A count for each window: who uses up one just before its edge has another right after it.
    const outcome = yield* this.redis.transaction([
      ['INCR', redisKey],
      ['EXPIRE', redisKey, String(Math.ceil(windowMicros / 1_000_000))],
    ])
    if (outcome.kind !== 'reply') return { kind: 'unknown', cause: causeOf(outcome) }
    // @flaw Only one client library answers so. With another this is no number, and everybody is refused.
    const count = Number((outcome.value as readonly unknown[])[0])
    const remaining = Math.max(0, limit - count)
    const details = { count, limit, window }
    // @flaw It has been counted already, whether it passes or not.
    if (count <= limit) return { kind: 'passes', remaining, why: { mark: guidePasses, details } }
    const waitMicros = (window + 1) * windowMicros - clock
    return { kind: 'refused', remaining, waitMicros, why: { mark: guideRefuses, details } }
  }
}

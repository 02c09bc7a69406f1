import type { RedisClient } from '../../components/redis-client'
import type { Process } from '../../kernel/process'
import { fixedWindow } from '../../network/redis/scripts/fixed-window'
import { gcra } from '../../network/redis/scripts/gcra'
import type { Script } from '../../network/redis/scripts/script'
import { slidingCounter } from '../../network/redis/scripts/sliding-counter'
import { slidingLog } from '../../network/redis/scripts/sliding-log'
import type { MarkDefinition, MarkDetails } from '../../trace/mark-definition'
import { intervalOf, type SharedLimit } from './model-limit'
import * as marks from './model-marks'
import { type Answer, causeOf, type SharedStore } from './model-store'

/** How a script is asked, and how its answer is told. Each answers `{1, what is left}` or `{0, microseconds to wait}`. */
export interface Method {
  readonly script: Script
  /** @param member what no other request has */
  argumentsFor(member: string): readonly string[]
  /** Requests that may still come at once, from what the script says is left. */
  remaining(left: number): number
  readonly passes: MarkDefinition<MarkDetails>
  readonly refuses: MarkDefinition<MarkDetails>
}

/** The method of a variant. @throws RangeError when the variant has no script */
export function methodOf(variant: string, { limit, windowMicros, burst }: SharedLimit): Method {
  const window = String(windowMicros)
  const same = (left: number): number => left
  switch (variant) {
    case 'window': {
      const milliseconds = String(Math.ceil(windowMicros / 1_000))
      const argumentsFor = () => [milliseconds, String(limit)]
      const [passes, refuses] = [marks.windowPasses, marks.windowRefuses]
      return { script: fixedWindow, argumentsFor, remaining: same, passes, refuses }
    }
    case 'sliding-log': {
      const argumentsFor = (member: string) => [window, String(limit), member]
      return { script: slidingLog, argumentsFor, remaining: same, passes: marks.logPasses, refuses: marks.logRefuses }
    }
    case 'sliding-counter': {
      const argumentsFor = () => [window, String(limit)]
      const [passes, refuses] = [marks.counterPasses, marks.counterRefuses]
      return { script: slidingCounter, argumentsFor, remaining: same, passes, refuses }
    }
    case 'gcra': {
      const interval = intervalOf({ limit, windowMicros })
      const argumentsFor = () => [String(interval), String(burst * interval)]
      const remaining = (left: number): number => Math.floor(left / interval)
      return { script: gcra, argumentsFor, remaining, passes: marks.gcraPasses, refuses: marks.gcraRefuses }
    }
    default:
      throw new RangeError(
        `A script decides in the variants window, sliding-log, sliding-counter and gcra, not in ${variant}.`,
      )
  }
}

/** One script in Redis decides, in one step and by Redis's own clock: what the servers' clocks say does not matter. */
export class ScriptStore implements SharedStore {
  private asked = 0

  constructor(
    private readonly redis: RedisClient,
    private readonly method: Method,
    private readonly limit: SharedLimit,
    /** Which process asks: with a number it makes members that nobody else has. */
    private readonly process: string,
  ) {}

  *ask(key: string): Process<Answer> {
    const { method } = this
    const { limit, windowMicros: window } = this.limit
    const outcome = yield* this.redis.script(
      method.script,
      [key],
      method.argumentsFor(`${this.process}-${++this.asked}`),
    )
    if (outcome.kind !== 'reply') return { kind: 'unknown', cause: causeOf(outcome) }
    const [passes, figure] = outcome.value as readonly [number, number]
    if (passes === 0) {
      const details = { limit, window, wait: figure }
      return { kind: 'refused', remaining: 0, waitMicros: figure, why: { mark: method.refuses, details } }
    }
    const remaining = method.remaining(figure)
    const details = { count: limit - remaining, left: remaining, limit, window }
    return { kind: 'passes', remaining, why: { mark: method.passes, details } }
  }
}

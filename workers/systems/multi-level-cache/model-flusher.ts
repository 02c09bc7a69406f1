import { entryText, parseEntry } from '../../algorithms/caching/entry-text'
import { writeRow } from '../../components/database-requests'
import { RedisClient, type RedisOutcome } from '../../components/redis-client'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { failureOf, isSuccess } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import { setUnlessMember } from '../../network/redis/scripts/set-unless-member'
import { DATABASE } from './model-loader'
import * as marks from './model-marks'
import { DIRTY, milliseconds, SHARED } from './model-shared'

/** Keys that are on their way to the database: who has been interrupted by a crash, here or there, finds them again. */
const FLUSHING = 'flushing'

export interface FlusherOptions {
  readonly everyMicros: Micros
  readonly ttlMicros: Micros
  readonly timeoutMicros: Micros
}

/**
 * Brings what was written behind to the database: every so often each key that waits is written once, with the value
 * that it has by then, however many writes there were.
 */
export class Flusher implements Component {
  private readonly redis: RedisClient
  private readonly waiting: Gauge
  private readonly writes: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: FlusherOptions,
  ) {
    this.redis = new RedisClient(node, () => SHARED, options.timeoutMicros)
    this.waiting = node.gauge('waiting')
    this.writes = node.gauge('flushed')
    this.waiting.set(0)
    this.writes.set(0)
  }

  *start(): Process {
    for (;;) {
      yield* this.takeUp()
      yield* this.node.sleep(this.options.everyMicros)
      const keys = textsOf(yield* this.redis.command('SMEMBERS', DIRTY))
      this.waiting.set(keys.length)
      for (const key of keys) {
        yield* this.flush(key)
        this.waiting.add(-1)
      }
    }
  }

  private *takeUp(): Process {
    for (const key of textsOf(yield* this.redis.command('SMEMBERS', FLUSHING)))
      yield* this.redis.command('SMOVE', FLUSHING, DIRTY, key)
  }

  /** It leaves the set before its value is read, so that a later write puts it there again. */
  private *flush(key: string): Process {
    const { node, redis, options } = this
    const moved = yield* redis.command('SMOVE', DIRTY, FLUSHING, key)
    if (moved.kind !== 'reply' || moved.value !== 1) return
    const outcome = yield* redis.command('GET', key)
    const entry = outcome.kind === 'reply' && typeof outcome.value === 'string' ? parseEntry(outcome.value) : null
    if (entry?.value === undefined || entry.value === null) return
    const reply = yield* node.request(DATABASE, writeRow(key, entry.value), { timeoutMicros: options.timeoutMicros })
    if (reply.kind === 'failed' || !isSuccess(reply)) {
      yield* redis.command('SMOVE', FLUSHING, DIRTY, key)
      return node.mark(marks.notFlushed, { key, cause: failureOf(reply).cause })
    }
    this.writes.add(1)
    node.mark(marks.flushed, { key, value: entry.value, left: this.waiting.value - 1 })
    yield* redis.command('SREM', FLUSHING, key)
    // A later write has made it dirty again perhaps, and what only the shared cache has may not end.
    const { ttlMicros } = options
    const clean = entryText({ ...entry, freshUntil: node.now + ttlMicros })
    yield* redis.script(setUnlessMember, [key, DIRTY], [key, clean, milliseconds(ttlMicros)])
  }
}

function textsOf(outcome: RedisOutcome): readonly string[] {
  return outcome.kind === 'reply' && Array.isArray(outcome.value) ? outcome.value.map(String) : []
}

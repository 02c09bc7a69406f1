import type { SharedEntry } from '../../algorithms/caching/entry-text'
import { rowOf, writeRow } from '../../components/database-requests'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import { type FailureCause, failureOf, isSuccess } from '../../network/message'
import type { Node } from '../../network/node'
import { DATABASE } from './model-loader'
import * as marks from './model-marks'
import { type Levels, nothing, type Reader } from './model-reader'
import type { Settings } from './model-settings'
import type { CacheWitness } from './model-witness'

/** What only the shared cache has is good until the flusher gives it an end; this is never reached. */
const UNTIL_FLUSHED: Micros = 3_600_000_000

/** Writes by one of the policies, and sees to it that copies of what was before go as they should. Null is success. */
export class Writer {
  constructor(
    private readonly node: Node,
    private readonly levels: Levels,
    private readonly reader: Reader,
    private readonly settings: Settings,
    private readonly witness: CacheWitness,
  ) {}

  *write(key: string, value: string): Process<FailureCause | null> {
    if (this.settings.policy === 'behind') return yield* this.behind(key, value)
    const { node } = this
    const reply = yield* node.request(DATABASE, writeRow(key, value), { timeoutMicros: this.settings.timeout })
    if (reply.kind === 'failed' || !isSuccess(reply)) {
      const failure = failureOf(reply)
      node.mark(marks.notWritten, { key, value, cause: failure.cause })
      return failure
    }
    const { version } = rowOf(reply.response)
    if (this.settings.policy === 'through') yield* this.through(key, value, version)
    else if (this.settings.policy === 'around') node.mark(marks.wroteAround, { key, value })
    else yield* this.invalidate(key)
    return null
  }

  /** The database has it; now the levels get it too, and who is loading the value before loses its lease. */
  private *through(key: string, value: string, version: number): Process<void> {
    this.levels.memory?.dropOlder(key, version)
    const entry = this.levels.loader.written(value, version)
    yield* this.levels.shared?.revoke(key) ?? nothing()
    const isKept = yield* this.reader.keep(key, entry, null)
    this.reader.outdate(key)
    this.node.mark(isKept ? marks.wroteThrough : marks.wroteNotThrough, { key, value })
    yield* this.tellOthers(key)
  }

  /** The shared cache alone has it when this answers; the flusher brings it to the database. */
  private *behind(key: string, value: string): Process<FailureCause | null> {
    const { node, levels, witness } = this
    const entry: SharedEntry = {
      ...levels.loader.written(value, node.now),
      loadMicros: 0,
      freshUntil: node.now + UNTIL_FLUSHED,
    }
    const waited = yield* levels.shared?.setDirty(key, entry) ?? nothing()
    if (waited === null) {
      const failure = { cause: 'the shared cache does not answer', by: node.name }
      node.mark(marks.notWritten, { key, value, cause: failure.cause })
      return failure
    }
    witness.took(key, value, node.now)
    node.mark(waited ? marks.coalesced : marks.wroteBehind, { key, value, coalesced: waited })
    levels.memory?.drop(key)
    this.reader.outdate(key)
    yield* this.tellOthers(key)
    return null
  }

  private *invalidate(key: string): Process<void> {
    const { node, levels, settings } = this
    const { shared, memory } = levels
    if (settings.invalidation === 'none')
      return node.mark(marks.invalidated, { key, how: 'copies are left until they end' })
    if (settings.invalidation === 'versioned' && shared !== null) {
      const generation = yield* shared.nextGeneration(key)
      if (generation === null) return this.tellFailed(key)
      return node.mark(marks.invalidated, { key, how: `from now on it is called ${key}#${generation}` })
    }
    const answered = shared === null || (yield* shared.delete(key))
    memory?.drop(key)
    this.reader.outdate(key)
    if (!answered) return this.tellFailed(key)
    node.mark(marks.invalidated, { key, how: 'it is deleted in the levels of this app' })
    yield* this.tellOthers(key)
  }

  private *tellOthers(key: string): Process<void> {
    if (this.settings.invalidation === 'pubsub') yield* this.levels.shared?.publish(key, this.node.name) ?? nothing()
  }

  private tellFailed(key: string): void {
    this.node.mark(marks.sharedDown, { key, what: 'old copies stay until they end', cause: 'no answer' })
  }
}

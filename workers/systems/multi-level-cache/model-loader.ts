import type { SharedEntry } from '../../algorithms/caching/entry-text'
import { jitteredTtl } from '../../algorithms/caching/lifetimes'
import { Bulkhead } from '../../algorithms/resilience/bulkhead'
import { readRow, rowOf } from '../../components/database-requests'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import { type FailureCause, failureOf, isSuccess } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import * as marks from './model-marks'
import { keyOfName, valueText } from './model-memory'
import type { Settings } from './model-settings'
import type { CacheWitness } from './model-witness'

export const DATABASE = 'database'

export type Loaded =
  | { readonly kind: 'loaded'; readonly entry: SharedEntry }
  | { readonly kind: 'failed'; readonly failure: FailureCause }

/** Asks the database for a row and says for how long what it answers is fresh; at most so many at once. */
export class Loader {
  private readonly loads: Gauge
  private readonly places: Bulkhead | null
  private readonly jitter: RandomStream

  constructor(
    private readonly node: Node,
    private readonly settings: Settings,
    private readonly witness: CacheWitness,
  ) {
    this.loads = node.gauge('loads')
    this.loads.set(0)
    this.places = settings.loadsAtOnce === 0 ? null : new Bulkhead(settings.loadsAtOnce)
    this.jitter = node.random('jitter')
  }

  *load(name: string, because: string): Process<Loaded> {
    const { node, places, witness } = this
    const key = keyOfName(name)
    if (places?.enter() === false) {
      node.mark(marks.bounded, { key, places: places.places })
      return { kind: 'failed', failure: { cause: 'no place to load', by: node.name } }
    }
    node.mark(marks.loads, { key, because })
    this.loads.add(1)
    const began = node.now
    witness.loadBegins(name, node.name, this.scope, began)
    const reply = yield* node.request(DATABASE, readRow(key), { timeoutMicros: this.settings.timeout })
    witness.loadEnds(name, node.name, this.scope)
    places?.leave()
    if (reply.kind === 'failed' || !isSuccess(reply)) {
      const failure = failureOf(reply)
      node.mark(marks.notLoaded, { key, ...failure })
      return { kind: 'failed', failure }
    }
    const { found, value, version, position } = rowOf(reply.response)
    const entry = this.entryOf(found ? String(value) : null, found ? version : position, began)
    const told = { key, value: valueText(entry.value), took: entry.loadMicros }
    if (entry.freshUntil > began) node.mark(marks.loaded, { ...told, life: entry.freshUntil - node.now })
    else node.mark(marks.notKept, told)
    return { kind: 'loaded', entry }
  }

  /** Within what there may be one load of a key at a time. */
  private get scope(): string {
    return this.settings.flight === 'lease' ? 'all apps' : this.node.name
  }

  /** Its time begins with the load, since nobody knows what has changed after that. */
  private entryOf(value: string | null, version: number, loadedAt: number): SharedEntry {
    const { ttl, memoryTtl, hasShared, negativeTtl, jitter } = this.settings
    const whole = value === null ? negativeTtl : hasShared ? ttl : memoryTtl
    const life = whole === 0 ? 0 : jitteredTtl(whole, jitter, this.jitter.unit())
    return { value, version, loadedAt, loadMicros: this.node.now - loadedAt, freshUntil: loadedAt + life }
  }

  /** For a value that was written here: its time begins now. */
  written(value: string, version: number): SharedEntry {
    return this.entryOf(value, version, this.node.now)
  }
}

import type { Process } from '../../kernel/process'
import type { Station } from '../../kernel/station'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import type { SearchWitness } from './model-checks'
import { type Engine, SegmentEngine } from './model-engine'
import * as marks from './model-marks'
import { messageOf, type SearchMessage } from './model-messages'

export interface ShardOptions {
  readonly place: number
  readonly workers: number
  readonly queueCapacity: number
  /** Work of a request before it reads anything, and of each posting that is read, sorted or copied. */
  readonly baseMicros: Micros
  readonly postingMicros: Micros
  readonly refreshMicros: Micros
  readonly mergeFactor: number
  /** Scores are counts of matching words, as in the guide. */
  readonly countsOnly: boolean
}

/**
 * One shard: an index behind workers. What a request costs follows from the postings it reads. The index is on disk and
 * every acknowledged write in its log, so both outlive a crash; only what is being worked on is lost.
 *
 * Reading: `documents` (seen by searches), `waiting` (written or deleted and not yet seen), `segments`, `busy`, `queue`.
 */
export class SearchShard implements Component {
  private readonly station: Station
  private readonly documents: Gauge
  private readonly waiting: Gauge
  private readonly segments: Gauge

  constructor(
    private readonly node: Node,
    private readonly engine: Engine,
    private readonly options: ShardOptions,
    private readonly witness: SearchWitness,
  ) {
    this.station = node.station(options)
    this.documents = node.gauge('documents')
    this.waiting = node.gauge('waiting')
    this.segments = node.gauge('segments')
    this.show()
  }

  /** Refreshes, and merges after it, for as long as the shard lives. The guide's index has nothing to refresh. */
  *start(): Process {
    const { engine, node, options } = this
    if (!(engine instanceof SegmentEngine)) return
    yield* node.sleep(Math.max(1, Math.round((options.refreshMicros * (options.place + 1)) / 8)))
    for (;;) {
      yield* this.refresh(engine)
      yield* this.merge(engine)
      yield* node.sleep(options.refreshMicros)
    }
  }

  *handle(request: Request): Process<Response> {
    const message = messageOf(request)
    switch (message.kind) {
      case 'write':
      case 'delete':
        return yield* this.write(message)
      case 'query':
        return yield* this.search(message)
      case 'statistics':
        return yield* this.statistics(message.query)
      case 'fetch':
        return yield* this.fetch(message.ids)
    }
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  private *write(message: Extract<SearchMessage, { kind: 'write' | 'delete' }>): Process<Response> {
    const { engine, node, options, witness } = this
    const { id } = message
    const tokens = message.kind === 'write' ? engine.tokens(message.text) : 0
    const refusal = yield* this.work(tokens)
    if (refusal !== null) return refusal
    if (message.kind === 'write') {
      engine.write(id, message.text)
      witness.wrote(options.place, id, message.text)
      node.mark(options.countsOnly ? marks.writtenAtOnce : marks.written, { id, tokens })
    } else if (engine.remove(id) === null) {
      node.mark(marks.cannotRemove, { id })
      return { status: 405, failure: { cause: 'cannot delete', by: node.name } }
    } else {
      witness.removed(options.place, id)
      node.mark(marks.removed, { id })
    }
    this.show()
    return { status: 200 }
  }

  /** What is seen when the request arrives is what it searches, however long it waits for a worker. */
  private *search({ query, k, statistics }: Extract<SearchMessage, { kind: 'query' }>): Process<Response> {
    const { engine, node, options, witness } = this
    const answer = engine.ask(query, k, statistics)
    const step = (name: marks.Step) => marks.shardStep(name, query, k, answer)
    witness.answered(options.place, { query, k, statistics }, answer)
    if (answer.rows.length > 0) node.mark(marks.walked, step('walk'))
    const refusal = yield* this.work(answer.touched)
    if (refusal !== null) return refusal
    if (answer.scored < answer.matching) node.mark(marks.pruned, step('prune'))
    if (answer.hits.length === 0) node.mark(marks.none, step('none'))
    else node.mark(options.countsOnly ? marks.counted : marks.scored, step('score'))
    const hits = answer.hits.map(({ id, score, sequence }) => ({ id, score, sequence }))
    return { status: 200, body: hits, bytes: 64 + 24 * hits.length }
  }

  private *statistics(query: string): Process<Response> {
    const { engine } = this
    const refusal = yield* this.work(0)
    return refusal ?? { status: 200, body: engine.statistics(query) }
  }

  private *fetch(ids: readonly string[]): Process<Response> {
    const { engine } = this
    const refusal = yield* this.work(ids.length)
    if (refusal !== null) return refusal
    const texts = ids.map((id) => engine.text(id))
    return { status: 200, body: texts, bytes: 64 + texts.reduce((sum, text) => sum + text.length, 0) }
  }

  private *refresh({ index }: SegmentEngine): Process {
    const { node, options, witness } = this
    const { added, removed, tokens } = index.waiting
    if (added === 0 && removed === 0) return
    if ((yield* this.work(tokens)) !== null) return
    const done = index.refresh()
    if (done === null) return
    const ids = witness.refreshed(options.place)
    node.mark(marks.refreshed, { ...done, segments: index.snapshot.views.length, ids })
    this.show()
  }

  private *merge({ index }: SegmentEngine): Process {
    const { node, options } = this
    // Nothing but this process changes the segments, so what was chosen before the work is still there after it.
    for (let choice = index.nextMerge(options.mergeFactor); choice !== null; ) {
      if ((yield* this.work(choice.postings)) !== null) return
      const { from, to, documents, postings } = index.merge(options.mergeFactor)!
      node.mark(marks.segmentsMerged, {
        count: to - from,
        documents,
        postings,
        segments: index.snapshot.views.length,
      })
      this.show()
      choice = index.nextMerge(options.mergeFactor)
    }
  }

  /** Keeps a worker busy for so many postings; null when it was served. */
  private *work(postings: number): Process<Response | null> {
    const { baseMicros, postingMicros } = this.options
    const verdict = yield* this.station.serve(baseMicros + postings * postingMicros)
    if (verdict.kind === 'served') return null
    return { status: 503, failure: { cause: verdict.reason, by: this.node.name } }
  }

  private show(): void {
    const { engine } = this
    this.documents.set(engine.documents)
    this.segments.set(engine.segments)
    const { added, removed } = engine instanceof SegmentEngine ? engine.index.waiting : { added: 0, removed: 0 }
    this.waiting.set(added + removed)
  }
}

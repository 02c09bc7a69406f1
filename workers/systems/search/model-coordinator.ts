import type { Analyzer } from '../../algorithms/search/analyzer'
import { guideTokens } from '../../algorithms/search/guide-index'
import { leafText, scoringLeaves } from '../../algorithms/search/query'
import { parseQuery } from '../../algorithms/search/query-parser'
import { addStatistics, type Statistics } from '../../algorithms/search/search'
import { mergeHits } from '../../algorithms/search/top-hits'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { failureOf, isSuccess, type Request, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import { listText } from '../../trace/sentence'
import type { SearchResults } from '../glyphs'
import type { SearchWitness } from './model-checks'
import * as marks from './model-marks'
import { scoreText } from './model-marks'
import { fetchRequest, messageOf, queryRequest, type ShardHit, statisticsRequest } from './model-messages'

export interface CoordinatorOptions {
  readonly shards: readonly string[]
  /** The shard that a document belongs to. */
  shardOf(id: string): string
  readonly analyzer: Analyzer
  readonly shardTimeoutMicros: Micros
  /** Asks all shards for their numbers first, so that each weighs words alike. */
  readonly gathers: boolean
  /** Splits queries as the guide does. */
  readonly asInGuide: boolean
}

/** A hit and where it lies. */
type PlacedHit = ShardHit & { readonly shard: string }

interface ShardReply {
  readonly shard: string
  readonly body: Plain
}

/**
 * Sends a write to the shard of its document, and a query to all shards: first which documents, then the texts of those
 * that won (query then fetch). A shard that gives no answer in time is left out, and a mark says so.
 */
export class SearchCoordinator implements Component {
  constructor(
    private readonly node: Node,
    private readonly options: CoordinatorOptions,
    private readonly witness: SearchWitness,
  ) {}

  *handle(request: Request): Process<Response> {
    const message = messageOf(request)
    if (message.kind === 'write' || message.kind === 'delete') return yield* this.pass(request, message.id)
    if (message.kind === 'query') return yield* this.search(message.query, message.k)
    return { status: 400, failure: { cause: 'unknown request', by: this.node.name } }
  }

  private *pass(request: Request, id: string): Process<Response> {
    const reply = yield* this.node.request(this.options.shardOf(id), request)
    return isSuccess(reply) ? { status: 200 } : { status: 502, failure: failureOf(reply) }
  }

  private *search(query: string, k: number): Process<Response> {
    const { node, options } = this
    const terms = this.analyse(query)
    if (terms === null) return { status: 400, failure: { cause: 'query cannot be read', by: node.name } }
    const statistics = options.gathers && terms.length > 0 ? yield* this.gather(query, terms) : null
    const began = node.now
    const replies = yield* this.askAll(query, queryRequest(query, k, statistics))
    if (replies.length === 0) return { status: 503, failure: { cause: 'no shard answered', by: node.name } }
    const lists = replies.map(({ shard, body }) => (body as ShardHit[]).map((hit) => ({ ...hit, shard })))
    const hits = mergeHits(lists, k)
    this.witness.merged(lists, hits)
    const slowest = replies[replies.length - 1]!.shard
    const step = { ...this.step('merge', query, terms, hits), slowest, after: node.now - began }
    node.mark(hits.length === 0 ? marks.mergedNothing : marks.merged, { ...step, listed: rankingText(hits) })
    return yield* this.fetch(query, terms, hits)
  }

  /** The terms of a query, with a mark; null when it cannot be read. */
  private analyse(query: string): string[] | null {
    const { node, options } = this
    if (options.asInGuide) {
      const tokens = guideTokens(query)
      const details = { ...this.step('analyse', query, tokens, []), listed: listText(tokens) }
      node.mark(tokens.length === 0 ? marks.lost : marks.analysed, details)
      return tokens
    }
    const parsed = parseQuery(query, options.analyzer)
    if (parsed.kind === 'error') {
      node.mark(marks.unreadable, { query, problem: parsed.sentence, at: parsed.at + 1 })
      return null
    }
    const terms = parsed.query === null ? [] : scoringLeaves(parsed.query).map(leafText)
    const details = { ...this.step('analyse', query, terms, []), listed: listText(terms) }
    node.mark(terms.length === 0 ? marks.idle : marks.analysed, details)
    return terms
  }

  /** Numbers of all shards together, so that a word weighs the same everywhere. */
  private *gather(query: string, terms: readonly string[]): Process<Statistics | null> {
    const replies = yield* this.askAll(query, statisticsRequest(query))
    if (replies.length === 0) return null
    const statistics = addStatistics(replies.map(({ body }) => body as Statistics))
    const counts = terms.map((term, index) => `${term} in ${statistics.withLeaf[index] ?? 0}`)
    this.node.mark(marks.gathered, {
      ...this.step('gather', query, terms, []),
      documents: statistics.documents,
      listed: listText(counts),
    })
    return statistics
  }

  /** Fetches the texts of the winners from the shards where they lie. */
  private *fetch(query: string, terms: readonly string[], hits: readonly PlacedHit[]): Process<Response> {
    const { node } = this
    const shards = [...new Set(hits.map(({ shard }) => shard))]
    const texts = new Map<string, string>()
    yield* node.all(
      shards.map((shard) => {
        const ids = hits.filter((hit) => hit.shard === shard).map(({ id }) => id)
        return this.fetchFrom(shard, ids, texts)
      }),
    )
    const lines = hits.map(({ id }) => texts.get(id) ?? '')
    const step = { ...this.step('answer', query, terms, hits), lines, first: lines[0] ?? '' }
    node.mark(hits.length === 0 ? marks.empty : marks.answered, step)
    return {
      status: 200,
      body: hits.map(({ id }) => id),
      bytes: 64 + lines.reduce((sum, line) => sum + line.length, 0),
    }
  }

  private *fetchFrom(shard: string, ids: readonly string[], texts: Map<string, string>): Process {
    const reply = yield* this.node.request(shard, fetchRequest(ids), { timeoutMicros: this.options.shardTimeoutMicros })
    if (reply.kind === 'failed' || !isSuccess(reply)) return
    const lines = reply.response.body as readonly string[]
    ids.forEach((id, index) => {
      texts.set(id, lines[index] ?? '')
    })
  }

  /** Asks all shards at once; the answers stand in the order in which they came. */
  private *askAll(query: string, request: Request): Process<ShardReply[]> {
    const replies: ShardReply[] = []
    yield* this.node.all(this.options.shards.map((shard) => this.askOne(shard, query, request, replies)))
    return replies
  }

  private *askOne(shard: string, query: string, request: Request, replies: ShardReply[]): Process {
    const { node, options } = this
    const reply = yield* node.request(shard, request, { timeoutMicros: options.shardTimeoutMicros })
    if (reply.kind === 'answered' && isSuccess(reply)) replies.push({ shard, body: reply.response.body ?? null })
    else node.mark(marks.partial, { query, shard, cause: failureOf(reply).cause })
  }

  private step(
    step: SearchResults['step'],
    query: string,
    terms: readonly string[],
    hits: readonly PlacedHit[],
  ): SearchResults {
    return {
      step,
      query,
      terms,
      docs: hits.map(({ id }) => id),
      scores: hits.map(({ score }) => (this.options.asInGuide ? String(score) : scoreText(score))),
      shards: hits.map(({ shard }) => shard),
      lines: [],
    }
  }
}

/** `doc 9 of shard-1, then doc 4 of shard-3` */
function rankingText(hits: readonly PlacedHit[]): string {
  const [first, second] = hits
  if (first === undefined) return 'nothing'
  const rest = second === undefined ? '' : `, then doc ${second.id} of ${second.shard}`
  return `doc ${first.id} of ${first.shard}${rest}`
}

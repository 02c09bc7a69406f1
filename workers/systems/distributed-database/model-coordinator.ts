import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { failureOf, isSuccess, type Request, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import * as marks from './model-marks'
import { copyOf, get, type Operation, operationOf, put } from './model-messages'
import { type Call, QuorumCalls } from './model-quorum'
import { CoordinatorReading } from './model-reading'
import { contentText, isSameRow, isSiblings, itemsOf, joinRows, type Row, siblingsIn } from './model-row'
import type { Content, Versioning } from './model-versioning'

export interface CoordinatorOptions {
  /** Nodes in the order in which they come for a key. */
  order(key: string): readonly string[]
  /** N, R and W. */
  readonly copies: number
  readonly reads: number
  readonly writes: number
  readonly isSloppy: boolean
  readonly repairs: boolean
  /** Whose writes and reads go to all copies; others go to exactly as many as are needed, drawn by lot. */
  readonly asksAll: { readonly write: boolean; readonly read: boolean }
  /** How far the clock on the wall is ahead. */
  readonly aheadMicros: Micros
  readonly timeoutMicros: Micros
}

/** A node that did not answer is not asked again for this time, when another one may stand in. */
const SUSPECTED_MICROS = 200_000

/**
 * A coordinator after Dynamo (DeCandia et al., SOSP 2007, §4.5): a write is acknowledged when W of N copies have it, a
 * read answers what R copies come to: the newest, or all siblings.
 */
export class Coordinator implements Component {
  readonly #lots: RandomStream
  readonly #suspected = new Map<string, Micros>()
  readonly #reading: CoordinatorReading

  constructor(
    private readonly node: Node,
    private readonly options: CoordinatorOptions,
    private readonly versioning: Versioning,
  ) {
    this.#lots = node.random('copies')
    this.#reading = new CoordinatorReading(node)
  }

  *handle(request: Request): Process<Response> {
    const operation = operationOf(request)
    const key = request.key ?? ''
    switch (operation.kind) {
      case 'read':
        return yield* this.#read(key, operation)
      case 'write':
        return yield* this.#write(key, operation, { key, value: operation.value }, null)
      case 'add':
        return yield* this.#add(key, operation)
    }
  }

  *#write(key: string, { works }: Operation, content: Content, found: Row | null): Process<Response> {
    const { node, options } = this
    const row = this.versioning.next(content, found, Math.max(0, node.now + options.aheadMicros))
    const need = options.writes
    const calls = this.#calls('write', key, works, (work, keptFor) => put(key, row, work, keptFor))
    const { length: got } = yield* calls.wait(need)
    const answers = { asked: calls.asked, answers: calls.answers, got, need }
    if (got < need) return this.#reading.refuse('write', key, answers)
    this.#reading.wrote()
    node.mark(marks.written, { key, value: contentText(row), ...answers })
    return { status: 200 }
  }

  *#read(key: string, { works }: Operation): Process<Response> {
    const { node, options } = this
    const calls = this.#calls('read', key, works, (work) => get(key, work))
    const good = yield* calls.wait(options.reads)
    const answers = { asked: calls.asked, answers: calls.answers, got: good.length, need: options.reads }
    if (good.length < options.reads) return this.#reading.refuse('read', key, answers)
    const found = this.#joined(good)
    this.#reading.read()
    node.mark(marks.read, { key, value: found === null ? 'none' : contentText(found), ...answers })
    if (options.repairs) node.spawn(`read repair of ${key}`, this.#repair(key, calls))
    return { status: 200, body: found }
  }

  /** As a shop does it: reads the cart, merges what it finds, puts one item in, and writes what it has then. */
  *#add(key: string, operation: Operation & { kind: 'add' }): Process<Response> {
    const { node, options } = this
    const calls = this.#calls('read', key, operation.works, (work) => get(key, work))
    const good = yield* calls.wait(options.reads)
    const answers = { asked: calls.asked, answers: calls.answers, got: good.length, need: options.reads }
    if (good.length < options.reads) return this.#reading.refuse('read', key, answers)
    const found = this.#joined(good)
    const items = [...itemsOf(found), operation.value]
    if (found !== null && isSiblings(found) && found.versions.length > 1)
      node.mark(marks.merged, { key, ...siblingsIn(found), together: items.length })
    return yield* this.#write(key, operation, { key, value: operation.value, items }, found)
  }

  /** What these copies come to; the next write of this coordinator comes after it. */
  #joined(good: readonly Call[]): Row | null {
    const found = joinRows(good.map(({ reply }) => copyOf(reply)))
    if (found !== null) this.versioning.sees(found)
    return found
  }

  /** When all have answered that will, the copies without what others have get what all come to (§5). */
  *#repair(key: string, calls: QuorumCalls): Process {
    const good = yield* calls.wait(Number.POSITIVE_INFINITY)
    const joined = joinRows(good.map(({ reply }) => copyOf(reply)))
    if (joined === null) return
    const homes = this.options.order(key).slice(0, this.options.copies)
    const behind = good.filter(({ asked, reply }) => homes.includes(asked) && !isSameRow(copyOf(reply), joined))
    if (behind.length === 0) return
    const nodes = behind.map(({ asked }) => asked)
    this.#reading.repaired(nodes.length)
    this.node.mark(marks.repaired, { key, value: contentText(joined), nodes })
    yield* this.node.all(nodes.map((name) => this.#ask(name, put(key, joined, 0))))
  }

  #calls(
    kind: 'read' | 'write',
    key: string,
    works: readonly Micros[],
    requestOf: (work: Micros, keptFor: string | null) => Request,
  ): QuorumCalls {
    const { options, node } = this
    const order = options.order(key)
    const homes = order.slice(0, options.copies)
    const spare = order.slice(options.copies)
    const asked = options.asksAll[kind] ? homes : this.#drawn(homes, kind === 'write' ? options.writes : options.reads)
    return new QuorumCalls(node, asked, (name) =>
      this.#call(name, key, works[homes.indexOf(name)] ?? 0, requestOf, spare),
    )
  }

  /** Asks a copy; with a sloppy quorum the next node that is free stands in for one that does not answer (§4.6). */
  *#call(
    home: string,
    key: string,
    work: Micros,
    requestOf: (work: Micros, keptFor: string | null) => Request,
    spare: string[],
  ): Process<Call> {
    const { node, options } = this
    const isSuspected = options.isSloppy && (this.#suspected.get(home) ?? 0) > node.now
    if (!isSuspected || spare.length === 0) {
      const call = yield* this.#ask(home, requestOf(work, null))
      if (isSuccess(call.reply) || !options.isSloppy) return call
      this.#suspected.set(home, node.now + SUSPECTED_MICROS)
      const instead = spare.shift()
      if (instead === undefined) return call
      node.mark(marks.fallback, { key, node: home, instead, cause: failureOf(call.reply).cause })
      return yield* this.#ask(instead, requestOf(work, home))
    }
    return yield* this.#ask(spare.shift() as string, requestOf(work, home))
  }

  *#ask(asked: string, request: Request): Process<Call> {
    return { asked, reply: yield* this.node.request(asked, request, { timeoutMicros: this.options.timeoutMicros }) }
  }

  /** So many of them by lot. */
  #drawn(homes: readonly string[], count: number): string[] {
    const left = [...homes]
    return Array.from(
      { length: Math.min(count, left.length) },
      () => left.splice(this.#lots.integer(left.length), 1)[0] as string,
    )
  }
}

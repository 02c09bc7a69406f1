import { newestOf, type Stamped } from '../../algorithms/quorum/stamp'
import type { Process } from '../../kernel/process'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { CoordinatorOptions } from './model-coordinator'
import * as marks from './model-marks'
import { get, type Operation, operationOf, put, stampedOf } from './model-messages'
import { type Call, QuorumCalls } from './model-quorum'
import { CoordinatorReading } from './model-reading'

/**
 * An atomic register on a majority (Attiya, Bar-Noy and Dolev, JACM 42, 1995; with several writers: Lynch and Shvartsman,
 * FTCS 1997). A write first asks a majority for the newest number and takes the next one; a read writes back what it found,
 * unless a majority has it already, before it tells it. Without a majority there is no answer.
 */
export class AtomicCoordinator implements Component {
  readonly #reading: CoordinatorReading

  constructor(
    private readonly node: Node,
    private readonly options: CoordinatorOptions,
  ) {
    this.#reading = new CoordinatorReading(node)
  }

  *handle(request: Request): Process<Response> {
    const operation = operationOf(request)
    const key = request.key ?? ''
    return operation.kind === 'write' ? yield* this.#write(key, operation) : yield* this.#read(key, operation)
  }

  get #majority(): number {
    return Math.floor(this.options.copies / 2) + 1
  }

  *#write(key: string, { value, works }: Operation & { kind: 'write' }): Process<Response> {
    const { node } = this
    const need = this.#majority
    const asked = this.#calls(key, (work) => get(key, works[work] ?? 0))
    const found = yield* asked.wait(need)
    if (found.length < need) return this.#refuse('write', key, asked)
    const newest = newestIn(found)?.stamp.time ?? 0
    const next = newest + 1
    node.mark(marks.learned, { key, newest, next })
    // Values differ, so two writes that take the same number do too.
    const row = { value, stamp: { time: next, count: value, by: node.name } }
    const puts = this.#calls(key, (work) => put(key, row, works[work] ?? 0))
    const { length: got } = yield* puts.wait(need)
    if (got < need) return this.#refuse('write', key, puts)
    this.#reading.wrote()
    node.mark(marks.written, { key, value, asked: puts.asked, answers: puts.answers, got, need })
    return { status: 200 }
  }

  *#read(key: string, { works }: Operation): Process<Response> {
    const { node } = this
    const need = this.#majority
    const calls = this.#calls(key, (work) => get(key, works[work] ?? 0))
    const found = yield* calls.wait(need)
    if (found.length < need) return this.#refuse('read', key, calls)
    const newest = newestIn(found)
    const having = found.filter(({ reply }) => stampedOf(reply)?.value === newest?.value).length
    if (newest !== null && having < need) {
      const puts = this.#calls(key, (work) => put(key, newest, works[work] ?? 0))
      this.#reading.repaired(need - having)
      node.mark(marks.wroteBack, { key, value: newest.value, nodes: puts.asked, need })
      if ((yield* puts.wait(need)).length < need) return this.#refuse('read', key, puts)
    }
    this.#reading.read()
    const answers = { asked: calls.asked, answers: calls.answers, got: found.length, need }
    node.mark(marks.read, { key, value: newest?.value ?? 'none', ...answers })
    return { status: 200, body: newest }
  }

  #refuse(kind: 'read' | 'write', key: string, calls: QuorumCalls): Response {
    const answers = { asked: calls.asked, answers: calls.answers, got: calls.good.length, need: this.#majority }
    return this.#reading.refuse(kind, key, answers)
  }

  #calls(key: string, requestOf: (copy: number) => Request): QuorumCalls {
    const { node, options } = this
    const homes = options.order(key).slice(0, options.copies)
    return new QuorumCalls(node, homes, (name) => this.#ask(name, requestOf(homes.indexOf(name))))
  }

  *#ask(asked: string, request: Request): Process<Call> {
    return { asked, reply: yield* this.node.request(asked, request, { timeoutMicros: this.options.timeoutMicros }) }
  }
}

function newestIn(calls: readonly Call[]): Stamped | null {
  return newestOf(calls.map(({ reply }) => stampedOf(reply)))
}

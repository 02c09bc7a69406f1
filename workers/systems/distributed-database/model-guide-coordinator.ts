import type { Process } from '../../kernel/process'
import type { Component } from '../../network/component'
import { failureOf, isSuccess, type Request, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { CoordinatorOptions } from './model-coordinator'
import * as marks from './model-marks'
import { get, type Operation, operationOf, overwrite, stampedOf } from './model-messages'
import { CoordinatorReading } from './model-reading'

/**
 * The distributed database of the guide: a primary and replicas that follow it in the list. A write is acknowledged by the
 * primary alone; a read asks a replica only when the primary throws.
 */
export class GuideCoordinator implements Component {
  readonly #reading: CoordinatorReading
  #written = 0

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

  *#write(key: string, { value, works }: Operation & { kind: 'write' }): Process<Response> {
    const { node, options } = this
    const [primary = '', ...others] = options.order(key).slice(0, options.copies)
    // Only those who look from outside see the stamp: no replica does.
    const row = { value, stamp: { time: node.now, count: ++this.#written, by: node.name } }
    const { timeoutMicros } = options
    const reply = yield* node.request(primary, overwrite(key, row, works[0] ?? 0), { timeoutMicros })
    if (!isSuccess(reply)) {
      // @flaw The replicas live and hold the key, but a write needs this one node.
      node.mark(marks.guideFailed, { key, primary, cause: failureOf(reply).cause })
      return { status: 503, failure: failureOf(reply) }
    }
    for (const [index, name] of others.entries()) {
      // @flaw No version goes along: a replica keeps what arrives last, not what was written last.
      node.spawn(
        `replicate ${key} to ${name}`,
        this.#replicate(name, key, value, overwrite(key, row, works[index + 1] ?? 0)),
      )
    }
    this.#reading.wrote()
    // @flaw Nobody has waited for the replicas: until they answer there is one copy.
    node.mark(marks.guideWritten, { key, value, primary, others })
    return { status: 200 }
  }

  *#replicate(name: string, key: string, value: number, request: Request): Process {
    const { node, options } = this
    const reply = yield* node.request(name, request, { timeoutMicros: options.timeoutMicros })
    // @flaw The error is told to a log. Nobody tries again, and nobody compares the copies later.
    if (!isSuccess(reply)) node.mark(marks.guideLost, { node: name, key, value, cause: failureOf(reply).cause })
  }

  *#read(key: string, { works }: Operation): Process<Response> {
    const { node, options } = this
    const names = options.order(key).slice(0, options.copies)
    for (const [index, name] of names.entries()) {
      const { timeoutMicros } = options
      const reply = yield* node.request(name, get(key, works[index] ?? 0), { timeoutMicros })
      // @flaw A replica that never got the key answers that there is none: no error, so no other copy is asked.
      if (!isSuccess(reply)) continue
      const copy = stampedOf(reply)
      const why = index === 0 ? 'the primary' : 'a replica, because those before it do not answer'
      this.#reading.read()
      node.mark(marks.guideRead, { key, value: copy?.value ?? 'none', node: name, why })
      return { status: 200, body: copy }
    }
    return { status: 503, failure: { cause: 'no copy answers', by: node.name } }
  }
}

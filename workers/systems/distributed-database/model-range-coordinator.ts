import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { failureOf, isSuccess, type Reply, type Request, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import * as marks from './model-marks'
import { type Operation, operationOf } from './model-messages'
import { MISDIRECTED, type Redirect, rangeRead, rangeWrite } from './model-range-messages'
import { CoordinatorReading } from './model-reading'

export interface RangeCoordinatorOptions {
  rangeOf(key: string): string
  /** The nodes with a copy of the key. */
  homesOf(key: string): readonly string[]
  readonly timeoutMicros: Micros
}

/** A redirect costs one more question; more than this means that nobody leads. */
const MOST_ATTEMPTS = 4

/**
 * Finds the leader of a range: the node that answered last, or the one that others name. A read may be asked of somebody
 * else when there is no answer. A write may not: it may be in a log already, and would be written twice.
 */
export class RangeCoordinator implements Component {
  readonly #leaders = new Map<string, string>()
  readonly #reading: CoordinatorReading

  constructor(
    private readonly node: Node,
    private readonly options: RangeCoordinatorOptions,
  ) {
    this.#reading = new CoordinatorReading(node)
  }

  *handle(request: Request): Process<Response> {
    const operation = operationOf(request)
    const key = request.key ?? ''
    const range = this.options.rangeOf(key)
    let [cause, by] = ['nobody leads it', this.node.name]
    let asked = this.#leaders.get(range) ?? this.#firstOf(key)
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      const reply = yield* this.#ask(asked, key, operation)
      if (isSuccess(reply)) return this.#done(range, asked, operation, reply)
      ;({ cause, by } = failureOf(reply))
      const redirect = redirectIn(reply)
      if (operation.kind !== 'read' && redirect === null) {
        this.#leaders.set(range, this.#after(key, asked))
        return this.#unknown(range, key, operation, cause, by)
      }
      const named = redirect?.leader ?? null
      asked = named !== null && named !== asked ? named : this.#after(key, asked)
    }
    this.#leaders.set(range, this.#after(key, asked))
    return this.#refuse(range, key, operation, cause)
  }

  *#ask(asked: string, key: string, operation: Operation): Process<Reply> {
    const { node, options } = this
    const place = options.homesOf(key).indexOf(asked)
    const request =
      operation.kind === 'read'
        ? rangeRead(key, operation.works[place] ?? 0)
        : rangeWrite(key, operation.value, operation.works)
    return yield* node.request(asked, request, { timeoutMicros: options.timeoutMicros })
  }

  #done(range: string, leader: string, operation: Operation, reply: Reply): Response {
    this.#leaders.set(range, leader)
    if (operation.kind === 'read') this.#reading.read()
    else this.#reading.wrote()
    return { status: 200, ...(reply.kind === 'answered' && { body: reply.response.body ?? null }) }
  }

  #unknown(
    range: string,
    key: string,
    { value }: Operation & { kind: 'write' | 'add' },
    cause: string,
    by: string,
  ): Response {
    this.#reading.failed()
    this.node.mark(marks.rangeUnknown, { range, key, value, node: by, cause })
    return { status: 504, failure: { cause, by } }
  }

  #refuse(range: string, key: string, { kind }: Operation, cause: string): Response {
    this.#reading.failed()
    this.node.mark(marks.rangeRefused, { kind, key, range, cause })
    return { status: 503, failure: { cause: `no leaseholder of ${range}`, by: this.node.name } }
  }

  #firstOf(key: string): string {
    return this.options.homesOf(key)[0] as string
  }

  /** The next node with a copy. */
  #after(key: string, name: string): string {
    const homes = this.options.homesOf(key)
    return homes[(homes.indexOf(name) + 1) % homes.length] as string
  }
}

function redirectIn(reply: Reply): Redirect | null {
  if (reply.kind !== 'answered' || reply.response.status !== MISDIRECTED) return null
  return reply.response.body as unknown as Redirect
}

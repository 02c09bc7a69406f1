import { RedisClient } from '../../components/redis-client'
import { MESSAGE_LABEL, type PublishedMessage } from '../../components/redis-subscribers'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { HeaderFields } from '../../network/http/header-fields'
import { finished, fromRequest, type HttpRequest, type HttpResponse, toResponse } from '../../network/http/http-message'
import type { FailureCause, Request, Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import * as marks from './model-marks'
import type { MemoryLevel } from './model-memory'
import type { Answer } from './model-reader'
import type { Settings } from './model-settings'
import { SHARED } from './model-shared'
import type { CacheWitness } from './model-witness'

/** The hour that the guide takes when it is not told. */
const GUIDE_SECONDS = 3600

/** What stands behind the address of an app. */
export interface AppParts {
  readonly memory: MemoryLevel | null
  read(key: string): Process<Answer>
  write(key: string, value: string): Process<FailureCause | null>
  /** What is on its way for a key was asked for before it changed. */
  outdate?(key: string): void
  /** Fills the levels when the app starts. */
  warmUp?(): Process<void>
}

/** An application: `GET /k1` reads through its levels, `PUT /k1` writes, and a message takes a key out of its memory. */
export class App implements Component {
  private readonly open: Gauge

  constructor(
    private readonly node: Node,
    private readonly parts: AppParts,
    private readonly settings: Settings,
    private readonly witness: CacheWitness,
  ) {
    this.open = node.gauge('open')
    this.open.set(0)
  }

  *start(): Process {
    yield* this.parts.warmUp?.() ?? this.node.sleep(0)
    const { pingEvery } = this.settings
    if (pingEvery !== null && this.parts.memory !== null) yield* this.watch(this.parts.memory, pingEvery)
  }

  *handle(message: Request): Process<Response> {
    if (message.label.startsWith(MESSAGE_LABEL)) return this.hear(message.body as PublishedMessage)
    this.open.add(1)
    const response = yield* this.serve(message)
    this.open.add(-1)
    return response
  }

  private *serve(message: Request): Process<Response> {
    const request = fromRequest(message)
    const key = request.target.replace(/^\//, '')
    const response =
      request.method === 'PUT'
        ? this.written(yield* this.parts.write(key, String(request.body)))
        : this.answer(request, yield* this.parts.read(key))
    return toResponse(finished(request.method, response, this.node.now))
  }

  /** Asks again and again whether the connection on which it is told of changes still holds. */
  private *watch(memory: MemoryLevel, everyMicros: Micros): Process {
    const redis = new RedisClient(this.node, () => SHARED, everyMicros, this.node.name)
    for (;;) {
      yield* this.node.sleep(everyMicros)
      const outcome = yield* redis.command('PING')
      memory.setDeaf(outcome.kind === 'failed')
    }
  }

  private hear({ message }: PublishedMessage): Response {
    const [key = '', by] = message.split(' ')
    if (by !== undefined && by !== this.node.name) this.parts.outdate?.(key)
    if (by !== this.node.name && this.parts.memory?.drop(key) === true)
      this.node.mark(marks.dropped, { key, app: this.node.name })
    return { status: 204 }
  }

  private written(failure: FailureCause | null): HttpResponse {
    if (failure === null) return { status: 204, headers: HeaderFields.none }
    return { status: 502, headers: HeaderFields.none, failure }
  }

  private answer(request: HttpRequest, answer: Answer): HttpResponse {
    if (answer.kind === 'failed') return { status: 502, headers: HeaderFields.none, failure: answer.failure }
    const tag = `"${answer.value ?? 'none'}"`
    const { now } = this.node
    const seconds = this.maxAge(answer)
    if (this.settings.front !== 'none')
      this.witness.kept('HTTP', request.target, now + seconds * 1_000_000, answer.freshUntil, now)
    const headers = HeaderFields.of([
      ['Cache-Control', `max-age=${seconds}`],
      ['ETag', tag],
    ])
    if (request.headers.get('If-None-Match') === tag) return { status: 304, headers }
    return { status: 200, headers, body: answer.value, contentBytes: 2_000 }
  }

  /** No level of HTTP may keep it for longer than the levels here: what they have used up counts. */
  private maxAge({ freshUntil }: Answer & { kind: 'value' }): number {
    const { policy, httpTtl } = this.settings
    if (policy === 'guide') return GUIDE_SECONDS
    const left = Math.min(httpTtl, freshUntil - this.node.now)
    return Math.max(0, Math.floor(left / 1_000_000))
  }
}

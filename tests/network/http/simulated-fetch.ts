import type { Process } from '../../../workers/kernel/process'
import type { Task } from '../../../workers/kernel/task'
import { Timer } from '../../../workers/kernel/waits'
import type { Component } from '../../../workers/network/component'
import { HeaderFields } from '../../../workers/network/http/header-fields'
import { fromResponse, hasNoContent, toRequest } from '../../../workers/network/http/http-message'
import type { Reply } from '../../../workers/network/message'
import type { Node } from '../../../workers/network/node'
import type { Plain } from '../../../workers/protocol'
import type { Scenario } from '../../../workers/scenario/scenario'
import { type Run, startRun } from '../../../workers/session/run'
import type { SystemModel } from '../../../workers/systems/system'

/** `fetch` against a simulated service: the host of an address is the name of a node. */
export interface SimulatedFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>
  readonly run: Run
  /** Simulated time in microseconds. It stands still while nobody waits for an answer. */
  readonly now: number
  /** Lets simulated time pass. */
  pass(micros: number): Promise<void>
  /** As `AbortSignal.timeout`, on simulated time. */
  timeout(micros: number): AbortSignal
}

const OUTSIDE = 'outside'
const MAX_REDIRECTS = 20

/**
 * Runs the scenario of a model as far as answers need it. A node `outside` with links to all others does the asking.
 * Requests that are begun in one turn of the event loop begin at one simulated moment.
 */
export function createFetch(model: SystemModel, scenario: Scenario, latencyMicros = 1_000): SimulatedFetch {
  let outside: Node | null = null
  const run = startRun(scenario, {
    build(world, variant, values) {
      model.build(world, variant, values)
      const inside = world.network.nodes.map(({ name }) => name)
      outside = world.node(OUTSIDE, 'client', (): Component => ({}))
      for (const name of inside) world.link(OUTSIDE, name, { latency: { kind: 'fixed', micros: latencyMicros } })
    },
  })
  const client = new Client(run, outside as unknown as Node)
  const call = (input: string | URL | Request, init?: RequestInit) => client.fetch(new Request(input, init))
  return Object.defineProperty(
    Object.assign(call, {
      run,
      pass: (micros: number) => client.pass(micros),
      timeout: (micros: number) => client.timeout(micros),
    }) as unknown as SimulatedFetch,
    'now',
    { get: () => run.world.kernel.now },
  )
}

class Client {
  private readonly open = new Set<(error: Error) => void>()
  private pumping = false
  private settledSomething = false

  constructor(
    private readonly run: Run,
    private readonly node: Node,
  ) {}

  async fetch(request: Request, redirects = 0): Promise<Response> {
    request.signal.throwIfAborted()
    const response = await this.once(request)
    const location = response.headers.get('Location')
    if (location === null || ![301, 302, 303, 307, 308].includes(response.status) || request.redirect === 'manual')
      return response
    if (request.redirect === 'error' || redirects === MAX_REDIRECTS) throw new TypeError('fetch failed: redirected')
    return this.fetch(redirected(request, response.status, location), redirects + 1)
  }

  pass(micros: number): Promise<void> {
    return this.wait<void>((done) => this.schedule(micros, () => done(undefined)))
  }

  timeout(micros: number): AbortSignal {
    const controller = new AbortController()
    this.schedule(micros, () => controller.abort(new DOMException('The simulated time is over.', 'TimeoutError')))
    return controller.signal
  }

  private schedule(micros: number, action: () => void): void {
    this.run.world.kernel.schedule(micros, new Timer(null, action))
  }

  private async once(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (this.run.world.network.node(url.hostname) === undefined) throw new TypeError(`fetch failed: no ${url.hostname}`)
    const text = request.body === null ? null : await request.text()
    const message = toRequest({
      method: request.method,
      target: url.pathname + url.search,
      headers: HeaderFields.of([['Host', url.host], ...request.headers]),
      ...(text === null ? {} : { body: bodyOf(text, request.headers), contentBytes: text.length }),
    })
    const reply = await this.wait<Reply>((done, fail) => {
      const task: Task = this.node.spawnFresh('fetch', this.ask(url.hostname, message, done))
      request.signal.addEventListener('abort', () => {
        task.cancel()
        fail(request.signal.reason)
      })
    })
    if (reply.kind === 'failed') throw new TypeError('fetch failed', { cause: reply.failure })
    return standard(reply, request)
  }

  private *ask(host: string, message: ReturnType<typeof toRequest>, done: (reply: Reply) => void): Process {
    const id = this.node.openRequest(message.label)
    let failure: { cause: string; by: string } | null = { cause: 'aborted', by: OUTSIDE }
    try {
      const reply = yield* this.node.request(host, message)
      failure = reply.kind === 'failed' ? reply.failure : (reply.response.failure ?? null)
      done(reply)
    } finally {
      this.node.closeRequest(id, failure)
    }
  }

  private wait<T>(begin: (done: (value: T) => void, fail: (error: Error) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const finish = () => {
        this.open.delete(fail)
        this.settledSomething = true
      }
      const fail = (error: Error) => {
        finish()
        reject(error)
      }
      this.open.add(fail)
      begin((value) => {
        finish()
        resolve(value)
      }, fail)
      void this.pump()
    })
  }

  /** Lets things happen while somebody waits, and after every answer lets the one who asked go on first. */
  private async pump(): Promise<void> {
    if (this.pumping) return
    this.pumping = true
    while (this.open.size > 0) {
      await new Promise((resolve) => setImmediate(resolve))
      this.settledSomething = false
      while (this.open.size > 0 && !this.settledSomething && this.run.status.kind === 'running') this.run.work(1)
      const { status } = this.run
      if (status.kind !== 'running')
        for (const fail of [...this.open]) fail(new TypeError('fetch failed', { cause: status.sentence }))
    }
    this.pumping = false
  }
}

/** As the Fetch standard asks: 303, and 301 or 302 of a POST, go on as GET without a body. */
function redirected(request: Request, status: number, location: string): Request {
  const becomesGet = (status === 303 && request.method !== 'HEAD') || (status < 303 && request.method === 'POST')
  const url = new URL(location, request.url)
  const { headers, signal, redirect } = request
  return new Request(url, { method: becomesGet ? 'GET' : request.method, headers, signal, redirect })
}

function bodyOf(text: string, headers: Headers): Plain {
  return /\bjson\b/.test(headers.get('Content-Type') ?? '') ? (JSON.parse(text) as Plain) : text
}

function standard(reply: Extract<Reply, { kind: 'answered' }>, request: Request): Response {
  const { status, headers, body } = fromResponse(reply.response)
  const isEmpty = body === undefined || hasNoContent(request.method, status)
  const text = isEmpty ? null : typeof body === 'string' ? body : JSON.stringify(body)
  const response = new Response(text, { status, headers: headers.lines.map(([name, value]) => [name, value]) })
  Object.defineProperty(response, 'url', { value: request.url })
  return response
}

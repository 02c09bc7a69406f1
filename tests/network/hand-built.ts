import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import type { Reply, Request, Response } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'
import type { World } from '../../workers/network/world'
import type { Scenario } from '../../workers/scenario/scenario'
import { type Run, startRun } from '../../workers/session/run'
import { type Hop, Trace } from '../../workers/trace/trace'

export function scenarioOf(changes: Partial<Scenario> = {}): Scenario {
  return {
    system: 'hand-built',
    variant: '',
    values: {},
    seed: 7,
    horizonMicros: 1_000_000,
    script: [],
    ...changes,
  }
}

/** A run of a world that a test builds by hand. */
export function runOf(build: (world: World) => void, changes: Partial<Scenario> = {}): Run {
  return startRun(scenarioOf(changes), { build })
}

export function traceOf(run: Run, budget = 10_000): Trace {
  const trace = new Trace(run.world.topology, run.world.scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(budget))
  return trace
}

export function hopsOf(trace: Trace): Hop[] {
  return Array.from({ length: trace.hopCount }, (_, index) => trace.hop(index))
}

export function sentencesOf(trace: Trace): string[] {
  return Array.from({ length: trace.markCount }, (_, index) => trace.mark(index).sentence)
}

/** Answers after a time. */
export class Echo implements Component {
  constructor(
    private readonly node: Node,
    private readonly workMicros: number,
    private readonly response: Response = { status: 200 },
  ) {}

  *handle(_: Request): Process<Response> {
    yield* this.node.sleep(this.workMicros)
    return this.response
  }
}

/** What was asked at `at` and what came of it at `endedAt`. */
export interface Asked {
  readonly label: string
  readonly endedAt: number
  readonly reply: Reply
}

export interface Question {
  readonly at: number
  readonly to: string
  readonly label: string
  readonly bytes?: number
  readonly timeoutMicros?: number
}

/** Asks at given moments and remembers the replies. */
export class Asker implements Component {
  constructor(
    private readonly node: Node,
    private readonly questions: readonly Question[],
    private readonly answers: Asked[],
  ) {}

  *start(): Process {
    for (const question of this.questions) this.node.spawnFresh(`ask ${question.label}`, this.ask(question))
  }

  private *ask({ at, to, label, bytes, timeoutMicros }: Question): Process {
    const { node } = this
    yield* node.sleep(at)
    const id = node.openRequest(label)
    const request = bytes === undefined ? { label } : { label, bytes }
    const reply = yield* node.request(to, request, timeoutMicros === undefined ? {} : { timeoutMicros })
    this.answers.push({ label, endedAt: node.now, reply })
    node.closeRequest(id, reply.kind === 'failed' ? reply.failure : null)
  }
}

/** One asker `a` and one answerer `b` with 1 ms between them. */
export function pair(
  questions: readonly Omit<Question, 'to'>[],
  script: Scenario['script'] = [],
  options: { workMicros?: number; latencyMicros?: number; bytesPerSecond?: number; response?: Response } = {},
): { trace: Trace; answers: Asked[] } {
  const { workMicros = 10_000, latencyMicros = 1_000, bytesPerSecond, response } = options
  const answers: Asked[] = []
  const run = runOf(
    (world) => {
      const asked = questions.map((question) => ({ ...question, to: 'b' }))
      world.node('a', 'asker', (node) => new Asker(node, asked, answers))
      world.node('b', 'echo', (node) => new Echo(node, workMicros, response))
      const latency = { kind: 'fixed', micros: latencyMicros } as const
      world.link('a', 'b', bytesPerSecond === undefined ? { latency } : { latency, bytesPerSecond })
    },
    { script },
  )
  return { trace: traceOf(run), answers }
}

import { type Chunk, DIGEST_BLOCK, ENGINE_REVISION, type Inspection, type Opened, type SessionApi } from '../protocol'
import type { Scenario } from '../scenario/scenario'
import type { SystemModel } from '../systems/system'
import { type Run, startRun } from './run'

/**
 * One page's runs, one at a time. When a scenario is changed, the new run is compared with the one before it, block by
 * block, and only what differs is sent: up to there the page's trace is still true.
 */
export class Session implements SessionApi {
  private current: Current | null = null
  private runs = 0

  constructor(private readonly loadModel: (system: string) => Promise<SystemModel>) {}

  async open(scenario: Scenario): Promise<Opened> {
    const model = await this.loadModel(scenario.system)
    const run = ++this.runs
    const opened = new Current(run, scenario, model, this.current)
    this.current = opened
    const { topology, checks } = opened.run.world
    return { run, engineRevision: ENGINE_REVISION, topology, checks: checks.map(({ name }) => name) }
  }

  async advance(run: number, budget: number): Promise<Chunk> {
    return this.required(run).advance(budget)
  }

  async inspect(run: number, event: number, node: string): Promise<Inspection> {
    return this.required(run).inspect(event, node)
  }

  private required(run: number): Current {
    if (this.current === null || this.current.id !== run) throw new Error(`run ${run} is over: another one was opened`)
    return this.current
  }
}

/** A run, what of it the page holds, and a second copy of it for inspections. */
class Current {
  readonly run: Run
  /** Digests of the run's blocks, from the first, and how many of these blocks the page holds. */
  private readonly digests: string[] = []
  private held = 0
  private agreement: readonly string[] | null
  private waiting: Chunk[] = []
  private inspected: Run | null = null

  constructor(
    readonly id: number,
    readonly scenario: Scenario,
    private readonly model: SystemModel,
    before: Current | null,
  ) {
    this.run = startRun(scenario, model, id)
    const comparable =
      before !== null && JSON.stringify(before.run.world.topology) === JSON.stringify(this.run.world.topology)
    this.agreement = comparable ? before.digests.slice(0, before.held) : null
  }

  advance(budget: number): Chunk {
    const ready = this.agreement === null ? this.waiting.shift() : undefined
    const chunk = ready ?? this.next(budget)
    const end = chunk.firstEvent + chunk.eventAt.length
    // A block is closed by the event after it, unless it agrees.
    this.held = chunk.agreeing ? end / DIGEST_BLOCK : Math.max(0, Math.floor((end - 1) / DIGEST_BLOCK))
    return chunk
  }

  inspect(event: number, node: string): Inspection {
    const count = event + 1
    if (this.inspected === null || this.inspected.world.recorder.events > count)
      this.inspected = startRun(this.scenario, this.model, this.id)
    this.inspected.workUntil(count)
    return { node, waits: this.inspected.waitsOf(node) }
  }

  private next(budget: number): Chunk {
    const chunk = this.run.advance(budget)
    this.digests.push(...chunk.blockDigests)
    return this.agreement === null ? chunk : this.compare(chunk, this.agreement)
  }

  /** Holds chunks back while they agree with the run before; hands all of them out at the first difference. */
  private compare(chunk: Chunk, before: readonly string[]): Chunk {
    const agreed = agreedBlocks(this.digests, before) * DIGEST_BLOCK
    this.waiting.push(chunk)
    this.waiting = this.waiting.filter(
      ({ firstEvent, eventAt, status }) => firstEvent + eventAt.length > agreed || status.kind !== 'running',
    )
    const over = this.digests.length * DIGEST_BLOCK > agreed || chunk.status.kind !== 'running'
    if (!over) return agreeing(chunk, agreed)
    this.agreement = null
    return this.waiting.shift() as Chunk
  }
}

function agreedBlocks(blocks: readonly string[], before: readonly string[]): number {
  const different = blocks.findIndex((digest, index) => digest !== before[index])
  return different < 0 ? blocks.length : different
}

/** Nothing to append: up to `firstEvent` the old trace is true. */
function agreeing(chunk: Chunk, firstEvent: number): Chunk {
  const none = new Uint32Array()
  const noNumbers = new Float64Array()
  const noTable = { first: 0, entries: [] }
  return {
    ...chunk,
    firstEvent,
    agreeing: true,
    blockDigests: [],
    eventAt: noNumbers,
    hops: {
      sentEvent: none,
      dueMicros: noNumbers,
      linkAndKind: none,
      request: none,
      cause: none,
      label: none,
      bytes: none,
    },
    settles: { hop: none, event: none, fate: none },
    requests: { event: none, node: none, label: none },
    ends: { request: none, event: none, cause: none, by: none },
    gauges: { event: none, slot: none, value: noNumbers },
    facts: [],
    marks: { event: none, node: none, template: none, request: none, args: noNumbers },
    stages: { event: none, request: none, hop: none, nodeAndStage: none, amount: none },
    breaches: [],
    tables: { strings: noTable, slots: noTable, templates: noTable },
  }
}

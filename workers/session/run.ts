import { World } from '../network/world'
import type { Chunk, ProcessWait, RunStatus } from '../protocol'
import { Values } from '../scenario/parameters'
import type { Scenario } from '../scenario/scenario'
import type { SystemModel } from '../systems/system'
import { UNIVERSAL_CHECKS } from './universal-checks'

/** Builds a scenario's world and makes it ready to advance. */
export function startRun(scenario: Scenario, model: SystemModel, run = 1): Run {
  return new Run(scenario, model, run)
}

/** The execution of a scenario: advances in pieces of any size and hands out what was recorded. */
export class Run {
  readonly world: World
  status: RunStatus = { kind: 'running' }
  private digest: string | null = null
  private readonly breached = new Set<string>()
  private readonly watches: { readonly name: string; readonly look: () => string | null }[] = []

  constructor(
    scenario: Scenario,
    model: SystemModel,
    private readonly run: number,
  ) {
    this.world = new World(scenario)
    model.build(this.world, scenario.variant, new Values(scenario.values))
    for (const check of UNIVERSAL_CHECKS) this.world.check(check)
    this.world.boot()
    for (const check of this.world.checks)
      if (check.watch !== undefined) this.watches.push({ name: check.name, look: check.watch(this.world) })
  }

  /** Runs on for at most `budget` agenda entries. */
  advance(budget: number): Chunk {
    this.work(budget)
    const { recorder, kernel } = this.world
    return recorder.take(this.run, this.status, kernel.now, this.digest)
  }

  /** Runs on without handing anything out. */
  work(budget: number): void {
    if (this.status.kind !== 'running') return
    const { kernel, recorder, checks } = this.world
    try {
      if (this.watches.length === 0) kernel.advance(budget, (now) => recorder.begin(now))
      else this.workWatched(budget)
    } catch (error) {
      this.break(error)
      return
    }
    if (kernel.ending === null) return
    recorder.begin(kernel.now)
    for (const check of checks) this.witness(check.name, check.end?.(this.world) ?? null)
    this.status = { kind: 'finished', ...kernel.ending }
    this.digest = recorder.finish()
  }

  /** Runs on until exactly `events` events of the trace are recorded, or the run ends. */
  workUntil(events: number): void {
    while (this.status.kind === 'running' && this.world.recorder.events < events) {
      this.work(1)
      this.world.recorder.forget()
    }
  }

  /** What the processes of a node wait for now. */
  waitsOf(node: string): ProcessWait[] {
    const tasks = this.world.network.node(node)?.tasks.list() ?? []
    return tasks
      .filter((task) => task.wait !== null)
      .map((task) => ({
        process: task.title,
        request: task.request,
        waitsFor: task.wait?.describe() ?? '',
        sinceMicros: task.waitingSince,
      }))
  }

  /** The same, looking after every event. An entry of the agenda begins after all that the one before it did. */
  private workWatched(budget: number): void {
    const { kernel, recorder } = this.world
    let seen = recorder.events
    const look = () => {
      if (recorder.events === seen) return
      for (const watch of this.watches) this.witness(watch.name, watch.look())
      seen = recorder.events
    }
    kernel.advance(budget, (now) => {
      look()
      recorder.begin(now)
    })
    look()
  }

  private witness(name: string, sentence: string | null): void {
    if (sentence === null || this.breached.has(name)) return
    this.breached.add(name)
    this.world.recorder.breach(name, sentence)
  }

  /** A model that throws is a mistake of ours: the run stops, says so, and keeps what it has. */
  private break(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error)
    this.status = { kind: 'broken', sentence: `The simulation itself failed: ${text}.` }
  }
}

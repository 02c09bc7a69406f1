import type { Intervention, Scenario } from '../scenario/scenario'
import { startRun } from '../session/run'
import type { SystemMeta, SystemModel } from '../systems/system'
import { candidateOf } from './candidate'
import { FaultDrawer } from './faults'
import { type Found, shrink } from './shrink'
import type { Target } from './target'
import { tryScenario } from './trial'

/** How far a search may go. */
export interface SearchBudget {
  /** Candidates of the whole search, over all shards. */
  readonly runs: number
  /** This search tries the candidates whose index leaves `index` when divided by `count`. */
  readonly shard: { readonly index: number; readonly count: number }
}

export interface Finding {
  /** Index of the candidate. Of several shards' findings the one with the lowest index is the finding of the search. */
  readonly index: number
  /** As it was found. */
  readonly original: Scenario
  /** The same made small. */
  readonly scenario: Scenario
  readonly atMicros: number
  readonly sentence: string
}

/** What has been tried, for those who find nothing. */
export interface Tried {
  /** Runs, those of shrinking included. */
  readonly runs: number
  readonly events: number
  /** Faults in all candidates by kind. */
  readonly faults: Readonly<Record<string, number>>
}

/** Runs that shrinking may take. */
const MOST_SHRINKING = 300

/**
 * Looks for a scenario that meets a target, candidate by candidate. Nothing depends on how often or when `step` is
 * called: the same budget gives the same finding, in one search or in shards.
 */
export class FaultSearch {
  finding: Finding | null = null
  private next: number
  private runs = 0
  private events = 0
  private readonly faults: Record<string, number> = {}
  private readonly drawer: FaultDrawer

  constructor(
    private readonly base: Scenario,
    meta: SystemMeta,
    private readonly model: SystemModel,
    private readonly target: Target,
    private readonly budget: SearchBudget,
  ) {
    this.drawer = new FaultDrawer(startRun(base, model).world.topology, meta, base.horizonMicros)
    this.next = budget.shard.index
  }

  get isOver(): boolean {
    return this.finding !== null || this.next >= this.budget.runs
  }

  /** Index of the next candidate: all candidates of this shard before it have been tried. */
  get position(): number {
    return Math.min(this.next, this.budget.runs)
  }

  get tried(): Tried {
    return { runs: this.runs, events: this.events, faults: { ...this.faults } }
  }

  /** Tries one candidate; one that meets the target is shrunk at once, which takes up to 300 runs more. */
  step(): void {
    if (this.isOver) return
    const index = this.next
    this.next += this.budget.shard.count
    const original = candidateOf(this.base, this.drawer, index)
    this.count(original.script)
    const found = this.test(original)
    if (found === null) return
    let left = MOST_SHRINKING
    const { scenario, met } = shrink(found, this.base, (smaller) => (left-- > 0 ? this.test(smaller) : null))
    this.finding = { index, original, scenario, ...met }
  }

  private test(scenario: Scenario): Found | null {
    const { met, events } = tryScenario(scenario, this.model, this.target)
    this.runs++
    this.events += events
    return met === null ? null : { scenario, met }
  }

  private count(script: readonly Intervention[]): void {
    for (const entry of script) {
      if (this.base.script.includes(entry)) continue
      this.faults[entry.kind] = (this.faults[entry.kind] ?? 0) + 1
    }
  }
}

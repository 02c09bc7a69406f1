import { RandomStream } from '../kernel/random'
import { type Intervention, SCENARIO_LIMITS, type Scenario } from '../scenario/scenario'
import type { FaultDrawer } from './faults'

/** Most faults that one candidate adds. */
const MOST_FAULTS = 4

/**
 * The candidate of a search with this index: the scenario with another seed and one to four faults more. Candidate 0 is
 * the scenario itself, and every second one keeps its seed. It depends on the index alone, so that shards of a search,
 * whatever their number, try the same candidates.
 */
export function candidateOf(base: Scenario, faults: FaultDrawer, index: number): Scenario {
  if (index === 0) return base
  const lots = RandomStream.named(base.seed, `search/${index}`)
  const seed = index % 2 === 0 ? base.seed : lots.uint32()
  const script = [...base.script]
  for (let left = 1 + lots.integer(MOST_FAULTS); left > 0; left--) script.push(...faults.draw(lots))
  return { ...base, seed, script: inOrder(script) }
}

/** By time; entries at one moment keep their order. */
export function inOrder(script: readonly Intervention[]): Intervention[] {
  return script.toSorted((a, b) => a.at - b.at).slice(0, SCENARIO_LIMITS.maxScript)
}

import type { Scenario } from '../scenario/scenario'
import type { SystemMeta } from '../systems/system'
import type { Finding, SearchBudget, Tried } from './search'
import type { Target } from './target'

/** What the page asks of a worker that searches. All of it is plain data. */
export interface ExploreApi {
  /** Begins a search and drops the one before it. */
  begin(request: SearchRequest): Promise<void>
  /** Tries so many candidates more and tells how the search stands. One that meets the target is shrunk too. */
  step(runs: number): Promise<SearchProgress>
}

export interface SearchRequest {
  readonly scenario: Scenario
  readonly meta: SystemMeta
  readonly target: Target
  readonly budget: SearchBudget
}

export interface SearchProgress {
  /** All candidates of this shard below this index have been tried. */
  readonly position: number
  readonly isOver: boolean
  readonly tried: Tried
  readonly finding: Finding | null
}

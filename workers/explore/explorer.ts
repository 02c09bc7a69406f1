import type { SystemModel } from '../systems/system'
import type { ExploreApi, SearchProgress, SearchRequest } from './explore-api'
import { FaultSearch } from './search'

/** One search at a time, in pieces. */
export class Explorer implements ExploreApi {
  private search: FaultSearch | null = null

  constructor(private readonly loadModel: (system: string) => Promise<SystemModel>) {}

  async begin({ scenario, meta, target, budget }: SearchRequest): Promise<void> {
    this.search = new FaultSearch(scenario, meta, await this.loadModel(meta.id), target, budget)
  }

  async step(runs: number): Promise<SearchProgress> {
    const { search } = this
    if (search === null) throw new Error('No search was begun.')
    for (let left = runs; left > 0 && !search.isOver; left--) search.step()
    return { position: search.position, isOver: search.isOver, tried: search.tried, finding: search.finding }
  }
}

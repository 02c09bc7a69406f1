import { wrap } from 'comlink'
import type { ExploreApi } from '../../workers/explore/explore-api'
import explorerUrl from '../../workers/explore.worker.ts?worker&url'
import { startWorker } from './trusted-worker'

/** One worker that searches. */
export interface ExplorerConnection {
  readonly api: ExploreApi
  onFailure(listener: () => void): void
  end(): void
}

export function connectExplorer(): ExplorerConnection {
  const worker = startWorker(explorerUrl)
  return {
    api: wrap<ExploreApi>(worker),
    onFailure: (listener) => worker.addEventListener('error', listener),
    end: () => worker.terminate(),
  }
}

import { wrap } from 'comlink'
import type { SessionApi } from '../../workers/protocol'
import workerUrl from '../../workers/simulation.worker.ts?worker&url'
import type { Connection } from './session-client'
import { startWorker } from './trusted-worker'

/** Starts a simulation worker. */
export function connectWorker(): Connection {
  const worker = startWorker(workerUrl)
  return {
    api: wrap<SessionApi>(worker),
    onFailure(listener) {
      worker.addEventListener('error', (event) => {
        event.preventDefault()
        listener('The simulation stopped unexpectedly.')
      })
      worker.addEventListener('messageerror', () => listener('The simulation sent something that cannot be read.'))
    },
    end: () => worker.terminate(),
  }
}

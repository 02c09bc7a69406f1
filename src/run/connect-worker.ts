import { wrap } from 'comlink'
import type { SessionApi } from '../../workers/protocol'
import type { Connection } from './session-client'

/** Starts a simulation worker. */
export function connectWorker(): Connection {
  const worker = new Worker(new URL('../../workers/simulation.worker.ts', import.meta.url), { type: 'module' })
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

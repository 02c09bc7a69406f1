import { wrap } from 'comlink'
import type { SessionApi } from '../../workers/protocol'
import workerUrl from '../../workers/simulation.worker.ts?worker&url'
import type { Connection } from './session-client'

/** Starts a simulation worker. */
export function connectWorker(): Connection {
  const worker = new Worker(trustedWorkerUrl, { type: 'module' })
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

/** The one part of the browser's Trusted Types that is used here. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(input: string): string }
}

/**
 * The page's policy (public/_headers) lets no string become code but through this named policy, and it knows one
 * address. A browser without Trusted Types takes the string.
 */
const trustedWorkerUrl =
  (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
    ?.createPolicy('sandtable-worker', { createScriptURL: () => workerUrl })
    .createScriptURL(workerUrl) ?? workerUrl

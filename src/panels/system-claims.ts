import { useEffect, useState } from 'react'
import { loadClaims } from '../../workers/systems/loaders'
import type { Claims } from '../../workers/systems/system'
import { runStore, useRun } from '../run/run-store'

/** What the presets of the open system promise, fetched when something first asks for it; null until it is there. */
export function useSystemClaims(): Claims | null {
  const system = useRun((run) => run.meta.id)
  const [loaded, setLoaded] = useState<{ readonly system: string; readonly claims: Claims } | null>(null)
  useEffect(() => {
    let isWanted = true
    loadClaims(system).then(
      (claims) => isWanted && setLoaded({ system, claims }),
      () =>
        runStore.getState().addNote('What this run should show could not be loaded. Check the connection and reload.'),
    )
    return () => {
      isWanted = false
    }
  }, [system])
  return loaded?.system === system ? loaded.claims : null
}

import { sources } from 'virtual:sources'
import { useEffect, useState } from 'react'
import { loadCode } from '../../../workers/systems/loaders'
import type { SystemCode } from '../../../workers/systems/source-passage'
import type { ShownSource } from './shown-source'

const NONE: SystemCode = []

/** What the open system says of its sources; null until it is there. A file that cannot be loaded counts as none. */
export function useCode(id: string): SystemCode | null {
  return useLoaded(id, async () => loadCode(id).catch(() => NONE))
}

/** The source of a file; null until it is there, or when there is none. */
export function useSource(file: string | null): ShownSource | null {
  return useLoaded(file, async () => {
    const loaded = file === null ? undefined : await sources[file]?.().catch(() => undefined)
    return loaded?.default ?? null
  })
}

/** What belongs to the key, never what belonged to the one before. */
function useLoaded<T>(key: string | null, load: () => Promise<T>): T | null {
  const [loaded, take] = useState<{ readonly key: string | null; readonly own: T } | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is loaded follows from the key alone.
  useEffect(() => {
    let isCurrent = true
    load().then((own) => {
      if (isCurrent) take({ key, own })
    })
    return () => {
      isCurrent = false
    }
  }, [key])
  return loaded?.key === key ? (loaded?.own ?? null) : null
}

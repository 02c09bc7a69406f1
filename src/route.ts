import { useSyncExternalStore } from 'react'

/** Which page the address names. The rest of a playground's address belongs to the link codec. */
export type Route = { readonly page: 'gallery' } | { readonly page: 'playground'; readonly system: string }

/** Reads the part of `#/system?…` before the question mark; anything that names no system is the gallery. */
export function routeOf(hash: string): Route {
  const system = /^#\/([a-z0-9-]+)(?:[/?]|$)/i.exec(hash)?.[1]?.toLowerCase()
  return system === undefined ? { page: 'gallery' } : { page: 'playground', system }
}

/** The hash of the address, followed. */
export function useHash(): string {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed)
      return () => removeEventListener('hashchange', changed)
    },
    () => location.hash,
  )
}

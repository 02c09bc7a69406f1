import { useSyncExternalStore } from 'react'

/** The moments fold into a tab. */
export const MIDDLE = '(max-width: 1100px), (max-height: 560px)'
/** The top bar has no room for everything. */
export const NARROW = '(max-width: 700px)'

/** Whether a media query holds, followed. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

import { useEffect, useState } from 'react'
import { type Playhead, playheadStore } from './playhead-store'

/** Shortest time between two texts while playing. */
const READABLE_MS = 100

export type ReadablePlayhead = Pick<Playhead, 'count' | 'micros' | 'marks' | 'playing'>

/** The playhead for text: at once when paused, about ten times a second while playing. */
export function useReadablePlayhead(everyMs = READABLE_MS): ReadablePlayhead {
  const [shown, show] = useState<ReadablePlayhead>(playheadStore.getState)
  useEffect(() => {
    let timer = 0
    let last = 0
    const refresh = (): void => {
      window.clearTimeout(timer)
      timer = 0
      last = performance.now()
      const { count, micros, marks, playing } = playheadStore.getState()
      show((before) =>
        before.count === count && before.micros === micros && before.marks === marks && before.playing === playing
          ? before
          : { count, micros, marks, playing },
      )
    }
    refresh()
    const stop = playheadStore.subscribe(({ playing }) => {
      const wait = playing === 0 ? 0 : last + everyMs - performance.now()
      if (wait <= 0) refresh()
      else if (timer === 0) timer = window.setTimeout(refresh, wait)
    })
    return () => {
      stop()
      window.clearTimeout(timer)
    }
  }, [everyMs])
  return shown
}

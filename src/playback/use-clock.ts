import { useEffect } from 'react'
import { playheadStore } from './playhead-store'

/** Advances the playhead once a frame, and only while it plays. A hidden page draws no frames, so its picture waits. */
export function useClock(): void {
  useEffect(() => {
    let frame = 0
    let last = 0
    const tick = (now: number): void => {
      frame = 0
      playheadStore.getState().advance(last === 0 ? 0 : now - last)
      last = now
      next()
    }
    const next = (): void => {
      if (playheadStore.getState().playing === 0) last = 0
      else if (frame === 0) frame = requestAnimationFrame(tick)
    }
    next()
    const stop = playheadStore.subscribe(next)
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [])
}

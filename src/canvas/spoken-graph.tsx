import { useCallback, useRef, useSyncExternalStore } from 'react'
import type { Glyph } from '../../workers/systems/glyphs'
import type { Trace } from '../../workers/trace/trace'
import { useScene } from './scene'
import { stateText } from './state-text'

/** The picture as a list for screen readers. While the run plays it rests, as nobody can listen that fast. */
export function SpokenGraph({ trace, glyphs }: { readonly trace: Trace; readonly glyphs: readonly Glyph[] }) {
  const count = usePausedCount()
  return (
    <ul className="spoken" aria-label="State of each node">
      {trace.topology.nodes.map(({ name }, node) => (
        <li key={name}>{stateText(name, glyphs[node] as Glyph, trace.reading(node, count))}</li>
      ))}
    </ul>
  )
}

/** The event count at the playhead when it last stood still. */
function usePausedCount(): number {
  const { playhead, subscribe } = useScene()
  const shown = useRef(0)
  const subscribeWhilePaused = useCallback(
    (changed: () => void) => {
      const stopMoment = subscribe(changed)
      const stopPlaying = playhead.subscribe((now, before) => {
        if (now.playing !== before.playing) changed()
      })
      return () => {
        stopMoment()
        stopPlaying()
      }
    },
    [playhead, subscribe],
  )
  return useSyncExternalStore(subscribeWhilePaused, () => {
    const { playing, count } = playhead.getState()
    if (playing === 0) shown.current = count
    return shown.current
  })
}

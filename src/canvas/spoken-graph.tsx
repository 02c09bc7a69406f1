import { useSyncExternalStore } from 'react'
import type { Glyph } from '../../workers/systems/glyphs'
import type { Trace } from '../../workers/trace/trace'
import { playheadStore } from '../playback/playhead-store'
import { subscribeToMoment } from './node-moment'
import { stateText } from './state-text'

/** The picture as a list for screen readers. While the run plays it rests, as nobody can listen that fast. */
export function SpokenGraph({ trace, glyphs }: { readonly trace: Trace; readonly glyphs: readonly Glyph[] }) {
  const count = useSyncExternalStore(subscribeWhilePaused, pausedCount)
  return (
    <ul className="spoken" aria-label="State of each node">
      {trace.topology.nodes.map(({ name }, node) => (
        <li key={name}>{stateText(name, glyphs[node] as Glyph, trace.reading(node, count))}</li>
      ))}
    </ul>
  )
}

let shown = 0

function pausedCount(): number {
  const { playing, count } = playheadStore.getState()
  if (playing === 0) shown = count
  return shown
}

function subscribeWhilePaused(changed: () => void): () => void {
  const stopMoment = subscribeToMoment(changed)
  const stopPlaying = playheadStore.subscribe((now, before) => {
    if (now.playing !== before.playing) changed()
  })
  return () => {
    stopMoment()
    stopPlaying()
  }
}

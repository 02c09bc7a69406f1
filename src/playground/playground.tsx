import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Canvas } from '../canvas/canvas'
import { rememberOpened } from '../gallery/opened-before'
import { LessonColumn } from '../lesson/lesson-column'
import { followLocation } from '../location'
import { playheadStore } from '../playback/playhead-store'
import { Sentence } from '../playback/sentence'
import { Timeline } from '../playback/timeline/timeline'
import { Transport } from '../playback/transport'
import { useRun } from '../run/run-store'
import { Notes } from './notes'
import { Opening } from './opening'
import { SidePanel } from './side-panel'
import { TopBar } from './top-bar'
import { MIDDLE, NARROW, useMedia } from './use-media'
import '../panels/panel.css'
import './playground.css'

const SideBySide = lazy(async () => ({ default: (await import('../compare/side-by-side')).SideBySide }))
const HelpDialog = lazy(async () => ({ default: (await import('../panels/help-dialog')).HelpDialog }))

/** The picture of a run with everything that plays, explains, changes and shares it. */
export function Playground({ system }: { system: string }) {
  const isOpen = useRun((run) => run.isOpen && run.meta.id === system)
  const title = useRun((run) => run.meta.title)
  const hasTrace = useRun((run) => run.trace !== null)
  const phase = useRun((run) => run.phase)
  const isMiddle = useMedia(MIDDLE)
  const isNarrow = useMedia(NARROW)
  const isCompared = useRun((run) => run.branching.versus !== null)
  const [helpIsOpen, openHelp] = useState(false)
  const root = useRunAttributes()

  useEffect(followLocation, [])
  useEffect(() => rememberOpened(system), [system])
  useEffect(() => {
    if (isOpen) document.title = `${title} · Sandtable`
  }, [isOpen, title])

  if (!isOpen || (!hasTrace && phase !== 'broken')) return <Opening />
  return (
    <div className="playground" ref={root} data-phase={phase} data-compared={isCompared}>
      <TopBar onHelp={() => openHelp(true)} />
      <Notes />
      {!isMiddle && !isCompared && (
        <aside className="playground-moments" aria-label="Lesson and moments">
          <LessonColumn />
        </aside>
      )}
      <main className="playground-canvas" aria-label={`${title}, the picture`}>
        {isCompared ? (
          <Suspense fallback={<Canvas />}>
            <SideBySide />
          </Suspense>
        ) : (
          <Canvas />
        )}
      </main>
      <aside className="playground-side" aria-label="Inspector">
        <SidePanel withMoments={isMiddle || isCompared} isSheet={isNarrow} onHelp={() => openHelp(true)} />
      </aside>
      <section className="playground-dock" aria-label="Playback">
        <Sentence />
        <Transport onHelp={() => openHelp(true)} />
        <Timeline />
      </section>
      {helpIsOpen && (
        <Suspense fallback={null}>
          <HelpDialog onClose={() => openHelp(false)} />
        </Suspense>
      )}
    </div>
  )
}

/**
 * Writes what identifies the run and the moment on the root: `data-digest` and `data-events` of the run, `data-count` and
 * `data-micros` of the playhead, without drawing anything anew.
 */
function useRunAttributes() {
  const root = useRef<HTMLDivElement>(null)
  const trace = useRun((run) => run.trace)
  const growth = useRun((run) => run.growth)
  useEffect(() => {
    const element = root.current
    if (element === null) return
    element.dataset.events = String(trace?.events ?? 0)
    element.dataset.digest = growth >= 0 ? (trace?.digest ?? '') : ''
  }, [trace, growth])
  useEffect(() => {
    const write = ({ count, micros }: { count: number; micros: number }) => {
      if (root.current === null) return
      root.current.dataset.count = String(count)
      root.current.dataset.micros = String(Math.floor(micros))
    }
    write(playheadStore.getState())
    return playheadStore.subscribe(write)
  })
  return root
}

import { useEffect, useState } from 'react'
import { type Branch, findBranch } from '../../workers/scenario/branching'
import { describeMoment } from '../../workers/trace/describe'
import type { Trace } from '../../workers/trace/trace'
import { Canvas } from '../canvas/canvas'
import { createScene, mainScene, SceneContext } from '../canvas/scene'
import { runStore, useRun } from '../run/run-store'
import { useVersus, versus } from '../run/versus-store'
import { branchName, differenceWords } from './branch-words'
import { COMPARE_BUTTON } from './compare-button'
import './side-by-side.css'

const versusScene = createScene(versus.store, versus.playhead)

/** Two runs under one playhead, side by side; one above the other where there is no room. */
export function SideBySide() {
  const branching = useRun((run) => run.branching)
  const here = findBranch(branching, branching.active)
  const there = findBranch(branching, branching.versus)
  if (here === undefined || there === undefined) return null
  return (
    <div className="versus">
      <SceneContext value={mainScene}>
        <section className="versus-side" aria-label={`Run ${here.id}`}>
          <HereBar branch={here} />
          <div className="versus-picture">
            <Canvas label={`Picture of run ${here.id}`} />
          </div>
        </section>
      </SceneContext>
      <SceneContext value={versusScene}>
        <section className="versus-side" aria-label={`Run ${there.id}`}>
          <ThereBar branch={there} here={here} />
          <div className="versus-picture">
            <Canvas label={`Picture of run ${there.id}`} />
          </div>
          <ThereSentence />
        </section>
      </SceneContext>
    </div>
  )
}

function HereBar({ branch }: { readonly branch: Branch }) {
  const meta = useRun((run) => run.meta)
  return (
    <header className="versus-bar">
      <b className="versus-letter">{branch.id}</b>
      <span className="versus-name">{branchName(branch, meta)}</span>
      <span className="versus-note">shown, changed and broken here</span>
    </header>
  )
}

function ThereBar({ branch, here }: { readonly branch: Branch; readonly here: Branch }) {
  const meta = useRun((run) => run.meta)
  const phase = useVersus(({ phase }) => phase)
  const failure = useVersus(({ sentence }) => sentence)
  const { changeVersus, showBranch, setVersus } = runStore.getState()
  const differs = differenceWords(here, branch, meta)
  const stop = (): void => {
    // This button goes with the comparison: the focus goes to the one that brings it back.
    document.getElementById(COMPARE_BUTTON)?.focus()
    setVersus(null)
  }
  const note =
    failure ||
    (phase === 'opening' || phase === 'running' ? 'running' : differs === '' ? 'the same' : `differs in ${differs}`)
  return (
    <header className="versus-bar">
      <b className="versus-letter versus-letter-there">{branch.id}</b>
      <select
        className="field versus-variant"
        aria-label={`Variant of run ${branch.id}`}
        value={branch.scenario.variant}
        onChange={(event) => changeVersus({ ...branch.scenario, variant: event.target.value }, 'variant compared with')}
      >
        {meta.variants.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <span className="versus-note">{note}</span>
      <button type="button" className="button button-bare" onClick={() => showBranch(branch.id)}>
        Change this one
      </button>
      <button type="button" className="button button-bare" aria-label="Stop comparing" onClick={stop}>
        ×
      </button>
    </header>
  )
}

/** What just happened in the other run; the dock below tells it of the shown one. */
function ThereSentence() {
  const trace = useVersus((state) => state.trace)
  const sentence = useCalmSentence(trace)
  return <p className="versus-sentence">{sentence}</p>
}

const SEEN_MS = 250

function useCalmSentence(trace: Trace | null): string {
  const [sentence, tell] = useState('')
  useEffect(() => {
    if (trace === null) return
    let timer = 0
    const read = (): void => {
      timer = 0
      const { count, marks } = versus.playhead.getState()
      tell(describeMoment(trace, count, marks).sentence)
    }
    read()
    const ask = (): void => {
      if (timer === 0) timer = window.setTimeout(read, SEEN_MS)
    }
    const stops = [versus.playhead.subscribe(ask), versus.store.subscribe(ask)]
    return () => {
      window.clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [trace])
  return sentence
}

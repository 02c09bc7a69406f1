import { useState } from 'react'
import type { Target } from '../../workers/explore/target'
import { groupDigits, listText } from '../../workers/trace/sentence'
import { TextField } from '../panels/text-field'
import { interventionText } from '../playback/intervention-text'
import { playheadStore } from '../playback/playhead-store'
import { runStore, useRun } from '../run/run-store'
import './break-panel.css'
import { breakStore, useBreak } from './break-store'
import { goalOptions, targetOf } from './goals'

const RUN_COUNTS = [200, 500, 1000, 2000, 5000]

/** Looks for a seed and faults that break the scenario, and opens what it finds. */
export function BreakPanel() {
  const checks = useRun((run) => run.checks)
  const phase = useBreak((state) => state.phase)
  const goals = goalOptions(checks)
  const [goalId, chooseGoal] = useState('check')
  const [bounds, setBounds] = useState<Readonly<Record<string, string>>>({})
  const [runs, setRuns] = useState(1000)
  const goal = goals.find(({ id }) => id === goalId) ?? goals[0]
  if (goal === undefined) return null
  const boundText = bounds[goal.id] ?? goal.bound?.default ?? ''
  const target = targetOf(goal, boundText)
  return (
    <section className="panel-section break-it" aria-label="Break it for me">
      <h2>Break it for me</h2>
      <p className="panel-help">
        Seeds and faults are tried until this happens, and what is found is made as small as it gets.
      </p>
      <label className="break-row">
        <span>Look for</span>
        <select className="field" value={goal.id} onChange={(event) => chooseGoal(event.target.value)}>
          {goals.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {goal.bound !== null && (
        <div className="break-row">
          <label htmlFor="break-bound">{goal.bound.label}</label>
          <TextField
            id="break-bound"
            className="control-number"
            text={boundText}
            onText={(typed) => {
              if (goal.bound === null) return null
              const problem = targetOf(goal, typed) === null ? goal.bound.range : null
              if (problem === null) setBounds({ ...bounds, [goal.id]: typed })
              return problem
            }}
          />
        </div>
      )}
      <label className="break-row">
        <span>In at most</span>
        <select className="field" value={runs} onChange={(event) => setRuns(Number(event.target.value))}>
          {RUN_COUNTS.map((count) => (
            <option key={count} value={count}>
              {groupDigits(count)} runs
            </option>
          ))}
        </select>
      </label>
      <Controls target={target} runs={runs} />
      {phase !== 'idle' && <Progress />}
      <Result />
    </section>
  )
}

function Controls({ target, runs }: { readonly target: Target | null; readonly runs: number }) {
  const phase = useBreak((state) => state.phase)
  const { start, pause, resume, cancel } = breakStore.getState()
  const begin = (): void => {
    const { scenario, meta } = runStore.getState()
    if (target !== null) start(scenario, meta, target, runs)
  }
  const isOn = phase === 'searching' || phase === 'paused'
  // One button through all of it, so that the focus stays on it.
  const [word, press] =
    phase === 'searching' ? ['Pause', pause] : phase === 'paused' ? ['Go on', resume] : ['Break it', begin]
  return (
    <div className="faults-row">
      <button type="button" className="button" disabled={!isOn && target === null} onClick={press}>
        {word}
      </button>
      {isOn && (
        <button type="button" className="button" onClick={cancel}>
          Give up
        </button>
      )}
    </div>
  )
}

function Progress() {
  const { runs, done, tried, rate } = useBreak((state) => state)
  return (
    <>
      <progress className="break-progress" max={runs} value={done} aria-label="Candidates tried" />
      <p className="panel-help" role="status">
        {groupDigits(done)} of {groupDigits(runs)} candidates, {groupDigits(tried.runs)} runs with{' '}
        {groupDigits(tried.events)} events, {Math.round(rate)} runs a second
      </p>
    </>
  )
}

function Result() {
  const { phase, finding, tried, runs } = useBreak((state) => state)
  const meta = useRun((run) => run.meta)
  if (phase === 'failed') return <p role="alert">The search stopped unexpectedly. Start it again.</p>
  if (phase === 'nothing')
    return (
      <p>
        Nothing was found in {groupDigits(runs)} candidates with {faultText(tried.faults)}. That is no proof: another
        budget may find it.
      </p>
    )
  if (phase !== 'found' || finding === null) return null
  const { scenario, atMicros, sentence } = finding
  const open = (): void => {
    runStore.getState().change(scenario, 'what the search found')
    playheadStore.getState().seek(atMicros)
  }
  return (
    <div className="break-found" role="alert">
      <p>
        <b>Found.</b> {sentence}
      </p>
      <ul>
        {scenario.script.map((entry) => (
          <li key={JSON.stringify(entry)}>
            {interventionText(entry, meta)} at {entry.at / 1000} ms
          </li>
        ))}
        {scenario.script.length === 0 && <li>Nothing needs to be done: it happens with seed {scenario.seed}.</li>}
      </ul>
      <button type="button" className="button" onClick={open}>
        Open it
      </button>
    </div>
  )
}

function faultText(faults: Readonly<Record<string, number>>): string {
  const words = Object.entries(faults).map(([kind, count]) => `${groupDigits(count)} × ${kind}`)
  return words.length === 0 ? 'no faults' : listText(words)
}

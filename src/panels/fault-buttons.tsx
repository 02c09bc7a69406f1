import { useState } from 'react'
import type { LinkEnds } from '../../workers/scenario/scenario'
import { useReadablePlayhead } from '../playback/use-readable-playhead'
import { onFirstClick } from '../run/on-first-click'
import { useRun } from '../run/run-store'
import {
  breakHere,
  type Choices,
  type GradedDeed,
  linkChoices,
  linkFaultsText,
  nodeChoices,
  nodeFaultsText,
} from './fault-choices'
import { linkFaults, nodeFaults } from './faults-in-force'
import './fault-buttons.css'

/** What can be done to a node; the buttons say what holds there at the moment shown. */
export function NodeFaultButtons({ node, kind }: { node: string; kind: string }) {
  const script = useRun((run) => run.scenario.script)
  const actions = useRun((run) => run.meta.actions)
  const { micros } = useReadablePlayhead()
  const faults = nodeFaults(script, node, micros)
  return <FaultButtons choices={nodeChoices(node, kind, actions, faults)} now={nodeFaultsText(faults)} />
}

/** What can be done to a link, in both directions. */
export function LinkFaultButtons({ link }: { link: LinkEnds }) {
  const script = useRun((run) => run.scenario.script)
  const { micros } = useReadablePlayhead()
  const faults = linkFaults(script, link, micros)
  return <FaultButtons choices={linkChoices(link, faults)} now={linkFaultsText(faults)} />
}

function FaultButtons({ choices, now }: { choices: Choices; now: string }) {
  return (
    <div className="faults">
      <div className="faults-row">
        {choices.deeds.map(({ label, help, isBad, intervention }) => (
          <button
            key={label}
            type="button"
            className={isBad === true ? 'button faults-bad' : 'button'}
            title={help}
            onClick={onFirstClick(() => breakHere(intervention))}
          >
            {label}
          </button>
        ))}
      </div>
      {choices.graded.map((deed) => (
        <Graded key={deed.label} deed={deed} />
      ))}
      <p className="faults-now" aria-live="polite">
        {now}
      </p>
    </div>
  )
}

/** A fault with a strength: the button does it, the list beside it says how much. */
function Graded({ deed: { label, grades, first, undo } }: { deed: GradedDeed }) {
  const [place, choose] = useState(first)
  const chosen = grades[place]
  if (chosen === undefined) return null
  return (
    <div className="faults-row">
      <span className="faults-pair">
        <button
          type="button"
          className="button"
          aria-label={`${label} ${chosen.text}`}
          onClick={onFirstClick(() => breakHere(chosen.intervention))}
        >
          {label}
        </button>
        <select
          className="field"
          aria-label={`How much: ${label.toLowerCase()}`}
          value={place}
          onChange={(event) => choose(Number(event.target.value))}
        >
          {grades.map(({ text }, index) => (
            <option key={text} value={index}>
              {text}
            </option>
          ))}
        </select>
      </span>
      {undo !== null && (
        <button type="button" className="button" onClick={onFirstClick(() => breakHere(undo.intervention))}>
          {undo.label}
        </button>
      )}
    </div>
  )
}

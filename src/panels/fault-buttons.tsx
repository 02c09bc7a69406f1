import { useState } from 'react'
import { formatDuration } from '../../workers/kernel/time'
import type { Intervention, LinkEnds } from '../../workers/scenario/scenario'
import { playheadStore } from '../playback/playhead-store'
import { useReadablePlayhead } from '../playback/use-readable-playhead'
import { runStore, useRun } from '../run/run-store'
import { faultMoment, linkFaults, nodeFaults } from './faults-in-force'
import './fault-buttons.css'

const SLOW_FACTORS = [2, 4, 10, 100] as const
const PAUSES_MICROS = [10_000, 100_000, 1_000_000, 5_000_000] as const
const EXTRA_MICROS = [1_000, 5_000, 50_000, 500_000] as const
const DROP_PERCENTS = [1, 10, 50] as const

/** An intervention whose moment is still open. */
type Untimed = Intervention extends infer Each ? (Each extends { at: number } ? Omit<Each, 'at'> : never) : never

/** Adds an intervention just after the moment that is shown, and goes there. */
export function breakHere(intervention: Untimed): void {
  const { scenario, addIntervention } = runStore.getState()
  const { micros, pause, seek } = playheadStore.getState()
  const at = faultMoment(micros, scenario.horizonMicros)
  pause()
  addIntervention({ ...intervention, at } as Intervention)
  seek(at)
}

/** What can be done to a node; the buttons say what holds there at the moment shown. */
export function NodeFaultButtons({ node, kind }: { node: string; kind: string }) {
  const script = useRun((run) => run.scenario.script)
  const actions = useRun((run) => run.meta.actions)
  const { micros } = useReadablePlayhead()
  const { isCrashed, slowFactor, pausedUntilMicros } = nodeFaults(script, node, micros)
  return (
    <div className="faults">
      <div className="faults-row">
        {isCrashed ? (
          <button type="button" className="button" onClick={() => breakHere({ kind: 'restart', node })}>
            Restart
          </button>
        ) : (
          <button type="button" className="button faults-bad" onClick={() => breakHere({ kind: 'crash', node })}>
            Crash
          </button>
        )}
        {actions
          .filter(({ on }) => on === kind)
          .map(({ id, label, help }) => (
            <button
              key={id}
              type="button"
              className="button"
              title={help}
              onClick={() => breakHere({ kind: 'act', action: id, target: node })}
            >
              {label}
            </button>
          ))}
      </div>
      <Graded
        label="Slow"
        options={SLOW_FACTORS}
        first={4}
        text={(factor) => `×${factor}`}
        onPress={(factor) => breakHere({ kind: 'slow', node, factor })}
        {...(slowFactor !== 1 && {
          undo: { label: 'Normal speed', press: () => breakHere({ kind: 'slow', node, factor: 1 }) },
        })}
      />
      <Graded
        label="Pause"
        options={PAUSES_MICROS}
        first={100_000}
        text={formatDuration}
        onPress={(forMicros) => breakHere({ kind: 'pause', node, forMicros })}
      />
      <p className="faults-now" aria-live="polite">
        {inForce([
          isCrashed && 'crashed',
          slowFactor !== 1 && `slow ×${slowFactor}`,
          pausedUntilMicros !== null && `paused until ${formatDuration(pausedUntilMicros)}`,
        ])}
      </p>
    </div>
  )
}

/** What can be done to a link, in both directions. */
export function LinkFaultButtons({ link }: { link: LinkEnds }) {
  const script = useRun((run) => run.scenario.script)
  const { micros } = useReadablePlayhead()
  const { isCut, extraMicros, dropPercent } = linkFaults(script, link, micros)
  return (
    <div className="faults">
      <div className="faults-row">
        {isCut ? (
          <button type="button" className="button" onClick={() => breakHere({ kind: 'heal', link })}>
            Heal
          </button>
        ) : (
          <button type="button" className="button faults-bad" onClick={() => breakHere({ kind: 'cut', link })}>
            Cut
          </button>
        )}
      </div>
      <Graded
        label="Add latency"
        options={EXTRA_MICROS}
        first={50_000}
        text={formatDuration}
        onPress={(extra) => breakHere({ kind: 'delay', link, extraMicros: extra })}
        {...(extraMicros !== 0 && {
          undo: { label: 'Normal latency', press: () => breakHere({ kind: 'delay', link, extraMicros: 0 }) },
        })}
      />
      <Graded
        label="Drop"
        options={DROP_PERCENTS}
        first={10}
        text={(percent) => `${percent} %`}
        onPress={(percent) => breakHere({ kind: 'drop', link, percent })}
        {...(dropPercent !== 0 && {
          undo: { label: 'Drop nothing', press: () => breakHere({ kind: 'drop', link, percent: 0 }) },
        })}
      />
      <p className="faults-now" aria-live="polite">
        {inForce([
          isCut && 'cut',
          extraMicros !== 0 && `+${formatDuration(extraMicros)}`,
          dropPercent !== 0 && `drops ${dropPercent} %`,
        ])}
      </p>
    </div>
  )
}

function inForce(faults: readonly (string | false)[]): string {
  const named = faults.filter((fault) => fault !== false)
  return named.length === 0 ? '' : `In force here: ${named.join(', ')}.`
}

interface GradedProperties<T extends number> {
  readonly label: string
  readonly options: readonly T[]
  readonly first: T
  /** Takes the fault back; only while it is in force. */
  readonly undo?: { readonly label: string; press(): void }
  text(option: T): string
  onPress(option: T): void
}

/** A fault with a strength: the button does it, the list beside it says how much. */
function Graded<T extends number>({ label, options, first, undo, text, onPress }: GradedProperties<T>) {
  const [chosen, choose] = useState(first)
  return (
    <div className="faults-row">
      <span className="faults-pair">
        <button
          type="button"
          className="button"
          aria-label={`${label} ${text(chosen)}`}
          onClick={() => onPress(chosen)}
        >
          {label}
        </button>
        <select
          className="field"
          aria-label={`How much: ${label.toLowerCase()}`}
          value={chosen}
          onChange={(event) => choose(Number(event.target.value) as T)}
        >
          {options.map((option) => (
            <option key={option} value={option}>
              {text(option)}
            </option>
          ))}
        </select>
      </span>
      {undo && (
        <button type="button" className="button" onClick={undo.press}>
          {undo.label}
        </button>
      )}
    </div>
  )
}

import { Pause, Play, SkipBack, SkipForward, StepBack, StepForward, X } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { formatDuration, formatMoment } from '../../workers/kernel/time'
import { onFirstClick } from '../run/on-first-click'
import { useRun } from '../run/run-store'
import { useSelection } from '../run/selection-store'
import { connectPlayhead } from './connect-playhead'
import { playheadStore, usePlayhead } from './playhead-store'
import { nearestRateIndex, RATES, rateText } from './rates'
import { scriptGroups } from './script-groups'
import type { StepKind } from './step-stops'
import './transport.css'
import { useClock } from './use-clock'
import { useReadablePlayhead } from './use-readable-playhead'
import { useShortcuts } from './use-shortcuts'

/** Plays the run: the buttons, the moment, the speed, the size of a step, and what is done to the system. */
export function Transport({ onHelp }: { readonly onHelp?: () => void }) {
  useEffect(connectPlayhead, [])
  useClock()
  useShortcuts(onHelp)
  return (
    <section className="transport" aria-label="Playing">
      <Buttons />
      <Clock />
      <Speed />
      <Steps />
      <Fork />
      <Script />
    </section>
  )
}

function Buttons() {
  const playing = usePlayhead((playhead) => playhead.playing)
  const { play, pause, step, toStart, toEnd } = playheadStore.getState()
  return (
    <div className="transport-buttons">
      <Button label="To the start" keys="Home" onPress={toStart}>
        <SkipBack />
      </Button>
      <Button label="One step back" keys="ArrowLeft" onPress={() => step(-1)}>
        <StepBack />
      </Button>
      <Button
        label={playing === -1 ? 'Pause' : 'Play backwards'}
        keys="J"
        onPress={() => (playing === -1 ? pause() : play(-1))}
      >
        {playing === -1 ? <Pause /> : <Play className="transport-backwards" />}
      </Button>
      <Button
        label={playing === 1 ? 'Pause' : 'Play'}
        keys="Space"
        main
        onPress={() => (playing === 1 ? pause() : play(1))}
      >
        {playing === 1 ? <Pause /> : <Play />}
      </Button>
      <Button label="One step forward" keys="ArrowRight" onPress={() => step(1)}>
        <StepForward />
      </Button>
      <Button label="To the end" keys="End" onPress={toEnd}>
        <SkipForward />
      </Button>
    </div>
  )
}

interface ButtonProps {
  readonly label: string
  readonly keys: string
  readonly main?: boolean
  readonly onPress: () => void
  readonly children: ReactNode
}

function Button({ label, keys, main = false, onPress, children }: ButtonProps) {
  return (
    <button
      type="button"
      className={main ? 'transport-button transport-main' : 'transport-button'}
      aria-label={label}
      aria-keyshortcuts={keys}
      title={`${label} (${keys.replace('Arrow', '').replace('Left', '←').replace('Right', '→')})`}
      onClick={onPress}
    >
      {children}
    </button>
  )
}

function Clock() {
  const { micros } = useReadablePlayhead()
  const horizon = useRun((run) => run.trace?.horizonMicros ?? run.scenario.horizonMicros)
  return (
    <div className="transport-clock">
      <time data-micros={Math.round(micros)}>{formatMoment(micros)}</time>
      <span className="transport-horizon"> of {formatDuration(horizon)}</span>
    </div>
  )
}

function Speed() {
  const rate = usePlayhead((playhead) => playhead.rate)
  const setRate = usePlayhead((playhead) => playhead.setRate)
  const text = rateText(rate)
  return (
    <label className="transport-speed">
      <span>{text}</span>
      <input
        type="range"
        min={0}
        max={RATES.length - 1}
        step={1}
        value={nearestRateIndex(rate)}
        aria-label="Speed"
        aria-valuetext={text}
        title="Speed: simulated time for each second ([ and ])"
        onChange={(event) => setRate(RATES[event.target.valueAsNumber] ?? rate)}
      />
    </label>
  )
}

const STEP_KINDS: readonly { readonly kind: StepKind; readonly label: string; readonly help: string }[] = [
  { kind: 'event', label: 'Event', help: 'A step is one event (1)' },
  { kind: 'mark', label: 'Mark', help: 'A step goes to the next mark (2)' },
  { kind: 'request', label: 'Request', help: 'A step goes to the next event of the selected request (3)' },
]

function Steps() {
  const stepKind = usePlayhead((playhead) => playhead.stepKind)
  const setStepKind = usePlayhead((playhead) => playhead.setStepKind)
  const request = useSelection((selection) => selection.request)
  return (
    <fieldset className="transport-steps">
      <legend className="spoken">Size of a step</legend>
      {STEP_KINDS.map(({ kind, label, help }) => (
        <label
          key={kind}
          className="transport-step"
          title={kind === 'request' && request === null ? `${help}. Select a request first.` : help}
        >
          <input
            type="radio"
            className="spoken"
            name="step-kind"
            value={kind}
            checked={kind === stepKind}
            onChange={() => setStepKind(kind)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

/** Goes on in a copy from this moment: what would be if something else had happened? */
function Fork() {
  const fork = useRun((run) => run.fork)
  return (
    <button
      type="button"
      className="button transport-fork"
      aria-label="Fork here"
      title="Go on in a copy from this moment, and compare the two (F)"
      onClick={onFirstClick(() => fork(playheadStore.getState().micros))}
    >
      <svg width={15} height={15} viewBox="0 0 15 15" aria-hidden="true">
        <path d="M1 3.5h13M4 3.5q0 8 5 8h5" />
      </svg>
      <span>Fork here</span>
    </button>
  )
}

/** What is done to the system, in order of time: a press shows the moment, the cross takes it out. */
function Script() {
  const script = useRun((run) => run.scenario.script)
  const meta = useRun((run) => run.meta)
  const remove = useRun((run) => run.removeIntervention)
  const seek = usePlayhead((playhead) => playhead.seek)
  if (script.length === 0) return null
  return (
    <ul className="transport-script" aria-label="Interventions">
      {scriptGroups(script, meta).map(({ at, index, text, texts }) => {
        return (
          <li key={index} className="transport-chip">
            <button
              type="button"
              className="transport-chip-name"
              title={`${texts.join('\n')}\ngo there`}
              onClick={() => seek(at)}
            >
              <span>{text}</span> <time>{formatDuration(at)}</time>
            </button>
            <button
              type="button"
              className="transport-chip-remove"
              aria-label={`Remove: ${text}`}
              title="Remove"
              onClick={() => remove(index, texts.length)}
            >
              <X />
            </button>
          </li>
        )
      })}
    </ul>
  )
}

import { X } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { formatDuration } from '../../../workers/kernel/time'
import type { Intervention } from '../../../workers/scenario/scenario'
import { runStore, useRun } from '../../run/run-store'
import { interventionText } from '../intervention-text'
import { playheadStore } from '../playhead-store'
import type { Layout } from './layout'
import { snap } from './time-range'
import type { TimeScale } from './time-scale'

interface HandlesProps {
  readonly scale: TimeScale
  readonly width: number
  readonly horizon: number
  readonly layout: Layout
}

/** The interventions as named handles: drag to another time, press the cross or Delete to take one out. */
export function Handles({ scale, width, horizon, layout }: HandlesProps) {
  const script = useRun((run) => run.scenario.script)
  return (
    <ul className="timeline-handles" aria-label="Interventions on the timeline">
      {script.map((intervention, index) => (
        <Handle
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry of the script is its place in it
          key={index}
          {...{ intervention, index, scale, width, horizon, layout }}
        />
      ))}
    </ul>
  )
}

interface HandleProps extends HandlesProps {
  readonly intervention: Intervention
  readonly index: number
}

function Handle({ intervention, index, scale, width, horizon, layout }: HandleProps) {
  const meta = useRun((run) => run.meta)
  const { moveIntervention, removeIntervention } = runStore.getState()
  const { dragged, onPointerDown } = useHandleDrag(intervention.at, scale, horizon, (at) => moveIntervention(index, at))
  const at = dragged ?? intervention.at
  const x = scale.x(at)
  if (x < -1 || x > width + 1) return null
  const text = interventionText(intervention, meta)
  /** The focus stays on the timeline when its handle goes. */
  const remove = (handle: Element): void => {
    handle.closest('.timeline')?.querySelector<HTMLElement>('.timeline-plot')?.focus()
    removeIntervention(index)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = movedByKey(event, intervention.at, horizon)
    if (event.key === 'Delete' || event.key === 'Backspace') remove(event.currentTarget)
    else if (event.key === 'Enter') playheadStore.getState().seek(intervention.at)
    else if (to !== null) moveIntervention(index, to)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <li
      className="timeline-handle"
      data-side={x > width * 0.75 ? 'left' : 'right'}
      style={{ left: x, height: layout.events.bottom }}
    >
      <div className="timeline-handle-flag">
        <button
          type="button"
          className="timeline-handle-name"
          aria-label={`${text} at ${formatDuration(at)}. Arrow keys move it, Delete removes it.`}
          title={`${text} at ${formatDuration(at)}: drag to move`}
          {...{ onPointerDown, onKeyDown }}
        >
          <span>
            {text}
            {dragged !== null && <time> {formatDuration(at)}</time>}
          </span>
        </button>
        <button
          type="button"
          className="timeline-handle-remove"
          aria-label={`Remove: ${text}`}
          title="Remove"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={(event) => remove(event.currentTarget)}
        >
          <X />
        </button>
      </div>
    </li>
  )
}

/** Where an arrow key moves an intervention: a hundredth of the run, with Shift a thousandth. */
function movedByKey({ key, shiftKey }: KeyboardEvent, at: number, horizon: number): number | null {
  const direction = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0
  if (direction === 0) return null
  const step = Math.max(1, Math.round(horizon / (shiftKey ? 1_000 : 100)))
  return Math.min(horizon, Math.max(0, at + direction * step))
}

/** Follows the pointer and moves the intervention once, when it is let go; a press without a move shows its moment. */
function useHandleDrag(
  at: number,
  scale: TimeScale,
  horizon: number,
  onMove: (at: number) => void,
): { dragged: number | null; onPointerDown: (event: PointerEvent<HTMLElement>) => void } {
  const [dragged, setDragged] = useState<number | null>(null)
  const latest = useRef<number | null>(null)
  const show = (micros: number | null): void => {
    latest.current = micros
    setDragged(micros)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return
    event.stopPropagation()
    const { currentTarget, clientX, pointerId } = event
    currentTarget.setPointerCapture(pointerId)
    const start = scale.x(at)
    const listening = new AbortController()
    const follow = (move: globalThis.PointerEvent): void => {
      const by = move.clientX - clientX
      if (latest.current === null && Math.abs(by) < 4) return
      show(Math.min(horizon, Math.max(0, snap(scale.micros(start + by), scale.microsPerPixel))))
    }
    const finish = (cancelled: boolean): void => {
      listening.abort()
      const target = latest.current
      show(null)
      if (cancelled) return
      if (target === null) playheadStore.getState().seek(at)
      else onMove(target)
    }
    const { signal } = listening
    currentTarget.addEventListener('pointermove', follow, { signal })
    currentTarget.addEventListener('pointerup', () => finish(false), { signal })
    currentTarget.addEventListener('pointercancel', () => finish(true), { signal })
  }
  return { dragged, onPointerDown }
}

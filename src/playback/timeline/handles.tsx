import { X } from 'lucide-react'
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react'
import { formatDuration } from '../../../workers/kernel/time'
import { runStore, useRun } from '../../run/run-store'
import { playheadStore } from '../playhead-store'
import { apartFrom, type ScriptGroup, scriptGroups } from '../script-groups'
import { bareWidth, type Flag, flagWidth, placeFlags } from './flags'
import type { Layout } from './layout'
import { snap } from './time-range'
import type { TimeScale } from './time-scale'

/** A timeline below this width has shorter names. */
const NARROW = 560
const MOST_NAME = { wide: 220, narrow: 150 }
/** Names may reach this far over the right end, and the cross of one that is pointed at is so wide. */
const MARGIN = 8
const REMOVE = 20

interface HandlesProps {
  readonly scale: TimeScale
  readonly width: number
  readonly horizon: number
  readonly layout: Layout
}

/** The interventions as named handles, one for what is done in one breath: drag to another time, press the cross or Delete to take one out. */
export function Handles({ scale, width, horizon, layout }: HandlesProps) {
  const script = useRun((run) => run.scenario.script)
  const meta = useRun((run) => run.meta)
  const groups = useMemo(() => scriptGroups(script, meta), [script, meta])
  const flags = flagsInSight(
    groups.map(({ at }) => scale.x(at)),
    groups.map(({ text }) => text),
    width,
  )
  return (
    <ul className="timeline-handles" aria-label="Interventions on the timeline">
      {groups.map((group, order) => (
        <Handle
          // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place in the script
          key={order}
          {...{ group, groups, scale, width, horizon, layout }}
          flag={flags[order] ?? null}
        />
      ))}
    </ul>
  )
}

/** A name for each handle in sight, null for the others. */
function flagsInSight(places: readonly number[], texts: readonly string[], width: number): (Flag | null)[] {
  const most = width < NARROW ? MOST_NAME.narrow : MOST_NAME.wide
  const inSight = places.flatMap((x, index) => (isInSight(x, width) ? [index] : []))
  const flags = placeFlags(
    inSight.map((index) => places[index] as number),
    inSight.map((index) => flagWidth(texts[index] ?? '', most)),
    width + MARGIN,
  )
  const all: (Flag | null)[] = places.map(() => null)
  for (const [order, index] of inSight.entries()) all[index] = flags[order] ?? null
  return all
}

function isInSight(x: number, width: number): boolean {
  return x >= -1 && x <= width + 1
}

interface HandleProps extends HandlesProps {
  readonly group: ScriptGroup
  readonly groups: readonly ScriptGroup[]
  readonly flag: Flag | null
}

function Handle({ group, groups, scale, width, horizon, layout, flag }: HandleProps) {
  const { index, entries, text, texts } = group
  const { moveIntervention, removeIntervention } = runStore.getState()
  const move = (to: number): void =>
    void moveIntervention(index, Math.min(horizon, apartFrom(groups, group, to)), entries.length)
  const { dragged, onPointerDown } = useHandleDrag(group.at, scale, horizon, move)
  const at = dragged ?? group.at
  const x = scale.x(at)
  if (!isInSight(x, width)) return null
  /** The focus stays on the timeline when its handle goes. */
  const remove = (handle: Element): void => {
    handle.closest('.timeline')?.querySelector<HTMLElement>('.timeline-plot')?.focus()
    removeIntervention(index, entries.length)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = movedByKey(event, group.at, horizon)
    if (event.key === 'Delete' || event.key === 'Backspace') remove(event.currentTarget)
    else if (event.key === 'Enter') playheadStore.getState().seek(group.at)
    else if (to !== null) move(to)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <li className="timeline-handle" style={{ left: x, height: layout.events.bottom }}>
      <div
        className="timeline-handle-flag"
        style={
          dragged === null && flag !== null ? flagStyle(flag, text, x, width) : { right: x > width / 2 ? 0 : undefined }
        }
      >
        <button
          type="button"
          className="timeline-handle-name"
          aria-label={`${text} at ${formatDuration(at)}. Arrow keys move it, Delete removes it.`}
          title={`${texts.join('\n')}\nat ${formatDuration(at)}: drag to move`}
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

/** Where a name stands beside its handle at `x`; one that is pointed at is shown whole, within the timeline. */
function flagStyle(flag: Flag, text: string, x: number, width: number): CSSProperties {
  const isRight = flag.left + flagWidth(text, MOST_NAME.wide) + REMOVE > width + MARGIN
  const bare = bareWidth(flag, text)
  const shown = bare ?? flag.width
  const across = isRight ? { right: x - flag.left - shown, left: 'auto' } : { left: flag.left - x }
  const name = { '--name-width': `${shown}px`, '--name-shown': bare === null ? 'block' : 'none' }
  return { ...across, ...name }
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

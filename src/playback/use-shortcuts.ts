import { useEffect, useRef } from 'react'
import { toggleCompare } from '../compare/compare-button'
import { runStore } from '../run/run-store'
import { playheadStore } from './playhead-store'
import { nearestRateIndex, RATES } from './rates'
import { type Command, commandOf } from './shortcuts'
import type { StepKind } from './step-stops'

/** Obeys the keys of `SHORTCUTS` everywhere on the page, but never while a field is being filled in or a dialog or a menu is open. */
export function useShortcuts(onHelp?: () => void): void {
  const help = useRef(onHelp)
  help.current = onHelp
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const command = event.defaultPrevented ? null : commandOf(event)
      if (command === null || isTaken(event, command)) return
      if (command === 'help') help.current?.()
      else obey(command)
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

const FIELDS = 'input, select, textarea, [contenteditable=""], [contenteditable="true"]'
const OWN_ARROWS = '[role="tab"], [role="radio"], [role="option"], [role="listbox"]'

/** The element in focus uses the key itself. */
function isTaken(event: KeyboardEvent, command: Command): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (target === null) return false
  if (target.closest('dialog, [role="menu"]') !== null) return true
  if (target.closest(FIELDS) !== null) return true
  if (command === 'toggle') return target.closest('button, a, summary, [role="button"], [role="tab"]') !== null
  return /^(Arrow|Home|End)/.test(event.key) && target.closest(OWN_ARROWS) !== null
}

function obey(command: Exclude<Command, 'help'>): void {
  const playhead = playheadStore.getState()
  const run = runStore.getState()
  switch (command) {
    case 'toggle':
      return playhead.playing === 0 ? playhead.play(1) : playhead.pause()
    case 'play-back':
      return playhead.play(-1)
    case 'pause':
      return playhead.pause()
    case 'play':
      return playhead.play(1)
    case 'step-back':
      return playhead.step(-1)
    case 'step-forward':
      return playhead.step(1)
    case 'mark-back':
      return stepBy('mark', -1)
    case 'mark-forward':
      return stepBy('mark', 1)
    case 'to-start':
      return playhead.toStart()
    case 'to-end':
      return playhead.toEnd()
    case 'slower':
      return changeRate(-1)
    case 'faster':
      return changeRate(1)
    case 'step-events':
      return playhead.setStepKind('event')
    case 'step-marks':
      return playhead.setStepKind('mark')
    case 'step-requests':
      return playhead.setStepKind('request')
    case 'compare':
      return toggleCompare()
    case 'fork':
      return run.fork(playhead.micros)
    case 'undo':
      return run.undo()
    case 'redo':
      return run.redo()
  }
}

function stepBy(kind: StepKind, direction: 1 | -1): void {
  const { step, stepKind, setStepKind } = playheadStore.getState()
  setStepKind(kind)
  step(direction)
  setStepKind(stepKind)
}

function changeRate(by: 1 | -1): void {
  const { rate, setRate } = playheadStore.getState()
  setRate(RATES[nearestRateIndex(rate) + by] ?? rate)
}

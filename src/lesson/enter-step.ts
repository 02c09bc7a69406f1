import { START } from '../../workers/scenario/look'
import { findPreset } from '../../workers/scenario/preset-scenario'
import { stepScenario } from '../../workers/scenario/step-scenario'
import type { Act, LessonStep } from '../../workers/systems/lesson'
import { findMoment, type Moment } from '../../workers/trace/moment'
import { playheadStore, stepOf } from '../playback/playhead-store'
import { spanStore } from '../playback/timeline/span-store'
import { runStore } from '../run/run-store'
import { selectionStore } from '../run/selection-store'
import { lessonStore } from './lesson-store'

/** Opens a step on its own scenario. Its moment is sought as soon as the run has come so far. */
export function enterStep(step: LessonStep): void {
  const { meta, enter } = runStore.getState()
  const { preset } = step.setting
  const micros = 'at' in step.moment ? step.moment.at : (findPreset(meta, preset)?.openAt ?? 0)
  lessonStore.getState().setArriving(true)
  enter(stepScenario(meta, step.setting), { ...START, micros, preset, lesson: step.id }, step.title)
}

/** Back to the lesson's contents; the run stays, with all that stands beside it and what is looked at. */
export function leaveSteps(): void {
  const { preset, trace, lookAt } = runStore.getState()
  const { micros, count, marks } = playheadStore.getState()
  lookAt({
    ...START,
    micros: Math.floor(micros),
    count,
    step: trace === null ? null : stepOf(trace, { count, marks }),
    preset,
    request: selectionStore.getState().request,
    node: selectionStore.getState().node,
    span: spanStore.getState().span,
  })
}

/** Shows a moment of the run; false when there is none, or not so far. */
export function goTo(moment: Moment): boolean {
  const { trace, phase } = runStore.getState()
  const found = trace === null ? null : findMoment(trace, moment)
  if (trace === null || found === null) return false
  // What lies beyond may still be told by the run before.
  if (phase !== 'finished' && found.micros > trace.reachedMicros) return false
  const playhead = playheadStore.getState()
  playhead.pause()
  if (found.mark === null) playhead.seek(found.micros)
  else playhead.seekMark(found.mark)
  return true
}

/** Does what the button of a step promises. */
export function perform(act: Act): void {
  const run = runStore.getState()
  const playhead = playheadStore.getState()
  switch (act.kind) {
    case 'play':
      return playhead.play(1)
    case 'step':
      playhead.setStepKind('mark')
      return playhead.step(1)
    case 'go':
      return void goTo(act.to)
    case 'set':
      return run.change({ ...run.scenario, values: { ...run.scenario.values, ...act.values } }, act.label)
    case 'variant':
      return run.setVariant(act.variant)
    case 'intervene':
      return run.addIntervention(act.intervention)
  }
}

import { RotateCcw } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { stepScenario } from '../../workers/scenario/step-scenario'
import type { Lesson, LessonStep } from '../../workers/systems/lesson'
import { ClaimList } from '../panels/claim-list'
import { useSystemClaims } from '../panels/system-claims'
import { isSameScenario, useClaimVerdicts } from '../panels/verdicts'
import { onFirstClick } from '../run/on-first-click'
import { useRun } from '../run/run-store'
import { selectionStore } from '../run/selection-store'
import { enterStep, goTo, leaveSteps, perform } from './enter-step'
import { lessonStore, useLesson } from './lesson-store'
import { PredictionCard } from './prediction-card'

interface Properties {
  readonly lesson: Lesson
  readonly index: number
  readonly looksAtNode: boolean
}

/** One step: one idea, something to do, and what this run says about it. */
export function StepPanel({ lesson, index, looksAtNode }: Properties) {
  const step = lesson.steps[index] as LessonStep
  const system = useRun((run) => run.meta.id)
  const guessKey = `${system} ${step.id}`
  const isAnswered = useLesson((state) => guessKey in state.guesses)
  const heading = useHeadingFocus(step.id)
  useArrival(step, looksAtNode)
  return (
    <section className="lesson" aria-label="Lesson">
      <p className="lesson-place">
        Step {index + 1} of {lesson.steps.length}
        <button type="button" className="button button-bare lesson-all" onClick={leaveSteps}>
          All steps
        </button>
      </p>
      <h2 ref={heading} tabIndex={-1}>
        {step.title}
      </h2>
      {step.text.map((paragraph) => (
        <p key={paragraph} className="lesson-text">
          {paragraph}
        </p>
      ))}
      {step.prediction !== undefined && (
        <PredictionCard key={guessKey} prediction={step.prediction} guessKey={guessKey} />
      )}
      <StepActions step={step} />
      {(isAnswered || step.prediction === undefined) && <StepClaims lesson={lesson} step={step} />}
      <StepWalk lesson={lesson} index={index} />
    </section>
  )
}

function StepActions({ step }: { readonly step: LessonStep }) {
  const isChanged = useRun((run) => !isSameScenario(stepScenario(run.meta, step.setting), run.scenario))
  const { act, node } = step
  return (
    <>
      <p className="lesson-actions">
        {act !== undefined && (
          <button
            type="button"
            className="button"
            onClick={act.kind === 'step' ? () => perform(act) : onFirstClick(() => perform(act))}
          >
            {act.label}
          </button>
        )}
        {node !== undefined && (
          <button type="button" className="button button-bare" onClick={() => lookAt(node)}>
            Look into {node}
          </button>
        )}
      </p>
      {isChanged && (
        <p className="lesson-changed">
          <span>Changed by you; all answers are of the run as it is now.</span>
          <button type="button" className="button" onClick={() => enterStep(step)}>
            <RotateCcw size={14} aria-hidden="true" />
            Reset
          </button>
        </p>
      )}
    </>
  )
}

/** Selecting what is selected already would bring no panel to the front. */
function lookAt(node: string): void {
  const { selectNode } = selectionStore.getState()
  selectNode(null)
  selectNode(node)
}

function StepClaims({ lesson, step }: { readonly lesson: Lesson; readonly step: LessonStep }) {
  const known = useSystemClaims()
  const all = useMemo(() => (known === null ? null : { ...known, ...lesson.claims }), [known, lesson])
  const claims = useClaimVerdicts(all, step.claims)
  if (step.claims.length === 0) return null
  return (
    <details className="lesson-claims">
      <summary>Measured on this run</summary>
      <ClaimList claims={claims} />
    </details>
  )
}

function StepWalk({ lesson: { steps }, index }: { readonly lesson: Lesson; readonly index: number }) {
  const before = steps[index - 1]
  const next = steps[index + 1]
  return (
    <div className="lesson-walk">
      <span className="lesson-dashes" aria-hidden="true">
        {steps.map((step, at) => (
          <i key={step.id} data-done={at <= index} />
        ))}
      </span>
      {before !== undefined && (
        <button type="button" className="button" onClick={onFirstClick(() => enterStep(before))}>
          Back
        </button>
      )}
      <button
        type="button"
        className="button"
        onClick={onFirstClick(() => (next === undefined ? leaveSteps() : enterStep(next)))}
      >
        {next === undefined ? 'Finish' : 'Next'}
      </button>
    </div>
  )
}

/** Goes to the step's moment once the run has it, unless a link named another. */
function useArrival(step: LessonStep, looksAtNode: boolean): void {
  const isArriving = useLesson((lesson) => lesson.isArriving)
  const phase = useRun((run) => run.phase)
  const growth = useRun((run) => run.growth)
  useEffect(() => {
    if (!isArriving || growth < 0 || phase === 'opening') return
    const hasArrived = goTo(step.moment)
    if (!hasArrived && phase === 'running') return
    lessonStore.getState().setArriving(false)
    if (looksAtNode && step.node !== undefined) lookAt(step.node)
  }, [isArriving, phase, growth, step, looksAtNode])
}

/** A screen reader goes on at the title of a step that a person opened; one that a link opens takes no focus. */
function useHeadingFocus(step: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step is arrived at anew.
  useEffect(() => {
    if (lessonStore.getState().isArriving) heading.current?.focus()
  }, [step])
  return heading
}

import { useEffect, useState } from 'react'
import { findPreset } from '../../workers/scenario/preset-scenario'
import type { Lesson } from '../../workers/systems/lesson'
import { loadLesson } from '../../workers/systems/loaders'
import { useRun } from '../run/run-store'
import { enterStep } from './enter-step'
import { StepPanel } from './step-panel'
import './lesson-panel.css'

interface Properties {
  /** There is room to show the node of a step in the panels beside the lesson. */
  readonly looksAtNode?: boolean
}

/** The lesson of the system that is open: its contents, or the step that the link names. */
export function LessonPanel({ looksAtNode = false }: Properties) {
  const id = useRun((run) => run.meta.id)
  const { lesson, hasFailed } = useLoadedLesson(id)
  const step = useRun((run) => run.look.lesson)
  if (hasFailed)
    return <p className="lesson">The lesson could not be loaded. Check the connection and reload the page.</p>
  if (lesson === null) return null
  const index = lesson.steps.findIndex((each) => each.id === step)
  return index < 0 ? (
    <Contents lesson={lesson} />
  ) : (
    <StepPanel lesson={lesson} index={index} looksAtNode={looksAtNode} />
  )
}

/** What the lesson is about; each step can be opened on its own. */
function Contents({ lesson }: { readonly lesson: Lesson }) {
  const preset = useRun((run) => findPreset(run.meta, run.preset))
  const first = lesson.steps[0]
  return (
    <section className="lesson" aria-label="Lesson">
      <p className="lesson-place">A lesson in {lesson.steps.length} steps</p>
      <h2>{lesson.title}</h2>
      <p className="lesson-text">{lesson.promise}</p>
      {first !== undefined && (
        <button type="button" className="button button-primary lesson-wide" onClick={() => enterStep(first)}>
          Start
        </button>
      )}
      {/* Before the steps: it tells what the picture shows. */}
      {preset !== undefined && (
        <p className="lesson-open-moment">
          <b>Open now: {preset.title}.</b> {preset.watch}
        </p>
      )}
      <ol className="lesson-contents">
        {lesson.steps.map((step, index) => (
          <li key={step.id}>
            <button type="button" onClick={() => enterStep(step)}>
              <span aria-hidden="true">{index + 1}</span>
              {step.title}
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}

function useLoadedLesson(id: string): { readonly lesson: Lesson | null; readonly hasFailed: boolean } {
  const [state, setState] = useState<{ readonly id: string; readonly lesson: Lesson | null } | null>(null)
  useEffect(() => {
    let isCurrent = true
    loadLesson(id).then(
      (lesson) => isCurrent && setState({ id, lesson }),
      () => isCurrent && setState({ id, lesson: null }),
    )
    return () => {
      isCurrent = false
    }
  }, [id])
  if (state === null || state.id !== id) return { lesson: null, hasFailed: false }
  return { lesson: state.lesson, hasFailed: state.lesson === null }
}

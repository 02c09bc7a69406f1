import { lazy, Suspense } from 'react'
import { hasLesson } from '../../workers/systems/loaders'
import { useRun } from '../run/run-store'
import { useLesson } from './lesson-store'
import './lesson-column.css'

const LessonPanel = lazy(async () => ({ default: (await import('./lesson-panel')).LessonPanel }))
const MomentsPanel = lazy(async () => ({ default: (await import('../panels/moments-panel')).MomentsPanel }))

/** The column beside the picture: the lesson of a system that has one, or its moments. */
export function LessonColumn() {
  const hasOne = useRun((run) => hasLesson(run.meta.id))
  const isShown = useLesson((lesson) => lesson.isShown) && hasOne
  return (
    <div className="lesson-column">
      {hasOne && <LessonSwitch isShown={isShown} />}
      <Suspense fallback={null}>{isShown ? <LessonPanel looksAtNode /> : <MomentsPanel />}</Suspense>
    </div>
  )
}

function LessonSwitch({ isShown }: { readonly isShown: boolean }) {
  const show = useLesson((lesson) => lesson.show)
  return (
    <fieldset className="segments lesson-switch">
      <legend className="spoken">What this column shows</legend>
      <label>
        <input type="radio" name="lesson-column" checked={isShown} onChange={() => show(true)} />
        <span>Lesson</span>
      </label>
      <label>
        <input type="radio" name="lesson-column" checked={!isShown} onChange={() => show(false)} />
        <span>Moments</span>
      </label>
    </fieldset>
  )
}

import { lazy, Suspense, useEffect, useState } from 'react'
import { hasLesson } from '../../workers/systems/loaders'
import { useRun } from '../run/run-store'
import { useLesson } from './lesson-store'
import './lesson-column.css'

const LessonPanel = lazy(async () => ({ default: (await import('./lesson-panel')).LessonPanel }))
const MomentsPanel = lazy(async () => ({ default: (await import('../panels/moments-panel')).MomentsPanel }))

/** Two or three frames. */
const DRAWN_AFTER_MS = 50

/** The column beside the picture: the lesson of a system that has one, or its moments. */
export function LessonColumn() {
  const hasOne = useRun((run) => hasLesson(run.meta.id))
  const isShown = useLesson((lesson) => lesson.isShown) && hasOne
  const isDrawn = useDrawnPicture()
  return (
    <div className="lesson-column">
      {hasOne && <LessonSwitch isShown={isShown} />}
      {isDrawn && <Suspense fallback={null}>{isShown ? <LessonPanel looksAtNode /> : <MomentsPanel />}</Suspense>}
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

/** The picture comes first: what is read beside it is fetched once it had time to be drawn. */
function useDrawnPicture(): boolean {
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => {
    const timer = window.setTimeout(() => setDrawn(true), DRAWN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return isDrawn
}

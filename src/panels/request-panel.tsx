import { type RefObject, useEffect, useRef } from 'react'
import { useSpan } from '../playback/timeline/span-store'
import { useRun } from '../run/run-store'
import { useSelection } from '../run/selection-store'
import { DifferenceView } from './difference/difference-view'
import { RequestList } from './story/request-list'
import { RequestStoryView } from './story/request-story-view'
import './story/story.css'

/** The story of the chosen request; while none is chosen, what differs in a span, and requests to choose from. */
export function RequestPanel() {
  const trace = useRun((run) => run.trace)
  useRun((run) => run.growth)
  const request = useSelection((selection) => selection.request)
  const isAsked = useSpan(({ span }) => span !== null)
  const root = useRef<HTMLDivElement>(null)
  useKeptFocus(root, request)
  if (trace === null) return null
  if (request === null || request > trace.requestCount)
    return (
      <div ref={root}>
        {request === null && isAsked && <DifferenceView trace={trace} />}
        <RequestList trace={trace} missing={request} />
        {request === null && !isAsked && <DifferenceView trace={trace} />}
      </div>
    )
  return (
    <div ref={root}>
      <RequestStoryView trace={trace} id={request} />
    </div>
  )
}

/** The row that was chosen goes with its list, and the story's buttons with the story: the focus goes to what came instead. */
function useKeptFocus(root: RefObject<HTMLElement | null>, request: number | null): void {
  const before = useRef<number | null>(null)
  useEffect(() => {
    const isOther = before.current !== request
    before.current = request
    if (isOther && document.activeElement === document.body)
      root.current?.querySelector<HTMLElement>('[data-takes-focus=true]')?.focus({ preventScroll: true })
  }, [root, request])
}

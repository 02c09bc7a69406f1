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
  if (trace === null) return null
  if (request === null || request > trace.requestCount)
    return (
      <>
        {request === null && isAsked && <DifferenceView trace={trace} />}
        <RequestList trace={trace} missing={request} />
        {request === null && !isAsked && <DifferenceView trace={trace} />}
      </>
    )
  return <RequestStoryView trace={trace} id={request} />
}

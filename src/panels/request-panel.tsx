import { useRun } from '../run/run-store'
import { useSelection } from '../run/selection-store'
import { RequestList } from './story/request-list'
import { RequestStoryView } from './story/request-story-view'
import './story/story.css'

/** The story of the chosen request; while none is chosen, requests to choose from. */
export function RequestPanel() {
  const trace = useRun((run) => run.trace)
  useRun((run) => run.growth)
  const request = useSelection((selection) => selection.request)
  if (trace === null) return null
  if (request === null || request > trace.requestCount) return <RequestList trace={trace} missing={request} />
  return <RequestStoryView trace={trace} id={request} />
}

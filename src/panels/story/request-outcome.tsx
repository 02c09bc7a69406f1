import { formatDuration } from '../../../workers/kernel/time'
import { NO_EVENT } from '../../../workers/protocol'
import type { RequestRecord } from '../../../workers/trace/trace'

/** How a request stands after `count` events. In a list, where all succeed, `brief` leaves the word for success out. */
export function RequestOutcome({
  request,
  count,
  brief = false,
}: {
  readonly request: RequestRecord
  readonly count: number
  readonly brief?: boolean
}) {
  if (request.endEvent === NO_EVENT || request.endEvent >= count) return <span>open</span>
  const took = formatDuration(request.endMicros - request.startMicros)
  return request.cause === '' ? (
    <span className="tone-good">{brief ? took : `answered after ${took}`}</span>
  ) : (
    <span className="tone-bad">
      {request.cause} after {took}
    </span>
  )
}

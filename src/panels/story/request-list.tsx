import { useMemo, useState } from 'react'
import type { Trace } from '../../../workers/trace/trace'
import { useReadablePlayhead } from '../../playback/use-readable-playhead'
import { useSelection } from '../../run/selection-store'
import { causesOf, findRequests, type RequestOrder } from './find-requests'
import { RequestOutcome } from './request-outcome'

/** Requests that are offered at once. */
const OFFERED = 20
/** While playing, a list that sorts is made anew this often at most. */
const LIST_MS = 500

const ORDERS: readonly { readonly id: RequestOrder; readonly label: string }[] = [
  { id: 'latest', label: 'Latest' },
  { id: 'slowest', label: 'Slowest' },
  { id: 'failed', label: 'Failed' },
]

/** Requests up to the moment shown, to choose one whose story is told. */
export function RequestList({ trace, missing }: { readonly trace: Trace; readonly missing: number | null }) {
  const { count } = useReadablePlayhead(LIST_MS)
  const [order, setOrder] = useState<RequestOrder>('latest')
  const [cause, setCause] = useState('')
  const [text, setText] = useState('')
  const causes = useMemo(() => causesOf(trace, count), [trace, count])
  const found = useMemo(
    () => findRequests(trace, count, { order, cause: order === 'failed' ? cause : '', text }, OFFERED),
    [trace, count, order, cause, text],
  )
  return (
    <section className="panel-section" aria-label="Requests">
      <p className="panel-empty" tabIndex={-1} data-takes-focus={true}>
        {missing !== null
          ? `This run has no request ${missing}.`
          : 'Choose a packet in the picture to follow its request, or one of these.'}
      </p>
      <fieldset className="segments requests-order">
        <legend className="spoken">Order</legend>
        {ORDERS.map(({ id, label }) => (
          <label key={id}>
            <input type="radio" name="request-order" checked={id === order} onChange={() => setOrder(id)} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      {order === 'failed' && causes.length > 0 && (
        <select className="field" aria-label="Cause" value={cause} onChange={(event) => setCause(event.target.value)}>
          <option value="">Any cause</option>
          {causes.map((each) => (
            <option key={each.cause} value={each.cause}>
              {each.cause} ({each.requests})
            </option>
          ))}
        </select>
      )}
      <input
        className="field"
        type="search"
        placeholder="Key, label or number"
        aria-label="Filter requests by key, label or number"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Rows trace={trace} found={found} count={count} />
    </section>
  )
}

function Rows({
  trace,
  found,
  count,
}: {
  readonly trace: Trace
  readonly found: readonly number[]
  readonly count: number
}) {
  const selectRequest = useSelection((selection) => selection.selectRequest)
  if (found.length === 0) return <p className="panel-help">No request up to this moment fits.</p>
  return (
    <ul className="requests">
      {found.map((id) => (
        <li key={id}>
          <button type="button" className="requests-row" onClick={() => selectRequest(id)}>
            <span>{id}</span>
            <span>{trace.request(id).label}</span>
            <RequestOutcome request={trace.request(id)} count={count} brief />
          </button>
        </li>
      ))}
    </ul>
  )
}

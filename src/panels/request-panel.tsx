import { useMemo } from 'react'
import { formatDuration, formatMoment } from '../../workers/kernel/time'
import { Fate, HopKind, NO_EVENT } from '../../workers/protocol'
import type { Hop, RequestRecord, Trace } from '../../workers/trace/trace'
import { playheadStore } from '../playback/playhead-store'
import { useReadablePlayhead } from '../playback/use-readable-playhead'
import { useRun } from '../run/run-store'
import { useSelection } from '../run/selection-store'
import { TextField } from './text-field'
import './request-panel.css'

/** How many of the latest requests are offered while none is chosen. */
const OFFERED = 12
/** A request with more hops shows this many of them. */
const MOST_HOPS = 400

/** The chosen request from its start to its one outcome, hop by hop. */
export function RequestPanel() {
  const trace = useRun((run) => run.trace)
  useRun((run) => run.growth)
  const request = useSelection((selection) => selection.request)
  if (trace === null) return null
  if (request === null || request > trace.requestCount) return <LatestRequests trace={trace} missing={request} />
  return <Story trace={trace} id={request} />
}

function LatestRequests({ trace, missing }: { trace: Trace; missing: number | null }) {
  const { count } = useReadablePlayhead()
  const selectRequest = useSelection((selection) => selection.selectRequest)
  const started = trace.requestsStarted(count)
  const latest = Array.from({ length: Math.min(OFFERED, started) }, (_, back) => started - back)
  return (
    <section className="panel-section" aria-label="Requests">
      <p className="panel-empty">
        {missing !== null
          ? `This run has no request ${missing}.`
          : 'Choose a packet in the picture to follow its request, or one of the latest here.'}
      </p>
      {latest.length > 0 && (
        <>
          <div className="control">
            <label htmlFor="request-number">Request number</label>
            <TextField
              id="request-number"
              className="control-number"
              inputMode="numeric"
              text={String(started)}
              onText={(typed) => {
                const id = Number(typed)
                if (!Number.isInteger(id) || id < 1 || id > trace.requestCount)
                  return `There are 1 to ${trace.requestCount}.`
                selectRequest(id)
                return null
              }}
            />
          </div>
          <ul className="requests">
            {latest.map((id) => (
              <li key={id}>
                <button type="button" className="requests-row" onClick={() => selectRequest(id)}>
                  <span>{id}</span>
                  <span>{trace.request(id).label}</span>
                  <Outcome request={trace.request(id)} count={count} />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Outcome({ request, count }: { request: RequestRecord; count: number }) {
  if (request.endEvent === NO_EVENT || request.endEvent >= count) return <span>open</span>
  const took = formatDuration(request.endMicros - request.startMicros)
  return request.cause === '' ? (
    <span className="tone-good">answered after {took}</span>
  ) : (
    <span className="tone-bad">
      {request.cause} after {took}
    </span>
  )
}

function Story({ trace, id }: { trace: Trace; id: number }) {
  const growth = useRun((run) => run.growth)
  const { count } = useReadablePlayhead()
  const selectRequest = useSelection((selection) => selection.selectRequest)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is one object that grows.
  const lines = useMemo(() => storyLines(trace, id), [trace, id, growth])
  const request = trace.request(id)
  const name = (node: number) => trace.topology.nodes[node]?.name ?? ''
  const current = lines.findLastIndex(({ event }) => event < count)
  return (
    <>
      <section className="panel-section" aria-label={`Request ${id}`}>
        <h2 className="panel-title">
          <b>Request {id}</b>
          <span>{request.label}</span>
        </h2>
        <p>
          <Outcome request={request} count={count} />
          {request.cause !== '' && request.endEvent < count && `, by ${name(request.by)}`}
        </p>
        <dl className="readings">
          <div>
            <dt>Asked by</dt>
            <dd>{name(request.node)}</dd>
          </div>
          <div>
            <dt>Started</dt>
            <dd>{formatMoment(request.startMicros)}</dd>
          </div>
        </dl>
        <div className="faults-row">
          <button
            type="button"
            className="button"
            onClick={() => playheadStore.getState().seekCount(request.startEvent + 1)}
          >
            To its start
          </button>
          {request.endEvent !== NO_EVENT && (
            <button
              type="button"
              className="button"
              onClick={() => playheadStore.getState().seekCount(request.endEvent + 1)}
            >
              To its end
            </button>
          )}
          <button type="button" className="button" onClick={() => selectRequest(null)}>
            Let go
          </button>
        </div>
      </section>
      <ol className="story" aria-label="Steps of the request">
        {lines.slice(0, MOST_HOPS).map((line, index) => (
          <li key={line.key}>
            <button
              type="button"
              className="story-row"
              aria-current={index === current ? 'step' : undefined}
              data-ahead={line.event >= count}
              onClick={() => playheadStore.getState().seekCount(line.event + 1)}
            >
              <time>+{formatDuration(line.micros - request.startMicros)}</time>
              <span className={`tone-${line.tone}`}>{line.text}</span>
            </button>
          </li>
        ))}
      </ol>
      {lines.length > MOST_HOPS && (
        <p className="panel-help story-rest">
          The first {MOST_HOPS} steps of {lines.length}.
        </p>
      )}
    </>
  )
}

interface StoryLine {
  readonly key: string
  readonly event: number
  readonly micros: number
  readonly text: string
  readonly tone: 'neutral' | 'good' | 'bad' | 'attention'
}

/** The sendings, unhappy ends and marks of a request in order of their events. */
function storyLines(trace: Trace, id: number): readonly StoryLine[] {
  const name = (node: number) => trace.topology.nodes[node]?.name ?? ''
  const lines: StoryLine[] = []
  for (let index = firstMarkAfter(trace, id); index < trace.markCount; index++) {
    if (trace.markEventOf(index) > trace.request(id).endEvent) break
    if (trace.markRequestOf(index) !== id) continue
    const { event, atMicros, sentence, tone } = trace.mark(index)
    lines.push({ key: `mark ${index}`, event, micros: atMicros, text: sentence, tone })
  }
  // Within one event the reason, a mark, stands before what it led to.
  lines.push(...trace.hopsOfRequest(id).flatMap((hop) => hopLines(hop, name, trace)))
  return lines.sort((a, b) => a.event - b.event)
}

function firstMarkAfter(trace: Trace, id: number): number {
  return trace.marksSet(trace.request(id).startEvent)
}

function hopLines(hop: Hop, name: (node: number) => string, trace: Trace): StoryLine[] {
  const way = `${name(hop.from)} to ${name(hop.to)}`
  const sent: StoryLine = {
    key: `sent ${hop.index}`,
    event: hop.sentEvent,
    micros: hop.sentMicros,
    text: `${way}: ${hop.label}`,
    tone: hop.kind === HopKind.failure ? 'bad' : hop.kind === HopKind.answer ? 'good' : 'neutral',
  }
  const trouble = TROUBLES[hop.fate]
  if (trouble === undefined || hop.settledEvent === NO_EVENT) return [sent]
  const settled: StoryLine = {
    key: `settled ${hop.index}`,
    event: hop.settledEvent,
    micros: trace.eventMicros(hop.settledEvent),
    text: `${hop.label} ${trouble} ${name(hop.to)}`,
    tone: 'bad',
  }
  return [sent, settled]
}

const TROUBLES: Partial<Record<Fate, string>> = {
  [Fate.lost]: 'is lost on the way to',
  [Fate.refused]: 'is refused: nobody is up at',
  [Fate.late]: 'comes too late to',
}

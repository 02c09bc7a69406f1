import { useMemo } from 'react'
import { formatDuration, formatMoment } from '../../../workers/kernel/time'
import { NO_EVENT } from '../../../workers/protocol'
import { requestStory } from '../../../workers/trace/request-story'
import type { Trace } from '../../../workers/trace/trace'
import { playheadStore } from '../../playback/playhead-store'
import { useReadablePlayhead } from '../../playback/use-readable-playhead'
import { useRun } from '../../run/run-store'
import { useSelection } from '../../run/selection-store'
import { RequestOutcome } from './request-outcome'
import { type StoryLine, storyLines, timeSummary } from './story-lines'
import './story.css'
import { WaterfallView } from './waterfall'

/** A story with more lines shows this many of them. */
const MOST_LINES = 400

/** The chosen request from its start to its one outcome: where its time went, as a picture and as sentences. */
export function RequestStoryView({ trace, id }: { readonly trace: Trace; readonly id: number }) {
  const growth = useRun((run) => run.growth)
  const { count, micros } = useReadablePlayhead()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is one object that grows.
  const story = useMemo(() => requestStory(trace, id), [trace, id, growth])
  const lines = useMemo(() => storyLines(trace, story), [trace, story])
  const { request } = story
  const name = (node: number) => trace.topology.nodes[node]?.name ?? ''
  return (
    <>
      <section className="panel-section" aria-label={`Request ${id}`}>
        <h2 className="panel-title" tabIndex={-1} data-takes-focus={true}>
          <b>Request {id}</b>
          <span>{request.label}</span>
        </h2>
        <p>
          <RequestOutcome request={request} count={count} />
          {request.cause !== '' && request.endEvent < count && `, by ${name(request.by)}`}
        </p>
        <p className="panel-help">
          {name(request.node)} asks at {formatMoment(request.startMicros)}. {timeSummary(story)}.
        </p>
        <WaterfallView trace={trace} story={story} micros={micros} />
        <StoryButtons startEvent={request.startEvent} endEvent={request.endEvent} />
      </section>
      <StoryList lines={lines} startMicros={request.startMicros} />
    </>
  )
}

function StoryButtons({ startEvent, endEvent }: { readonly startEvent: number; readonly endEvent: number }) {
  const selectRequest = useSelection((selection) => selection.selectRequest)
  const { seekCount, setStepKind } = playheadStore.getState()
  return (
    <div className="faults-row">
      <button
        type="button"
        className="button"
        onClick={() => {
          seekCount(startEvent + 1)
          setStepKind('request')
        }}
      >
        To its start
      </button>
      {endEvent !== NO_EVENT && (
        <button type="button" className="button" onClick={() => seekCount(endEvent + 1)}>
          To its end
        </button>
      )}
      <button type="button" className="button" onClick={() => selectRequest(null)}>
        All requests
      </button>
    </div>
  )
}

function StoryList({ lines, startMicros }: { readonly lines: readonly StoryLine[]; readonly startMicros: number }) {
  const { micros, marks } = useReadablePlayhead()
  const isPast = (line: StoryLine) => (line.mark === null ? line.micros <= micros : line.mark < marks)
  const current = lines.findLastIndex(isPast)
  return (
    <>
      <ol className="story" aria-label="Steps of the request">
        {lines.slice(0, MOST_LINES).map((line, index) => (
          <li key={line.key}>
            <button
              type="button"
              className="story-row"
              aria-current={index === current ? 'step' : undefined}
              data-ahead={!isPast(line)}
              onClick={() => goTo(line)}
            >
              <time>+{formatDuration(line.micros - startMicros)}</time>
              <span className={`tone-${line.tone}`}>
                {line.text}
                {line.headers.map((header) => (
                  <code key={header} className="story-header">
                    {header}
                  </code>
                ))}
              </span>
              {line.lasts !== null && <span className="story-lasts">{formatDuration(line.lasts)}</span>}
            </button>
          </li>
        ))}
      </ol>
      {lines.length > MOST_LINES && (
        <p className="panel-help story-rest">
          The first {MOST_LINES} steps of {lines.length}.
        </p>
      )}
    </>
  )
}

function goTo({ mark, micros }: StoryLine): void {
  const { seek, seekMark } = playheadStore.getState()
  if (mark === null) seek(micros)
  else seekMark(mark)
}

import { useMemo } from 'react'
import { formatDuration } from '../../../workers/kernel/time'
import { type Pair, type SpanDifference, spanDifference } from '../../../workers/trace/span-difference'
import type { Trace } from '../../../workers/trace/trace'
import { playheadStore } from '../../playback/playhead-store'
import { spanStore, useSpan } from '../../playback/timeline/span-store'
import { useRun } from '../../run/run-store'
import { type DifferenceLine, differenceGroups, rateText } from './difference-lines'
import './difference.css'

/** What differs inside the selected span of the timeline from before it; without a span, how to select one. */
export function DifferenceView({ trace }: { readonly trace: Trace }) {
  const span = useSpan((state) => state.span)
  const end = trace.heldMicros
  return (
    <section className="panel-section" aria-label="What differs?">
      <h2>What differs inside a span from before it?</h2>
      <SpanButtons trace={trace} />
      {span !== null && span.fromMicros < end && (span.fromMicros > 0 || span.toMicros < end) && (
        <Answers trace={trace} fromMicros={span.fromMicros} toMicros={Math.min(end, span.toMicros)} />
      )}
    </section>
  )
}

/** Both ends from the moment shown: by touch and by keyboard. */
function SpanButtons({ trace }: { readonly trace: Trace }) {
  const span = useSpan((state) => state.span)
  const { startAt, endAt, select } = spanStore.getState()
  const now = (): number => Math.round(playheadStore.getState().micros)
  return (
    <>
      {span === null && (
        <p className="panel-help">
          Drag over the timeline with Shift held, or go to a moment and press “Starts here”, then to another and press
          “Ends here”.
        </p>
      )}
      <div className="difference-ends">
        <button type="button" className="button" onClick={() => startAt(now(), trace.horizonMicros)}>
          Starts here
        </button>
        <button type="button" className="button" onClick={() => endAt(now())}>
          Ends here
        </button>
        {span !== null && (
          <button type="button" className="button" onClick={() => select(null)}>
            Let go
          </button>
        )}
      </div>
    </>
  )
}

function Answers({ trace, fromMicros, toMicros }: { trace: Trace; fromMicros: number; toMicros: number }) {
  const growth = useRun((run) => run.growth)
  const script = useRun((run) => run.scenario.script)
  const meta = useRun((run) => run.meta)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace grows in place, which `growth` tells
  const difference = useMemo(
    () => spanDifference(trace, { fromMicros, toMicros }),
    [trace, fromMicros, toMicros, growth],
  )
  const groups = differenceGroups(trace, difference, script, meta)
  const { before } = difference
  return (
    <>
      <p className="panel-help">
        {formatDuration(fromMicros)} to {formatDuration(toMicros)}, against {formatDuration(before.fromMicros)} to{' '}
        {formatDuration(before.toMicros)}
      </p>
      <Figures difference={difference} />
      {groups.length === 0 && <p className="panel-empty">Nothing differs by more than chance.</p>}
      {groups.map(({ title, lines }) => (
        <div key={title} className="difference-group">
          <h3>{title}</h3>
          <ul>
            {lines.map((line) => (
              <li key={line.sentence}>
                <Line line={line} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}

function Figures({ difference: { offered, failing, p50, p99 } }: { readonly difference: SpanDifference }) {
  const rows: readonly (readonly [string, Pair | null, (value: number) => string])[] = [
    ['offered', offered, rateText],
    ['failing', failing, rateText],
    ['p50', p50, formatDuration],
    ['p99', p99, formatDuration],
  ]
  return (
    <table className="difference-figures">
      <thead>
        <tr>
          <th scope="col">
            <span className="spoken">Figure</span>
          </th>
          <th scope="col">before</th>
          <th scope="col">inside</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, pair, text]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{pair === null ? '–' : text(pair.before)}</td>
            <td>{pair === null ? '–' : text(pair.inside)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Line({ line: { sentence, share, to } }: { readonly line: DifferenceLine }) {
  const content = (
    <>
      {share !== null && <b>{Math.round(share * 100)} %</b>}
      <span>{sentence}</span>
    </>
  )
  if (to === null) return <div className="difference-line">{content}</div>
  const go = (): void => {
    const playhead = playheadStore.getState()
    playhead.pause()
    if ('mark' in to) playhead.seekMark(to.mark)
    else playhead.seek(to.micros)
  }
  return (
    <button type="button" className="difference-line" title="Go to its first moment" onClick={go}>
      {content}
    </button>
  )
}

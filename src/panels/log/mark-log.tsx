import { useDeferredValue, useMemo } from 'react'
import { formatMoment } from '../../../workers/kernel/time'
import type { MarkTone } from '../../../workers/protocol'
import type { Trace } from '../../../workers/trace/trace'
import { playheadStore } from '../../playback/playhead-store'
import { useReadablePlayhead } from '../../playback/use-readable-playhead'
import { useRun } from '../../run/run-store'
import { filterMarks, rowOf } from './filter-marks'
import { LogBar, LogRows, LogSearch } from './log-rows'
import { logStore, useLog } from './log-store'

const TONES: readonly { readonly tone: MarkTone | null; readonly label: string }[] = [
  { tone: null, label: 'All' },
  { tone: 'bad', label: 'Failures' },
  { tone: 'attention', label: 'Warnings' },
  { tone: 'good', label: 'Good' },
]
const ROW_HEIGHT = 46

/** Every mark of the run as a line. */
export function MarkLog({ trace }: { readonly trace: Trace }) {
  const growth = useRun((run) => run.growth)
  const text = useDeferredValue(useLog((log) => log.text))
  const tone = useLog((log) => log.tone)
  const { marks } = useReadablePlayhead()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is one object that grows.
  const rows = useMemo(() => filterMarks(trace, { text, tone }), [trace, growth, text, tone])
  const count = rows?.length ?? trace.markCount
  const current = rowOf(rows, marks - 1)
  return (
    <>
      <div className="log-filter">
        <LogSearch />
        <select
          className="field"
          aria-label="Filter the log by outcome"
          value={tone ?? ''}
          onChange={({ target }) =>
            logStore.setState({ tone: TONES.find((each) => each.tone === target.value)?.tone ?? null })
          }
        >
          {TONES.map((each) => (
            <option key={each.label} value={each.tone ?? ''}>
              {each.label}
            </option>
          ))}
        </select>
      </div>
      <LogBar count={count} />
      {count === 0 ? (
        <p className="panel-empty log-empty">
          {trace.markCount === 0 ? 'Nothing worth a line has happened yet.' : 'No line of this run matches.'}
        </p>
      ) : (
        <LogRows
          count={count}
          current={current}
          height={ROW_HEIGHT}
          row={(index) => (
            <Row
              trace={trace}
              mark={rows === null ? index : (rows[index] as number)}
              isCurrent={index === current}
              isAhead={index > current}
            />
          )}
        />
      )}
    </>
  )
}

interface RowProperties {
  readonly trace: Trace
  readonly mark: number
  readonly isCurrent: boolean
  readonly isAhead: boolean
}

function Row({ trace, mark, isCurrent, isAhead }: RowProperties) {
  const { atMicros, node, sentence, tone } = trace.mark(mark)
  return (
    <button
      type="button"
      className="log-row"
      data-tone={tone}
      data-ahead={isAhead}
      aria-current={isCurrent ? 'step' : undefined}
      onClick={() => playheadStore.getState().seekMark(mark)}
    >
      <span className="log-where">
        <time>{formatMoment(atMicros)}</time>
        <b>{trace.topology.nodes[node]?.name}</b>
      </span>
      <span className="log-sentence">{sentence}</span>
    </button>
  )
}

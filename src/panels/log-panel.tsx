import { useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { formatMoment } from '../../workers/kernel/time'
import type { MarkTone } from '../../workers/protocol'
import { groupDigits } from '../../workers/trace/sentence'
import type { Trace } from '../../workers/trace/trace'
import { playheadStore } from '../playback/playhead-store'
import { useReadablePlayhead } from '../playback/use-readable-playhead'
import { useRun } from '../run/run-store'
import { filterMarks, rowOf } from './filter-marks'
import './log-panel.css'

const TONES: readonly { readonly tone: MarkTone | null; readonly label: string }[] = [
  { tone: null, label: 'All' },
  { tone: 'bad', label: 'Failures' },
  { tone: 'attention', label: 'Warnings' },
  { tone: 'good', label: 'Good' },
]
const ROW_HEIGHT = 46

/** Every mark of the run as a line; it follows the playhead until one scrolls by hand. */
export function LogPanel() {
  const trace = useRun((run) => run.trace)
  const growth = useRun((run) => run.growth)
  const [text, setText] = useState('')
  const [tone, setTone] = useState<MarkTone | null>(null)
  const [follows, follow] = useState(true)
  const sought = useDeferredValue(text)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is one object that grows.
  const rows = useMemo(
    () => (trace === null ? null : filterMarks(trace, { text: sought, tone })),
    [trace, growth, sought, tone],
  )
  if (trace === null) return null
  const count = rows?.length ?? trace.markCount
  return (
    <section className="log" aria-label="Log">
      <div className="log-filter">
        <input
          type="search"
          className="field"
          value={text}
          placeholder="Filter by words"
          aria-label="Filter the log by words"
          onChange={(event) => setText(event.target.value)}
        />
        <select
          className="field"
          aria-label="Filter the log by outcome"
          value={tone ?? ''}
          onChange={(event) => setTone(TONES.find((each) => each.tone === event.target.value)?.tone ?? null)}
        >
          {TONES.map((each) => (
            <option key={each.label} value={each.tone ?? ''}>
              {each.label}
            </option>
          ))}
        </select>
      </div>
      <div className="log-bar">
        <span role="status">
          {groupDigits(count)} {count === 1 ? 'line' : 'lines'}
        </span>
        <label>
          <input type="checkbox" checked={follows} onChange={(event) => follow(event.target.checked)} />
          Follow the playhead
        </label>
      </div>
      {count === 0 ? (
        <p className="panel-empty log-empty">
          {trace.markCount === 0 ? 'Nothing worth a line has happened yet.' : 'No line of this run matches.'}
        </p>
      ) : (
        <Rows trace={trace} rows={rows} count={count} follows={follows} onHand={() => follow(false)} />
      )}
    </section>
  )
}

interface RowsProperties {
  readonly trace: Trace
  readonly rows: Uint32Array | null
  readonly count: number
  readonly follows: boolean
  /** The person scrolled by hand. */
  onHand(): void
}

function Rows({ trace, rows, count, follows, onHand }: RowsProperties) {
  const scroller = useRef<HTMLDivElement>(null)
  const { marks } = useReadablePlayhead()
  const current = rowOf(rows, marks - 1)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  })
  useEffect(() => {
    if (follows && current >= 0) virtualizer.scrollToIndex(current, { align: 'center' })
  }, [follows, current, virtualizer])
  return (
    <section
      ref={scroller}
      className="log-rows"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
      tabIndex={0}
      aria-label="Lines"
      onWheel={onHand}
      onTouchMove={onHand}
    >
      <ol style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <li key={index} ref={virtualizer.measureElement} data-index={index} style={{ translate: `0 ${start}px` }}>
            <Row
              trace={trace}
              mark={rows === null ? index : (rows[index] as number)}
              isCurrent={index === current}
              isAhead={index > current}
            />
          </li>
        ))}
      </ol>
    </section>
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

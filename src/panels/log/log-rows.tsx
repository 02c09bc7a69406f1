import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { groupDigits } from '../../../workers/trace/sentence'
import { logStore, useLog } from './log-store'

interface LogRowsProperties {
  readonly count: number
  /** The last row that is not ahead of the playhead, or −1. */
  readonly current: number
  /** A guess at the height of a row, in pixels. */
  readonly height: number
  readonly row: (index: number) => ReactNode
}

/** The rows of a log that are in sight. They follow the playhead until somebody scrolls by hand. */
export function LogRows({ count, current, height, row }: LogRowsProperties) {
  const scroller = useRef<HTMLDivElement>(null)
  const follows = useLog((log) => log.follows)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
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
      onWheel={stopFollowing}
      onTouchMove={stopFollowing}
    >
      <ol style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <li key={index} ref={virtualizer.measureElement} data-index={index} style={{ translate: `0 ${start}px` }}>
            {row(index)}
          </li>
        ))}
      </ol>
    </section>
  )
}

function stopFollowing(): void {
  logStore.setState({ follows: false })
}

/** How many lines there are, and whether they follow the playhead. */
export function LogBar({ count }: { readonly count: number }) {
  const follows = useLog((log) => log.follows)
  return (
    <div className="log-bar">
      <span role="status">
        {groupDigits(count)} {count === 1 ? 'line' : 'lines'}
      </span>
      <label>
        <input
          type="checkbox"
          checked={follows}
          onChange={(event) => logStore.setState({ follows: event.target.checked })}
        />
        Follow the playhead
      </label>
    </div>
  )
}

export function LogSearch() {
  const text = useLog((log) => log.text)
  return (
    <input
      type="search"
      className="field"
      value={text}
      placeholder="Words"
      aria-label="Filter the log by words"
      onChange={(event) => logStore.setState({ text: event.target.value })}
    />
  )
}

import type { ReactNode } from 'react'
import type { MarkTone } from '../../../workers/protocol'
import { monitorTime, type TrafficLine } from '../../../workers/trace/traffic'
import { playheadStore } from '../../playback/playhead-store'
import { selectionStore, useSelection } from '../../run/selection-store'
import type { RowProperties } from './traffic-view'

interface Properties extends Pick<RowProperties, 'isCurrent' | 'isAhead' | 'onStory'> {
  readonly line: TrafficLine
  readonly tone: MarkTone
  /** Beside the names of the nodes. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A line of a traffic log. A press shows its moment and selects its packet; the selected one leads to its story. */
export function TrafficRow({ line, tone, isCurrent, isAhead, aside, children, onStory }: Properties) {
  const { micros, client, server, question } = line
  const { request } = question
  const isSelected = useSelection((selection) => request !== 0 && selection.request === request)
  return (
    <>
      <button
        type="button"
        className="log-row traffic-row"
        data-tone={tone}
        data-ahead={isAhead}
        data-selected={isSelected}
        aria-current={isCurrent ? 'step' : undefined}
        onClick={() => show(line)}
      >
        <span className="log-where">
          <time>{monitorTime(micros)}</time>
          <b>
            {client} → {server}
          </b>
          {aside}
        </span>
        {children}
      </button>
      {isSelected && isCurrent && (
        <button type="button" className="button traffic-story" onClick={onStory}>
          Story of request {request}
        </button>
      )}
    </>
  )
}

function show({ event, question, answer }: TrafficLine): void {
  playheadStore.getState().pause()
  playheadStore.getState().seekCount(event + 1)
  // What leaves at this moment, or else what came to be answered.
  const hop = answer !== null && answer.sentEvent === event ? answer.index : question.index
  selectionStore.getState().selectHop(hop, true)
}

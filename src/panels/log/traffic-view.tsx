import { useDeferredValue, useMemo } from 'react'
import type { Trace } from '../../../workers/trace/trace'
import { type Protocol, TrafficLog } from '../../../workers/trace/traffic'
import { useReadablePlayhead } from '../../playback/use-readable-playhead'
import { useRun } from '../../run/run-store'
import { rowOf } from './filter-marks'
import { filterTraffic, statusesOf } from './filter-traffic'
import { HttpRow } from './http-row'
import { LogBar, LogRows, LogSearch } from './log-rows'
import { logStore, useLog } from './log-store'
import { RedisRow } from './redis-row'
import './traffic.css'

interface Properties {
  readonly trace: Trace
  readonly protocol: Protocol
  /** The story of the selected request is asked for. */
  onStory(): void
}

/** What is selected by a press on its line, as each row needs it. */
export interface RowProperties {
  readonly log: TrafficLog
  readonly line: number
  /** How many events have happened. */
  readonly count: number
  readonly isCurrent: boolean
  readonly isAhead: boolean
  onStory(): void
}

const ROW_HEIGHT = { http: 50, redis: 68 } as const

/** The messages of one protocol as the log that its servers would write. */
export function TrafficView({ trace, protocol, onStory }: Properties) {
  const growth = useRun((run) => run.growth)
  const { count } = useReadablePlayhead()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is one object that grows.
  const log = useMemo(() => new TrafficLog(trace, protocol), [trace, protocol, growth])
  const rows = useFiltered(trace, log)
  const current = rowOf(rows, log.writtenAt(count) - 1)
  const Row = protocol === 'redis' ? RedisRow : HttpRow
  return (
    <>
      <div className="log-filter traffic-filter">
        <LogSearch />
        <Choices trace={trace} log={log} />
      </div>
      <LogBar count={rows?.length ?? log.length} />
      {rows?.length === 0 ? (
        <p className="panel-empty log-empty">No line of this run matches.</p>
      ) : (
        <LogRows
          count={rows?.length ?? log.length}
          current={current}
          height={ROW_HEIGHT[protocol]}
          row={(index) => (
            <Row
              log={log}
              line={rows === null ? index : (rows[index] as number)}
              count={count}
              isCurrent={index === current}
              isAhead={index > current}
              onStory={onStory}
            />
          )}
        />
      )}
    </>
  )
}

function useFiltered(trace: Trace, log: TrafficLog): Uint32Array | null {
  const text = useDeferredValue(useLog((choice) => choice.text))
  const node = useLog((choice) => choice.node)
  const status = useLog((choice) => choice.status)
  return useMemo(() => filterTraffic(trace, log, { text, node, status }), [trace, log, text, node, status])
}

function Choices({ trace, log }: { readonly trace: Trace; readonly log: TrafficLog }) {
  const node = useLog((choice) => choice.node)
  const status = useLog((choice) => choice.status)
  const statuses = useMemo(() => statusesOf(trace, log), [trace, log])
  return (
    <>
      <select
        className="field"
        aria-label="Filter the log by node"
        value={node}
        onChange={({ target }) => logStore.setState({ node: target.value })}
      >
        <option value="">Node</option>
        {trace.topology.nodes.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <select
        className="field"
        aria-label="Filter the log by status"
        value={status}
        onChange={({ target }) => logStore.setState({ status: target.value })}
      >
        <option value="">Status</option>
        {statuses.map((each) => (
          <option key={each.status} value={each.status}>
            {each.status} ({each.lines})
          </option>
        ))}
      </select>
    </>
  )
}

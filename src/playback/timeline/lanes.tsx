import { memo, useId } from 'react'
import type { Trace } from '../../../workers/trace/trace'
import { eventColumns, tickPath } from './event-columns'
import type { Lane, Layout } from './layout'
import { areaPath, linePath, type Series } from './series-path'
import type { TimeRange } from './time-range'
import type { TimeScale } from './time-scale'
import type { Measured } from './use-metrics'

export interface LanesProps {
  readonly trace: Trace
  readonly measured: Measured
  /** Raised whenever the trace grew or was cut. */
  readonly growth: number
  readonly range: TimeRange
  readonly scale: TimeScale
  readonly width: number
  readonly layout: Layout
}

const TONES = ['neutral', 'good', 'attention', 'bad'] as const

/** The drawn run. It is drawn again when the run grows, the zoom changes or the window does; never while playing. */
export const Lanes = memo(function Lanes({ trace, measured, range, scale, width, layout }: LanesProps) {
  const clip = useId()
  const hatch = useId()
  const paths = seriesPaths(measured, scale, layout)
  const columns = eventColumns(trace, range, width)
  const reached =
    trace.status.kind === 'running' ? scale.x(trace.heldMicros) : Math.max(width, scale.x(trace.horizonMicros))
  const bottom = layout.events.bottom
  const lanes = [layout.load, layout.latency, ...(layout.queue === null ? [] : [layout.queue])]
  return (
    <svg className="timeline-lanes" width={width} height={layout.axis} aria-hidden="true">
      <clipPath id={clip}>
        <rect width={width} height={layout.axis} />
      </clipPath>
      <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M3 0v6" className="timeline-hatch" />
      </pattern>
      <g clipPath={`url(#${clip})`}>
        <path className="timeline-base" d={lanes.map(({ bottom }) => `M0 ${bottom + 0.5}h${width}`).join('')} />
        <path className="timeline-ceiling" d={lanes.map(({ top }) => `M0 ${top + 0.5}h${width}`).join('')} />
        <Breaches trace={trace} scale={scale} end={Math.min(reached, width)} layout={layout} />
        <path className="timeline-served" d={paths.served} />
        <path className="timeline-offered" d={paths.offered} />
        <path className="timeline-p99" d={paths.p99} />
        <path className="timeline-p50" d={paths.p50} />
        <path className="timeline-queue" d={paths.queue} />
        {TONES.map((tone) => (
          <path key={tone} className={`timeline-ticks timeline-${tone}`} d={tickPath(columns[tone], tone, bottom)} />
        ))}
        {reached < width && (
          <g>
            <rect
              x={reached}
              y={layout.load.top}
              width={width - reached}
              height={bottom - layout.load.top}
              fill={`url(#${hatch})`}
            />
            <path className="timeline-reached" d={`M${reached} ${layout.load.top}V${bottom}`} />
          </g>
        )}
      </g>
    </svg>
  )
})

interface BreachesProps {
  readonly trace: Trace
  readonly scale: TimeScale
  readonly end: number
  readonly layout: Layout
}

/** From its first breach on a check stays broken: one wash from the first of all, and a line for each check. */
function Breaches({ trace, scale, end, layout }: BreachesProps) {
  const places = trace.breaches.map(({ event }) => scale.x(trace.eventMicros(event)))
  if (places.length === 0) return null
  const first = Math.min(...places)
  const bottom = layout.events.bottom
  return (
    <g>
      <rect
        className="timeline-breach-span"
        x={first}
        y={layout.load.top}
        width={Math.max(1, end - first)}
        height={bottom - layout.load.top}
      />
      <path
        className="timeline-breach"
        d={places.map((x) => `M${x.toFixed(1)} ${layout.load.top}V${bottom}`).join('')}
      />
    </g>
  )
}

/** The paths of all series. Where a lane shows an area, the line of its upper edge is there too. */
export function seriesPaths({ metrics, queue, ceilings }: Measured, scale: TimeScale, layout: Layout) {
  const { widthMicros, reached } = metrics
  const x = (bucket: number): number => scale.x((bucket + 0.5) * widthMicros)
  const y = (lane: Lane, share: number): number => lane.bottom - Math.min(1, share) * (lane.bottom - lane.top)
  const series = (lane: Lane, values: ArrayLike<number>, ceiling: number): Series => ({
    length: reached,
    x,
    y: (bucket) => y(lane, (values[bucket] ?? 0) / ceiling),
  })
  const mostInBucket = (ceilings.rate * widthMicros) / 1_000_000
  return {
    offered: linePath(series(layout.load, metrics.offered, mostInBucket)),
    served: areaPath(series(layout.load, metrics.served, mostInBucket), layout.load.bottom),
    servedLine: linePath(series(layout.load, metrics.served, mostInBucket)),
    p50: linePath(series(layout.latency, metrics.p50, ceilings.latency)),
    p99: linePath(series(layout.latency, metrics.p99, ceilings.latency)),
    queue:
      layout.queue === null ? '' : areaPath(series(layout.queue, queue ?? [], ceilings.queue), layout.queue.bottom),
    queueLine: layout.queue === null ? '' : linePath(series(layout.queue, queue ?? [], ceilings.queue)),
  }
}

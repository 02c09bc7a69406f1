import { formatDuration } from '../../../workers/kernel/time'
import type { RunMetrics } from '../../../workers/trace/metrics'
import { perSecondText } from './axis'

/** The figures of the bucket under the pointer. */
export function Readout({
  metrics,
  micros,
  x,
  width,
}: {
  metrics: RunMetrics
  micros: number
  x: number
  width: number
}) {
  const bucket = metrics.bucket(metrics.bucketAt(micros))
  const perSecond = (count: number): string => perSecondText((count * 1_000_000) / metrics.widthMicros)
  const latency = (value: number | null): string => (value === null ? '–' : formatDuration(value))
  const failed = [...bucket.failed].sort(([, a], [, b]) => b - a)
  return (
    <div
      className="timeline-readout"
      data-side={x > width / 2 ? 'left' : 'right'}
      style={{ left: x }}
      aria-hidden="true"
    >
      <b>
        {formatDuration(bucket.fromMicros)} – {formatDuration(bucket.toMicros)}
      </b>
      <dl>
        <dt>offered</dt>
        <dd>{perSecond(bucket.offered)}</dd>
        <dt>served</dt>
        <dd>{perSecond(bucket.served)}</dd>
        <dt>p50</dt>
        <dd>{latency(bucket.p50)}</dd>
        <dt>p99</dt>
        <dd>{latency(bucket.p99)}</dd>
        {failed.slice(0, 3).map(([cause, count]) => (
          <div key={cause} className="timeline-readout-failed">
            <dt>{cause}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

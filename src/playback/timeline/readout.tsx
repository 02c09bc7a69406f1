import { formatDuration } from '../../../workers/kernel/time'
import { perSecondText } from './axis'
import type { Measured } from './use-metrics'

/** The figures of the bucket under the pointer. */
export function Readout({
  measured,
  micros,
  x,
  width,
}: {
  measured: Measured
  micros: number
  x: number
  width: number
}) {
  const { metrics, queue } = measured
  const index = metrics.bucketAt(micros)
  const bucket = metrics.bucket(index)
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
        {queue !== null && (
          <>
            <dt>in queues</dt>
            <dd>{Math.round((queue[index] ?? 0) * 10) / 10}</dd>
          </>
        )}
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

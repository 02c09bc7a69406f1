import { useEffect, useMemo } from 'react'
import { seriesPaths } from '../playback/timeline/lanes'
import type { Layout } from '../playback/timeline/layout'
import type { TimeScale } from '../playback/timeline/time-scale'
import { type Ceilings, type Measured, NO_CEILINGS, useCalm, useMeasured } from '../playback/timeline/use-metrics'
import { useVersus } from '../run/versus-store'

interface VersusLanesProps {
  /** The figures of the shown run: both are drawn on its scales. */
  readonly measured: Measured
  readonly scale: TimeScale
  readonly width: number
  readonly layout: Layout
  /** Told how high the scales must reach for the other run. */
  readonly onCeilings: (ceilings: Ceilings) => void
}

/** The other run as dashed lines over the lanes of the shown one. */
export function VersusLanes({ measured, scale, width, layout, onCeilings }: VersusLanesProps) {
  const trace = useVersus((state) => state.trace)
  const growth = useCalm(useVersus((state) => state.growth))
  const system = useVersus((state) => state.scenario.system)
  const other = useMeasured(trace, growth, system, NO_CEILINGS)
  const { rate, latency, queue } = other?.ceilings ?? NO_CEILINGS
  useEffect(() => onCeilings({ rate, latency, queue }), [onCeilings, rate, latency, queue])
  const paths = useMemo(
    () => (other === null ? null : seriesPaths({ ...other, ceilings: measured.ceilings }, scale, layout)),
    [other, measured, scale, layout],
  )
  if (paths === null) return null
  return (
    <svg className="timeline-lanes timeline-versus" width={width} height={layout.axis} aria-hidden="true">
      <path className="timeline-offered" d={paths.servedLine} />
      <path className="timeline-p99" d={paths.p99} />
      <path className="timeline-p50" d={paths.p50} />
      <path className="timeline-soft" d={paths.queueLine} />
    </svg>
  )
}

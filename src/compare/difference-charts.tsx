import { useMemo } from 'react'
import { formatDuration } from '../../workers/kernel/time'
import type { Trace } from '../../workers/trace/trace'
import { playheadStore } from '../playback/playhead-store'
import { linePath } from '../playback/timeline/series-path'
import { useReadablePlayhead } from '../playback/use-readable-playhead'
import './difference-charts.css'
import { type PairedRuns, type PairedSeries, pairedSeries } from './paired-series'

const WIDTH = 300
/** The scales stand beside the plot. */
const PLOT = 254
/** Both lines; then, around its own zero, how far the second lies from the first. */
const LINES = { top: 2, bottom: 40 }
const BARS = { top: 46, zero: 58, bottom: 70 }
const HEIGHT = 72

interface DifferenceChartsProps {
  readonly here: Trace
  readonly there: Trace
  /** Letters of both branches. */
  readonly names: readonly [here: string, there: string]
}

/** Load, latency and errors of both runs over time, and the difference of each. */
export function DifferenceCharts({ here, there, names }: DifferenceChartsProps) {
  const runs = useMemo(() => pairedSeries(here, there), [here, there])
  return (
    <section className="panel-section" aria-label="Differences over time">
      <h2>Over time</h2>
      <p className="panel-help difference-key">
        <DifferenceKey names={names} />
      </p>
      {runs.series.map((series) => (
        <Chart key={series.name} runs={runs} series={series} names={names} />
      ))}
    </section>
  )
}

function DifferenceKey({ names: [here, there] }: { readonly names: readonly [string, string] }) {
  return (
    <>
      <svg width={22} height={8} aria-hidden="true">
        <path d="M0 4h22" />
      </svg>
      {here}
      <svg width={22} height={8} aria-hidden="true">
        <path className="difference-there" d="M0 4h22" />
      </svg>
      {there}
      <svg width={14} height={10} aria-hidden="true">
        <path className="difference-bars" d="M1 5h3v-4h3v4M7 5v3h3v-3" />
      </svg>
      {there} less {here}
    </>
  )
}

interface ChartProps {
  readonly runs: PairedRuns
  readonly series: PairedSeries
  readonly names: readonly [here: string, there: string]
}

function Chart({ runs: { widthMicros, length }, series, names: [here, there] }: ChartProps) {
  const { micros } = useReadablePlayhead()
  const { name, ceiling, differenceCeiling, mostApart, text } = series
  const paths = useMemo(() => chartPaths(series, length), [series, length])
  const x = Math.min(PLOT, (micros / widthMicros / length) * PLOT)
  const seek = (bucket: number): void => playheadStore.getState().seek(Math.round((bucket + 0.5) * widthMicros))
  const onClick = (event: React.MouseEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = ((event.clientX - box.left) / box.width) * (WIDTH / PLOT)
    seek(Math.min(length - 1, Math.floor(share * length)))
  }
  return (
    <figure className={`difference-chart difference-${name.toLowerCase()}`}>
      <figcaption>
        <b>{name}</b>
        {mostApart === null ? (
          <span>the same in both</span>
        ) : (
          <button
            type="button"
            className="difference-apart"
            title={`Where ${here} and ${there} lie furthest apart: go there`}
            onClick={() => seek(mostApart)}
          >
            widest at {formatDuration(Math.round((mostApart + 0.5) * widthMicros))}:{' '}
            {text(series.here[mostApart] as number)} against {text(series.there[mostApart] as number)}
          </button>
        )}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" onClick={onClick}>
        <path className="difference-grid" d={`M0 ${LINES.bottom}H${PLOT}M0 ${BARS.zero}H${PLOT}`} />
        <path className="difference-better" d={paths.better} />
        <path className="difference-worse" d={paths.worse} />
        <path className="difference-here" d={paths.here} />
        <path className="difference-there" d={paths.there} />
        <path className="difference-now" d={`M${x.toFixed(1)} 0V${HEIGHT}`} />
        <text className="difference-scale" x={PLOT + 4} y={LINES.top + 9}>
          {text(ceiling)}
        </text>
        {mostApart !== null && (
          <text className="difference-scale" x={PLOT + 4} y={BARS.top + 7}>
            ±{text(differenceCeiling)}
          </text>
        )}
      </svg>
    </figure>
  )
}

/** Lines of both runs, and bars of the difference: up where there is more there, apart by whether that is worse. */
function chartPaths(series: PairedSeries, length: number) {
  const column = PLOT / length
  const x = (bucket: number): number => (bucket + 0.5) * column
  const y = (value: number): number => LINES.bottom - Math.min(1, value / series.ceiling) * (LINES.bottom - LINES.top)
  const line = (values: Float64Array): string => linePath({ length, x, y: (bucket) => y(values[bucket] as number) })
  let worse = ''
  let better = ''
  for (let bucket = 0; bucket < length; bucket++) {
    const value = series.difference[bucket] as number
    if (Number.isNaN(value) || value === 0) continue
    const height = (value / series.differenceCeiling) * (BARS.zero - BARS.top)
    const bar = `M${(bucket * column + 0.5).toFixed(1)} ${BARS.zero}v${(-height).toFixed(1)}h${(column - 1).toFixed(1)}V${BARS.zero}z`
    if (series.isMoreWorse && value > 0) worse += bar
    else better += bar
  }
  return { here: line(series.here), there: line(series.there), worse, better }
}

import {
  type KeyboardEvent,
  lazy,
  type RefObject,
  Suspense,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { formatDuration, formatMoment } from '../../../workers/kernel/time'
import { groupDigits } from '../../../workers/trace/sentence'
import { useRun } from '../../run/run-store'
import { playheadStore } from '../playhead-store'
import './timeline.css'
import { useReadablePlayhead } from '../use-readable-playhead'
import { perSecondText, tickLabels, tickTexts } from './axis'
import { Handles } from './handles'
import { Lanes } from './lanes'
import { type Layout, layoutOf } from './layout'
import { Readout } from './readout'
import { useSpan } from './span-store'
import { reveal, type TimeRange } from './time-range'
import { TimeScale } from './time-scale'
import { useGestures } from './use-gestures'
import { type Measured, NO_CEILINGS, useCalm, useMeasured } from './use-metrics'

const VersusLanes = lazy(async () => ({ default: (await import('../../compare/versus-lanes')).VersusLanes }))

const BranchTree = lazy(async () => ({ default: (await import('../../compare/branch-tree')).BranchTree }))

const SlowestOffer = lazy(async () => ({ default: (await import('./slowest-offer')).SlowestOffer }))

/** Pixels between two texts on the time axis, at least. */
const TICK_SPACE = 92

/** The whole run: load, latency, events, what was done, what broke, and the playhead. It is a slider for keys and readers. */
export function Timeline() {
  const trace = useRun((run) => run.trace)
  const growth = useCalm(useRun((run) => run.growth))
  const system = useRun((run) => run.scenario.system)
  const horizon = useRun((run) => run.trace?.horizonMicros ?? run.scenario.horizonMicros)
  const root = useRef<HTMLDivElement>(null)
  const plot = useRef<HTMLDivElement>(null)
  const room = useWidth(root)
  const isCompared = useRun((run) => run.branching.versus !== null)
  const isBranched = useRun((run) => run.branching.branches.length > 1)
  const [least, setLeast] = useState(NO_CEILINGS)
  const measured = useMeasured(trace, growth, system, isCompared ? least : NO_CEILINGS)
  const hasQueues = measured === null || measured.queue !== null
  const layout = useMemo(() => layoutOf(room < 640, hasQueues), [room, hasQueues])
  const width = Math.max(1, room - layout.names - layout.right)
  const [range, setRange] = useRange(horizon)
  const scale = useMemo(() => new TimeScale(range, width), [range, width])
  const slider = useSlider(horizon)
  const [hovered, hover] = useState<number | null>(null)
  const [pressed, press] = useState<number | null>(null)
  const onPress = (x: number, y: number): void =>
    press(y >= layout.latency.top - 3 && y <= layout.latency.bottom + 3 ? scale.micros(x) : null)
  useGestures(plot, { scale, range, horizon, axis: layout.axis, setRange, hover, press: onPress })
  return (
    <>
      {isBranched && (
        <Suspense>
          <BranchTree {...{ scale, width, layout }} onGone={() => plot.current?.focus()} />
        </Suspense>
      )}
      <div className="timeline" ref={root} style={{ height: layout.height }}>
        <Names layout={layout} measured={measured} />
        <div
          className="timeline-plot"
          ref={plot}
          style={{ left: layout.names, width, height: layout.height }}
          onKeyDown={(event) =>
            event.key === 'Enter' ? press(playheadStore.getState().micros) : pageBy(event, horizon)
          }
          role="slider"
          tabIndex={0}
          aria-valuenow={slider.now}
          aria-valuetext={slider.text}
          aria-valuemin={0}
          aria-valuemax={horizon}
          aria-label="Moment of the run"
        >
          {trace !== null && measured !== null && (
            <Lanes {...{ trace, measured, growth, range, scale, width, layout }} />
          )}
          {isCompared && measured !== null && (
            <Suspense>
              <VersusLanes {...{ measured, scale, width, layout }} onCeilings={setLeast} />
            </Suspense>
          )}
          <SelectedSpan {...{ scale, width, layout }} />
          <Axis {...{ scale, width, layout }} />
          <Marker {...{ scale, range, horizon, width, layout, setRange }} />
        </div>
        <div className="timeline-over" style={{ left: layout.names, width }}>
          <Handles {...{ scale, width, horizon, layout }} />
          {pressed !== null && trace !== null && measured !== null && (
            <Suspense>
              <SlowestOffer
                {...{ trace, width, ...measured.metrics.bucket(measured.metrics.bucketAt(pressed)) }}
                x={scale.x(pressed)}
                top={layout.latency.top}
                onClose={() => {
                  press(null)
                  plot.current?.focus()
                }}
              />
            </Suspense>
          )}
          {hovered !== null && measured !== null && (
            <Readout measured={measured} micros={scale.micros(hovered)} x={hovered} width={width} />
          )}
        </div>
      </div>
    </>
  )
}

/** The range in view; another length of run shows the whole of it again. */
function useRange(horizon: number): [TimeRange, (range: TimeRange) => void] {
  const [state, setState] = useState({ horizon, range: { from: 0, to: horizon } })
  const range = useMemo(() => (state.horizon === horizon ? state.range : { from: 0, to: horizon }), [state, horizon])
  return [range, (next) => setState({ horizon, range: next })]
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const { current } = element
    if (current === null) return
    setWidth(current.clientWidth)
    const observer = new ResizeObserver(() => setWidth(current.clientWidth))
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return width
}

function useSlider(horizon: number) {
  const { micros } = useReadablePlayhead(500)
  return {
    now: Math.min(horizon, Math.round(micros)),
    text: `${formatMoment(micros)} of ${formatDuration(horizon)}`,
  }
}

/** Page keys move by a twentieth of the run. Arrows, Home and End are the same here as everywhere. */
function pageBy(event: KeyboardEvent, horizon: number): void {
  const direction = event.key === 'PageUp' ? 1 : event.key === 'PageDown' ? -1 : 0
  if (direction === 0) return
  const { micros, seek } = playheadStore.getState()
  seek(Math.min(horizon, micros + (direction * horizon) / 20))
  event.preventDefault()
}

function Names({ layout, measured }: { readonly layout: Layout; readonly measured: Measured | null }) {
  const rows = [
    { name: 'load', top: layout.load.top, key: 'offered', ceiling: measured && perSecondText(measured.ceilings.rate) },
    {
      name: 'p99',
      top: layout.latency.top,
      key: 'p99',
      ceiling: measured && formatDuration(measured.ceilings.latency),
    },
    { name: 'p50', top: layout.latency.top + 16, key: 'p50', ceiling: null },
    ...(layout.queue === null
      ? []
      : [
          {
            name: 'queue',
            top: layout.queue.top,
            key: 'queue',
            ceiling: measured && groupDigits(measured.ceilings.queue),
          },
        ]),
    { name: 'events', top: layout.events.top - 1, key: 'events', ceiling: null },
  ]
  return (
    <div className="timeline-names" style={{ width: layout.names }} aria-hidden="true">
      {rows.map(({ name, top, key, ceiling }) => (
        <div key={name} style={{ top: top - 3 }}>
          <span className={`timeline-name timeline-name-${key}`}>{name}</span>
          {ceiling !== null && <span className="timeline-name-ceiling">{ceiling}</span>}
        </div>
      ))}
    </div>
  )
}

interface AxisProps {
  readonly scale: TimeScale
  readonly width: number
  readonly layout: Layout
}

function Axis({ scale, width, layout }: AxisProps) {
  const ticks = scale.ticks(Math.max(2, Math.floor(width / TICK_SPACE)))
  const places = ticks.map((tick) => scale.x(tick))
  const labels = tickLabels(places, tickTexts(ticks), width)
  return (
    <svg className="timeline-axis" width={width} height={layout.height} aria-hidden="true">
      {ticks.map((tick, index) => {
        const label = labels[index] ?? null
        return (
          <g key={tick} transform={`translate(${places[index]?.toFixed(1)} ${layout.axis})`}>
            <path d="M0 0v4" />
            {label !== null && (
              <text y={16} textAnchor={label.anchor}>
                {label.text}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}

/** The span that is asked about. */
function SelectedSpan({ scale, width, layout }: AxisProps) {
  const span = useSpan((selection) => selection.span)
  if (span === null) return null
  const left = Math.max(0, scale.x(span.fromMicros))
  const right = Math.min(width, scale.x(span.toMicros))
  if (right <= left) return null
  const { top } = layout.load
  return (
    <div className="timeline-span" style={{ left, width: right - left, top, height: layout.events.bottom - top }} />
  )
}

interface MarkerProps extends AxisProps {
  readonly range: TimeRange
  readonly horizon: number
  readonly setRange: (range: TimeRange) => void
}

/** The playhead. It moves by hand, without React, and takes the range along when it leaves it. */
function Marker({ scale, range, horizon, width, layout, setRange }: MarkerProps) {
  const line = useRef<HTMLDivElement>(null)
  const latest = useRef({ range, horizon, setRange, micros: -1 })
  Object.assign(latest.current, { range, horizon, setRange })
  useLayoutEffect(() => {
    const draw = (): void => {
      const { micros } = playheadStore.getState()
      const x = scale.x(micros)
      if (line.current === null) return
      line.current.style.transform = `translateX(${x.toFixed(2)}px)`
      line.current.style.visibility = x < -1 || x > width + 1 ? 'hidden' : 'visible'
    }
    draw()
    return playheadStore.subscribe(draw)
  }, [scale, width])
  useEffect(
    () =>
      playheadStore.subscribe(({ micros }, before) => {
        const { current } = latest
        if (micros === before.micros) return
        const shown = reveal(current.range, micros, current.horizon)
        if (shown !== current.range) current.setRange(shown)
      }),
    [],
  )
  return (
    <div
      className="timeline-playhead"
      ref={line}
      style={{ top: layout.load.top - 4, height: layout.axis - layout.load.top + 4 }}
    >
      <i />
    </div>
  )
}

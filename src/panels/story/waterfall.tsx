import { formatDuration } from '../../../workers/kernel/time'
import { HopKind, NO_HOP } from '../../../workers/protocol'
import type { RequestStory } from '../../../workers/trace/request-story'
import type { Trace } from '../../../workers/trace/trace'
import { playheadStore } from '../../playback/playhead-store'
import './waterfall.css'
import { type Crossing, layOutWaterfall } from './waterfall-layout'

const WIDTH = 300
const NAME = 66
const LANE = 24
const BAR = 12

interface WaterfallProps {
  readonly trace: Trace
  readonly story: RequestStory
  readonly micros: number
}

/** Time against nodes: who held the request when, and what for. A click goes to that moment. */
export function WaterfallView({ trace, story, micros }: WaterfallProps) {
  const { request, endMicros } = story
  const { lanes, crossings } = layOutWaterfall(story)
  const x = (fraction: number): number => NAME + fraction * (WIDTH - NAME)
  const y = (lane: number): number => lane * LANE + LANE / 2
  const height = lanes.length * LANE
  const length = endMicros - request.startMicros
  const now = (micros - request.startMicros) / Math.max(1, length)
  const seek = (event: React.MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const fraction = (((event.clientX - box.left) / box.width) * WIDTH - NAME) / (WIDTH - NAME)
    if (fraction >= 0) playheadStore.getState().seek(request.startMicros + Math.min(1, fraction) * length)
  }
  return (
    <figure className="waterfall">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} onClick={seek} aria-hidden="true">
        {lanes.map(({ node, visits, parts }, lane) => (
          <g key={node}>
            <text x={0} y={y(lane) + 4}>
              {shortName(trace.topology.nodes[node]?.name ?? '')}
            </text>
            <line className="waterfall-lane" x1={NAME} x2={WIDTH} y1={y(lane)} y2={y(lane)} />
            {visits.map(({ from, to }) => (
              <rect
                key={from}
                className="waterfall-visit"
                x={x(from)}
                y={y(lane) - BAR / 2}
                width={Math.max(1, x(to) - x(from))}
                height={BAR}
                rx={2}
              />
            ))}
            {parts.map(({ kind, from, to }) => (
              <rect
                key={`${kind} ${from}`}
                className={`waterfall-part waterfall-${kind}`}
                x={x(from)}
                y={y(lane) - BAR / 2}
                width={Math.max(1.5, x(to) - x(from))}
                height={BAR}
                rx={2}
              />
            ))}
          </g>
        ))}
        {crossings.map((crossing) => (
          <line
            key={`${crossing.hop} ${crossing.from}`}
            className={`waterfall-wire waterfall-wire-${toneOf(trace, crossing)}`}
            x1={x(crossing.from)}
            x2={x(crossing.to)}
            y1={y(crossing.fromLane)}
            y2={y(crossing.toLane)}
          />
        ))}
        {now >= 0 && now <= 1 && <line className="waterfall-now" x1={x(now)} x2={x(now)} y1={0} y2={height} />}
      </svg>
      <figcaption>
        <ul>
          {KINDS.map(([kind, word]) => (
            <li key={kind} className={`waterfall-key waterfall-key-${kind}`}>
              {word}
            </li>
          ))}
        </ul>
        <span>{formatDuration(length)}</span>
      </figcaption>
    </figure>
  )
}

const KINDS = [
  ['work', 'work'],
  ['queue', 'queue'],
  ['sleep', 'pause'],
  ['silence', 'silence'],
] as const

function toneOf(trace: Trace, { hop }: Crossing): 'neutral' | 'good' | 'bad' {
  if (hop === NO_HOP) return 'neutral'
  const { kind } = trace.hop(hop)
  return kind === HopKind.failure ? 'bad' : kind === HopKind.answer ? 'good' : 'neutral'
}

function shortName(name: string): string {
  return name.length <= 10 ? name : `${name.slice(0, 9)}…`
}

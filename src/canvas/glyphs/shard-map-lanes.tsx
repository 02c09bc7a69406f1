import type { Reading } from '../reading'
import { isMoving, moveText, partsOf, STAGES, stagesDone } from './shard-map-reading'

/** The digit of a part of the order of keys that is all of one shard. */
const FULL = 9

interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
}

interface LaneProps extends Place {
  readonly height: number
  /** A digit a part: how much of it the shard has. */
  readonly has: string
  /** How much it gets by the map that comes next: the lower half. */
  readonly gets: string
  /** The part of the last key, or -1. */
  readonly tick: number
}

/** The order of all keys from left to right, and how much of each part is a shard's: darker for more. */
export function Lane({ x, y, width, height, has, gets, tick }: LaneProps) {
  const parts = Math.max(has.length, gets.length, 1)
  const at = x + ((tick + 0.5) * width) / parts
  return (
    <>
      <rect className="glyph-track" x={x} y={y} width={width} height={height} />
      {runsOf(has).map(({ from, to, share }) => (
        <rect
          key={from}
          className="glyph-busy"
          x={x + (from * width) / parts}
          y={y}
          width={((to - from) * width) / parts}
          height={height}
          opacity={share}
        />
      ))}
      {runsOf(gets).map(({ from, to, share }) => (
        <rect
          key={from}
          className="glyph-key"
          x={x + (from * width) / parts}
          y={y + height / 2}
          width={((to - from) * width) / parts}
          height={height / 2}
          opacity={share}
        />
      ))}
      {tick >= 0 && <path className="glyph-ticks" d={`M${at} ${y - 2}v${height + 4}`} strokeWidth={2} />}
    </>
  )
}

/** Parts side by side that are alike, without those of which there is nothing. */
function runsOf(digits: string): { from: number; to: number; share: number }[] {
  const runs: { from: number; to: number; share: number }[] = []
  for (const [part, digit] of [...digits].entries()) {
    const share = Number(digit) / FULL
    const run = runs.at(-1)
    if (run?.to === part && run.share === share) run.to++
    else if (share > 0) runs.push({ from: part, to: part + 1, share })
  }
  return runs
}

/** The first key and about the last, under the lanes. */
export function Order({ reading, x, y, width }: Place & { reading: Reading }) {
  const parts = partsOf(reading)
  return (
    <>
      <text x={x} y={y} className="glyph-faint">
        {parts.length === 0 ? '' : shortKey(parts[0] ?? '')}
      </text>
      <text x={x + width / 2} y={y} className="glyph-faint glyph-middle">
        {width > 150 ? 'keys in order' : ''}
      </text>
      <text x={x + width} y={y} className="glyph-faint glyph-end">
        {parts.length === 0 ? '' : shortKey(parts.at(-1) ?? '')}
      </text>
    </>
  )
}

/** `{eve-novak}:cart` as `eve`, `order-000480` as `480` */
function shortKey(key: string): string {
  const number = /^order-0*(\d+)$/.exec(key)?.[1]
  return number ?? key.replace('{', '').split('-')[0] ?? key
}

/** What moves, and the stages of the move: done, under way and to come. */
export function Move({ reading, width, y }: { reading: Reading; width: number; y: number }) {
  const each = width / STAGES.length
  const done = stagesDone(reading)
  const now = reading.phase
  return (
    <>
      <text x={0} y={y} className={isMoving(reading) ? 'glyph-ink' : 'glyph-faint'}>
        {moveText(reading)}
      </text>
      {STAGES.map(({ phase, label }, index) => (
        <g key={phase} transform={`translate(${index * each} ${y + 6})`}>
          <rect className="glyph-track" width={each - 4} height={5} rx={2.5} />
          <rect className="glyph-key glyph-moves" width={(each - 4) * (done[index] ?? 0)} height={5} rx={2.5} />
          <text x={0} y={18} className={now === phase ? 'glyph-strong' : 'glyph-faint'}>
            {label}
          </text>
        </g>
      ))}
    </>
  )
}

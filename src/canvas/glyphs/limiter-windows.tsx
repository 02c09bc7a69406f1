import type { LimiterState } from '../../../workers/algorithms/rate-limit/limiter'
import { formatDuration } from '../../../workers/kernel/time'
import { CellRow } from './cell-row'
import { memoryText } from './limiter-reading'

/** One kind of memory in a box, and whether it has just refused. */
export interface MemoryProps<K extends LimiterState['kind']> {
  readonly memory: Extract<LimiterState, { kind: K }>
  readonly width: number
  readonly height: number
  readonly isRefusal: boolean
}

/** Places of the window, filled as units pass, and below how far the window has gone. */
export function Window({ memory, width, isRefusal }: MemoryProps<'window'>) {
  const { count, limit, elapsedMicros, windowMicros } = memory
  return (
    <>
      <rect
        className={isRefusal ? 'limiter-frame limiter-frame-full' : 'limiter-frame'}
        x={0.5}
        y={2.5}
        width={width - 1}
        height={42}
        rx={4}
      />
      <g transform="translate(6 8)">
        <CellRow x={0} y={0} width={width - 9} height={31} count={limit} filled={count} maxRows={limit > 20 ? 3 : 2} />
      </g>
      <Progress share={elapsedMicros / windowMicros} width={width} y={51} />
      <text x={0} y={69} className="glyph-faint">
        {formatDuration(elapsedMicros)}
      </text>
      <text x={width} y={69} className="glyph-faint glyph-end">
        {formatDuration(windowMicros)}
      </text>
      <text x={width / 2} y={84} className="glyph-strong glyph-middle">
        {memoryText(memory)}
      </text>
    </>
  )
}

function Progress({ share, width, y }: { readonly share: number; readonly width: number; readonly y: number }) {
  const x = Math.max(0, Math.min(1, share)) * width
  return (
    <>
      <rect className="glyph-free" x={0} y={y} width={width} height={4} rx={2} />
      <rect className="limiter-elapsed" x={0} y={y} width={x} height={4} rx={2} />
    </>
  )
}

/** The window before and this one as areas; the bracket is the sliding window, which leaves part of the one before. */
export function TwoWindows({ memory, width, isRefusal }: MemoryProps<'weighted'>) {
  const { previous, count, limit, elapsedMicros, windowMicros } = memory
  const half = width / 2
  const elapsed = elapsedMicros / windowMicros
  const [top, bottom] = [14, 56]
  const tall = (units: number): number => Math.min(1, units / limit) * (bottom - top)
  return (
    <>
      <rect className="limiter-gone" x={0} y={bottom - tall(previous)} width={half * elapsed} height={tall(previous)} />
      <rect
        className="limiter-before"
        x={half * elapsed}
        y={bottom - tall(previous)}
        width={half * (1 - elapsed)}
        height={tall(previous)}
      />
      <rect className="glyph-busy" x={half} y={bottom - tall(count)} width={half * elapsed} height={tall(count)} />
      <path className="limiter-axis" d={`M0 ${bottom}H${width}M${half} ${top - 4}V${bottom}`} />
      <path
        className={isRefusal ? 'limiter-most limiter-most-met' : 'limiter-bracket'}
        d={`M${half * elapsed} ${top}V6H${half * elapsed + half}V${top}`}
      />
      <text x={width / 2} y={69} className="glyph-middle">
        {previous} × {Math.round((1 - elapsed) * 1000) / 10} % + {count}
      </text>
      <text x={width / 2} y={84} className="glyph-strong glyph-middle">
        {memoryText(memory)}
      </text>
    </>
  )
}

/** The last window of time, now at the right: a dot for each unit that passed, falling out at the left. */
export function Log({ memory, width, isRefusal }: MemoryProps<'log'>) {
  const { ages, windowMicros } = memory
  return (
    <>
      <rect
        className={isRefusal ? 'limiter-frame limiter-frame-full' : 'limiter-frame'}
        x={0.5}
        y={4.5}
        width={width - 1}
        height={50}
        rx={4}
      />
      {ages.map((age, index) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: times have no names; the oldest come first
          key={index}
          className="glyph-busy"
          cx={width - 5 - (age / windowMicros) * (width - 10)}
          cy={12 + (index % 6) * 7}
          r={2.8}
        />
      ))}
      <text x={0} y={69} className="glyph-faint">
        −{formatDuration(windowMicros)}
      </text>
      <text x={width} y={69} className="glyph-faint glyph-end">
        now
      </text>
      <text x={width / 2} y={84} className="glyph-strong glyph-middle">
        {memoryText(memory)}
      </text>
    </>
  )
}

/** Places in the queue, and when the next may leave. */
export function Queue({ memory, width, isRefusal }: MemoryProps<'queue'>) {
  const { waiting, capacity, intervalMicros, nextMicros } = memory
  return (
    <>
      <text x={0} y={9}>
        1 each {formatDuration(intervalMicros)}
      </text>
      <rect
        className={isRefusal ? 'limiter-frame limiter-frame-full' : 'limiter-frame'}
        x={0.5}
        y={15.5}
        width={width - 1}
        height={41}
        rx={4}
      />
      <g transform="translate(6 21)">
        <CellRow x={0} y={0} width={width - 9} height={30} count={capacity} filled={waiting} maxRows={3} />
      </g>
      <text x={width / 2} y={69} className="glyph-faint glyph-middle">
        {nextMicros > 0 ? `all out in ${formatDuration(nextMicros)}` : 'free now'}
      </text>
      <text x={width / 2} y={84} className="glyph-strong glyph-middle">
        {memoryText(memory)}
      </text>
    </>
  )
}

/** Places for those who are inside. */
export function Open({ memory, width, isRefusal }: MemoryProps<'open'>) {
  return (
    <>
      <rect
        className={isRefusal ? 'limiter-frame limiter-frame-full' : 'limiter-frame'}
        x={0.5}
        y={8.5}
        width={width - 1}
        height={48}
        rx={4}
      />
      <g transform="translate(6 14)">
        <CellRow x={0} y={0} width={width - 9} height={37} count={memory.limit} filled={memory.open} maxRows={2} />
      </g>
      <text x={width / 2} y={84} className="glyph-strong glyph-middle">
        {memoryText(memory)}
      </text>
    </>
  )
}

import type { LimiterState } from '../../../workers/algorithms/rate-limit/limiter'
import { formatDuration } from '../../../workers/kernel/time'
import { CellRow } from './cell-row'
import { figure, type LimiterStep, memoryText } from './limiter-reading'

interface MemoryProps<K extends LimiterState['kind']> {
  readonly memory: Extract<LimiterState, { kind: K }>
  readonly width: number
  readonly height: number
  readonly isRefusal: boolean
}

/** What a limiter remembers of one key, drawn as what it is: a bucket, a window, a log, a time ahead of now. */
export function LimiterMemory({
  step,
  width,
  height,
}: {
  readonly step: LimiterStep
  readonly width: number
  readonly height: number
}) {
  const { memory, isRefusal } = step
  const box = { width, height, isRefusal }
  switch (memory.kind) {
    case 'bucket':
    case 'meter':
      return <Bucket memory={memory} {...box} />
    case 'buckets':
      return <Buckets memory={memory} {...box} />
    case 'arrival':
      return <Arrival memory={memory} {...box} />
    case 'window':
      return <Window memory={memory} {...box} />
    case 'weighted':
      return <TwoWindows memory={memory} {...box} />
    case 'log':
      return <Log memory={memory} {...box} />
    case 'queue':
      return <Queue memory={memory} {...box} />
    case 'open':
      return <Open memory={memory} {...box} />
  }
}

/** The bucket with its level; tokens flow in from above, water leaks out below. */
function Bucket({ memory, width, height, isRefusal }: MemoryProps<'bucket' | 'meter'>) {
  const isMeter = memory.kind === 'meter'
  const top = isMeter ? 4 : 16
  const bottom = isMeter ? height - 16 : height - 3
  const rate = `${isMeter ? '−' : '+'} ${figure(memory.perSecond)} / s`
  return (
    <>
      <text x={width / 2} y={isMeter ? height - 2 : 9} className="glyph-middle">
        {rate}
      </text>
      <Vessel
        x={9}
        width={width - 18}
        top={top}
        bottom={bottom}
        share={memory.level / memory.capacity}
        isRefusal={isRefusal}
      />
      <text x={width / 2} y={(top + bottom) / 2 + 5} className="glyph-strong glyph-middle limiter-halo">
        {memoryText(memory)}
      </text>
    </>
  )
}

function Buckets({ memory, width, height, isRefusal }: MemoryProps<'buckets'>) {
  const { levels, capacities, perSecond } = memory
  const each = width / levels.length
  return levels.map((level, index) => {
    const middle = each * (index + 0.5)
    const capacity = capacities[index] ?? 1
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a bucket is its place
      <g key={index}>
        <text x={middle} y={9} className="glyph-middle">
          + {figure(perSecond[index] ?? 0)} / s
        </text>
        <Vessel
          x={each * index + 4}
          width={each - 8}
          top={16}
          bottom={height - 16}
          share={level / capacity}
          isRefusal={isRefusal && level < 1}
        />
        <text x={middle} y={height - 3} className="glyph-strong glyph-middle">
          {figure(level)}
        </text>
      </g>
    )
  })
}

function Vessel({
  x,
  width,
  top,
  bottom,
  share,
  isRefusal,
}: {
  readonly x: number
  readonly width: number
  readonly top: number
  readonly bottom: number
  readonly share: number
  readonly isRefusal: boolean
}) {
  const filled = Math.max(0, Math.min(1, share))
  return (
    <>
      <rect
        className="glyph-busy limiter-level"
        x={x + 3}
        y={top + 3}
        width={width - 6}
        height={bottom - top - 6}
        style={{ transform: `scaleY(${filled})`, transformOrigin: `0 ${bottom - 3}px` }}
      />
      <path
        className={isRefusal ? 'limiter-vessel limiter-vessel-empty' : 'limiter-vessel'}
        d={`M${x} ${top}V${bottom - 5}q0 5 5 5H${x + width - 5}q5 0 5 -5V${top}`}
      />
    </>
  )
}

/** Now at the left; the bar reaches to the theoretical arrival time, which may come as far as the dashed tick. */
function Arrival({ memory, width, isRefusal }: MemoryProps<'arrival'>) {
  const { aheadMicros, mostMicros, intervalMicros } = memory
  const scale = (width - 12) / mostMicros
  return (
    <>
      <text x={0} y={9}>
        T {formatDuration(intervalMicros)}
      </text>
      <path className="limiter-axis" d={`M0.5 22V56H${width}`} />
      <rect
        className="glyph-busy limiter-level"
        x={1}
        y={32}
        width={mostMicros * scale}
        height={16}
        style={{ transform: `scaleX(${Math.min(1, aheadMicros / mostMicros)})`, transformOrigin: '1px 0' }}
      />
      <path
        className={isRefusal ? 'limiter-most limiter-most-met' : 'limiter-most'}
        d={`M${mostMicros * scale} 22V56`}
      />
      <text x={0} y={69} className="glyph-faint">
        now
      </text>
      <text x={width} y={69} className="glyph-faint glyph-end">
        most {formatDuration(mostMicros)}
      </text>
      <text x={width / 2} y={84} className="glyph-strong glyph-middle">
        TAT in {formatDuration(aheadMicros)}
      </text>
    </>
  )
}

/** Places of the window, filled as units pass, and below how far the window has gone. */
function Window({ memory, width, isRefusal }: MemoryProps<'window'>) {
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
function TwoWindows({ memory, width, isRefusal }: MemoryProps<'weighted'>) {
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
function Log({ memory, width, isRefusal }: MemoryProps<'log'>) {
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
function Queue({ memory, width, isRefusal }: MemoryProps<'queue'>) {
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
function Open({ memory, width, isRefusal }: MemoryProps<'open'>) {
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

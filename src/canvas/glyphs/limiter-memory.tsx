import { formatDuration } from '../../../workers/kernel/time'
import { figure, type LimiterStep, memoryText } from './limiter-reading'
import { Log, type MemoryProps, Open, Queue, TwoWindows, Window } from './limiter-windows'

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

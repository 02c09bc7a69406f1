import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf } from '../reading'
import { CellRow } from './cell-row'
import type { GlyphKind, GlyphProps } from './glyph-kind'

/** A queue longer than this is a figure. */
const DOTS = 8
const DOT_STEP = 10
const LABEL = 38

export const server: GlyphKind<'server'> = {
  size: ({ many }, compact) => {
    if (compact) return many ? { width: 62, height: 13 } : { width: 92, height: 31 }
    return { width: 124, height: 40 }
  },
  Drawing: ServerGlyph,
  stepMarks: [],
  words: ({ workers }, reading) => [
    `${amountOf(reading, 'busy')} of ${workers} workers busy`,
    `${amountOf(reading, 'queue')} in the queue`,
  ],
}

/** Its workers as cells, busy ones filled, and under them who waits. */
function ServerGlyph({ glyph, reading, width, height, compact }: GlyphProps<'server'>) {
  const queue = numberOf(reading, 'queue')
  if (compact && glyph.many)
    return (
      <>
        <CellRow x={0} y={1} width={28} height={11} count={glyph.workers} filled={numberOf(reading, 'busy')} />
        <text x={width} y={10} className={queue === 0 ? 'glyph-faint glyph-end' : 'glyph-ink glyph-end'}>
          +{groupDigits(queue)}
        </text>
      </>
    )
  return (
    <>
      <CellRow
        x={0}
        y={0}
        width={width}
        height={compact ? 13 : 18}
        count={glyph.workers}
        filled={numberOf(reading, 'busy')}
        maxRows={compact ? 1 : 2}
      />
      <Queue length={queue} capacity={glyph.queueCapacity} width={width} y={height - 4} />
    </>
  )
}

/** Who waits, as dots or as a figure. */
export function Queue({ length, capacity, width, y }: { length: number; capacity: number; width: number; y: number }) {
  const dots = Math.min(DOTS, Math.floor((width - LABEL) / DOT_STEP))
  const isFull = capacity > 0 && length >= capacity
  const figure = isFull ? `${groupDigits(length)} full` : groupDigits(length)
  return (
    <>
      <text x={0} y={y} className="glyph-faint">
        queue
      </text>
      {length === 0 && (
        <text x={LABEL} y={y} className="glyph-faint">
          empty
        </text>
      )}
      {length > dots || (isFull && length > 0) ? (
        <text x={LABEL} y={y} className={isFull ? 'glyph-bad' : 'glyph-ink'}>
          {figure}
        </text>
      ) : (
        Array.from({ length }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place in the queue
          <circle key={index} className="glyph-busy" cx={LABEL + 4 + index * DOT_STEP} cy={y - 4} r={3.4} />
        ))
      )}
    </>
  )
}

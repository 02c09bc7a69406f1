import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, hitRatio, isStandby, numberOf } from '../reading'
import type { GlyphKind, GlyphProps } from './glyph-kind'

export const cache: GlyphKind<'cache'> = {
  size: (_, compact) => (compact ? { width: 112, height: 25 } : { width: 128, height: 44 }),
  Drawing: CacheGlyph,
  stepMarks: [],
  words: (_, reading) => {
    const ratio = hitRatio(reading)
    const share = ratio === null ? 'not asked yet' : `hit ratio ${ratio.toFixed(2)}`
    return [`${amountOf(reading, 'entries')} of ${amountOf(reading, 'capacity')} entries`, share]
  },
}

/** How full it is and how often it has what it is asked for. */
function CacheGlyph({ reading, width, height, compact }: GlyphProps<'cache'>) {
  const entries = numberOf(reading, 'entries')
  const capacity = numberOf(reading, 'capacity')
  const share = capacity === 0 ? 0 : Math.min(1, entries / capacity)
  const ratio = hitRatio(reading)
  const isOff = isStandby(reading)
  return (
    <>
      <rect className="glyph-free" x={0} y={0} width={width} height={10} rx={3} />
      <rect
        className="glyph-busy"
        x={0}
        y={0}
        width={Math.max(entries > 0 ? 3 : 0, width * share)}
        height={10}
        rx={3}
        opacity={isOff ? 0.4 : 1}
      />
      {!compact && (
        <text x={0} y={25}>
          <tspan className="glyph-ink">{groupDigits(entries)}</tspan>
          {capacity > 0 && ` of ${groupDigits(capacity)}`}
        </text>
      )}
      <text x={0} y={height - 3} className={ratio === null ? 'glyph-faint' : ''}>
        {ratio === null ? 'no look-ups yet' : 'hit ratio '}
        {ratio !== null && <tspan className="glyph-ink">{ratio.toFixed(2)}</tspan>}
      </text>
    </>
  )
}

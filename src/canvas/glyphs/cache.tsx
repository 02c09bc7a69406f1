import { groupDigits } from '../../../workers/trace/sentence'
import { hitRatio, isStandby, numberOf } from '../state-text'
import type { GlyphProps } from './glyph-view'

/** How full it is and how often it has what it is asked for. */
export function CacheGlyph({ reading, width, height, compact }: GlyphProps<'cache'>) {
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

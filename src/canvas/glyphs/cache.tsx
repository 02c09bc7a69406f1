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
  const kept = keptOf(reading)
  const ratio = hitRatio(reading)
  const isOff = isStandby(reading)
  return (
    <>
      <rect className="glyph-free" x={0} y={0} width={width} height={10} rx={3} />
      <rect
        className="glyph-busy"
        x={0}
        y={0}
        width={Math.max(entries > 0 ? 3 : 0, width * kept.share)}
        height={10}
        rx={3}
        opacity={isOff ? 0.4 : 1}
      />
      {!compact && (
        <text x={0} y={25}>
          <tspan className="glyph-ink">{groupDigits(entries)}</tspan>
          {kept.isByBytes ? ` rows, ${kept.bytes}` : capacity > 0 && ` of ${groupDigits(capacity)}`}
        </text>
      )}
      <text x={0} y={height - 3} className={ratio === null ? 'glyph-faint' : ''}>
        {ratio === null ? 'no look-ups yet' : 'hit ratio '}
        {ratio !== null && <tspan className="glyph-ink">{ratio.toFixed(2)}</tspan>}
      </text>
    </>
  )
}

/** How full it is: by entries, or by bytes where these run out first. */
function keptOf(reading: GlyphProps<'cache'>['reading']): { share: number; isByBytes: boolean; bytes: string } {
  const share = (part: string, whole: string): number =>
    numberOf(reading, whole) === 0 ? 0 : Math.min(1, numberOf(reading, part) / numberOf(reading, whole))
  const [byEntries, byBytes] = [share('entries', 'capacity'), share('bytes', 'memory')]
  const kilobytes = (key: string): string => groupDigits(Math.round(numberOf(reading, key) / 1000))
  return {
    share: Math.max(byEntries, byBytes),
    isByBytes: byBytes > byEntries,
    bytes: `${kilobytes('bytes')}/${kilobytes('memory')} KB`,
  }
}

import type { Mark } from '../../../workers/trace/trace'
import { numberOf, type Reading } from '../reading'
import type { GlyphProps } from './glyph-kind'
import { SHARD_ROW, SHARD_TOP } from './shard-map'
import { isMoving, loadsText, moveText, percentAsked, shardsOf, shareAsked } from './shard-map-reading'

const OWNS = 56
const BAR = 168
const FIGURE = 36

/** A row a shard: what it owns and its share of the requests; above, where the last key went; below, what moves. */
export function ShardMapDrawing({ glyph, reading, lastMark, width, height, compact }: GlyphProps<'shard-map'>) {
  const chosen = chosenOf(lastMark)
  return (
    <>
      <text x={0} y={11} className={isLost(lastMark) ? 'glyph-bad' : 'glyph-ink'}>
        {routeText(lastMark)}
      </text>
      {shardsOf(reading)
        .slice(0, glyph.shards)
        .map(({ shard, owns }, index) => (
          <g key={shard} transform={`translate(0 ${SHARD_TOP + index * SHARD_ROW})`}>
            {(chosen === shard || (chosen === 'all' && owns !== '')) && (
              <rect className="glyph-chosen" x={-4} y={-1} width={width + 8} height={SHARD_ROW - 2} rx={4} />
            )}
            <text x={0} y={12} className={owns === '' ? 'glyph-faint' : 'glyph-strong'}>
              {shard}
            </text>
            <text x={OWNS} y={12} className="glyph-faint">
              {owns === '' ? 'stands by' : owns}
            </text>
            {!compact && <Share reading={reading} shard={shard} width={width - BAR - FIGURE} />}
            <text x={width} y={12} className="glyph-ink glyph-end">
              {percentAsked(reading, shard)}
            </text>
          </g>
        ))}
      {glyph.shows === 'move' ? (
        <Move reading={reading} width={width} y={height - 16} />
      ) : (
        <text x={0} y={height - 10} className="glyph-ink">
          {loadsText(reading)}
        </text>
      )}
    </>
  )
}

function Share({ reading, shard, width }: { reading: Reading; shard: string; width: number }) {
  return (
    <>
      <rect className="glyph-free" x={BAR} y={4} width={width} height={9} rx={3} />
      <rect className="glyph-busy" x={BAR} y={4} width={width * shareAsked(reading, shard)} height={9} rx={3} />
    </>
  )
}

function Move({ reading, width, y }: { reading: Reading; width: number; y: number }) {
  const [done, of] = [numberOf(reading, 'done'), numberOf(reading, 'of')]
  const share = isMoving(reading) && of > 0 ? Math.min(1, done / of) : 0
  return (
    <>
      <text x={0} y={y} className={isMoving(reading) ? 'glyph-ink' : 'glyph-faint'}>
        {moveText(reading)}
      </text>
      <rect className="glyph-track" x={0} y={y + 6} width={width} height={5} rx={2.5} />
      <rect className="glyph-key glyph-moves" x={0} y={y + 6} width={width * share} height={5} rx={2.5} />
    </>
  )
}

function routeText(mark: Mark | null): string {
  if (mark === null) return 'no key asked for yet'
  if (mark.name === 'shard/scattered') return 'no key → all shards'
  return `${mark.details.key} → ${isLost(mark) ? 'nowhere' : mark.details.shard}`
}

/** The shard of the last key, or all of them. */
function chosenOf(mark: Mark | null): string {
  return mark?.name === 'shard/scattered' ? 'all' : String(mark?.details.shard ?? '')
}

/** The key has no shard, or none that is left. */
function isLost(mark: Mark | null): boolean {
  return mark?.name === 'shard/none' || mark?.name === 'fleet/nobody'
}

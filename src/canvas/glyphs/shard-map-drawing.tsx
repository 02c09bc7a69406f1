import type { Mark } from '../../../workers/trace/trace'
import type { Reading } from '../reading'
import type { GlyphProps } from './glyph-kind'
import { SHARD_BOTTOM, SHARD_TOP, shardRow } from './shard-map'
import { Lane, Move, Order } from './shard-map-lanes'
import { loadsText, partOf, percentAsked, shardsOf, shareAsked } from './shard-map-reading'

/** Where what a shard owns begins, behind a name of seven letters; each letter more pushes it. */
const OWNS = 56
const LETTER = 7
const BAR = 168
const FIGURE = 36
/** Where the lanes lie: under the words of a row, or in a small glyph instead of some. */
const LANE = { x: 0, y: 17, height: 6 }
const SMALL_LANE = { x: 54, y: 3, height: 10 }

/**
 * A row a shard: what it owns, its share of the requests, and where in the order of keys its own lie; above, where the
 * last key went; below, what moves.
 */
export function ShardMapDrawing({ glyph, reading, lastMark, width, height, compact }: GlyphProps<'shard-map'>) {
  const chosen = chosenOf(lastMark)
  const isForAll = lastMark?.name === 'shard/scattered'
  const row = shardRow(glyph, compact)
  const isMove = glyph.shows === 'move'
  const lane = compact ? { ...SMALL_LANE, width: width - SMALL_LANE.x - FIGURE } : { ...LANE, width }
  const part = partOf(reading, String(lastMark?.details.key ?? ''))
  return (
    <>
      <text x={0} y={11} className={isLost(lastMark) ? 'glyph-bad' : 'glyph-ink'}>
        {routeText(lastMark)}
      </text>
      {shardsOf(reading)
        .slice(0, glyph.shards)
        .map(({ shard, owns, has = '', gets = '' }, index) => (
          <g key={shard} transform={`translate(0 ${SHARD_TOP + index * row})`}>
            {(chosen.includes(shard) || (isForAll && owns !== '')) && (
              <rect className="glyph-chosen" x={-4} y={-1} width={width + 8} height={row - 2} rx={4} />
            )}
            <text x={0} y={12} className={owns === '' ? 'glyph-faint' : 'glyph-strong'}>
              {shard}
            </text>
            {!(isMove && compact) && (
              <text x={OWNS + LETTER * Math.max(0, shard.length - 7)} y={12} className="glyph-faint">
                {owns === '' ? 'stands by' : owns}
              </text>
            )}
            {!compact && <Share reading={reading} shard={shard} width={width - BAR - FIGURE} />}
            {isMove && <Lane {...lane} has={has} gets={gets} tick={chosen.includes(shard) ? part : -1} />}
            <text x={width} y={12} className="glyph-ink glyph-end">
              {percentAsked(reading, shard)}
            </text>
          </g>
        ))}
      {isMove ? (
        <>
          <Order reading={reading} x={lane.x} width={lane.width} y={height - SHARD_BOTTOM.move + 9} />
          <Move reading={reading} width={width} y={height - 32} />
        </>
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

function routeText(mark: Mark | null): string {
  if (mark === null) return 'no key asked for yet'
  if (mark.name === 'shard/scattered') return 'no key → all shards'
  if (mark.name === 'shard/spanned')
    return `${String(mark.details.label).replace('query for ', '')} → ${chosenOf(mark).join(', ')}`
  return `${mark.details.key} → ${isLost(mark) ? 'nowhere' : mark.details.shard}`
}

/** The shards of the last key or query. */
function chosenOf(mark: Mark | null): readonly string[] {
  if (mark?.name === 'shard/spanned') return mark.details.asked as readonly string[]
  return mark === null ? [] : [String(mark.details.shard)]
}

/** The key has no shard, or none that is left. */
function isLost(mark: Mark | null): boolean {
  return mark?.name === 'shard/none' || mark?.name === 'fleet/nobody'
}

import type { RedisKey } from '../../../workers/systems/glyphs'
import { amountOf, isDown, numberOf, type Reading } from '../reading'
import type { GlyphProps } from './glyph-kind'
import { REDIS_ROW, REDIS_TOP } from './redis'
import { inService, keyspaceOf, keysText, leftText, ranOf } from './redis-reading'
import { cutText } from './search-reading'

/** Between the two lines of figures. */
const FIGURE_LINE = 14
/** Width of a character of the small fixed-width type. */
const CHARACTER = 6.7

/**
 * The command that has the one thread, or the last one, with its reply; the keys with bars of the time they live still;
 * who waits, memory, and how far replication is.
 */
export function RedisDrawing({ glyph, reading, lastMark, width, height }: GlyphProps<'redis'>) {
  // A crash takes the keys along.
  const keys = isDown(reading) ? [] : keyspaceOf(reading)
  return (
    <>
      <Commands reading={reading} lastMark={isDown(reading) ? null : lastMark} width={width} />
      {Array.from({ length: glyph.rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is a place for a key
        <g key={row} transform={`translate(0 ${REDIS_TOP + row * REDIS_ROW})`}>
          <KeyRow entry={keys[row] ?? null} width={width} isFirst={row === 0} />
        </g>
      ))}
      {!glyph.isBrief && <Figures reading={reading} width={width} y={height - 4} />}
    </>
  )
}

/** What runs now, as on a marked ticket; while nothing does, what ran last. */
function Commands({ reading, lastMark, width }: Pick<GlyphProps<'redis'>, 'reading' | 'lastMark' | 'width'>) {
  const now = inService(reading)
  const ran = ranOf(lastMark)
  const room = Math.floor(width / CHARACTER)
  const command = now ?? ran?.command ?? null
  return (
    <>
      {now !== null && <rect className="glyph-chosen" x={-4} y={-2} width={width + 8} height={30} rx={3} />}
      <text x={0} y={9} className={command === null ? 'glyph-faint' : 'glyph-code glyph-ink'}>
        {command === null ? (isDown(reading) ? 'its memory is gone' : 'no command yet') : cutText(command, room)}
      </text>
      {now !== null && (
        <text x={0} y={23} className="glyph-strong">
          in service
        </text>
      )}
      {now === null && ran !== null && (
        <text x={0} y={23} className={isError(ran.reply) ? 'glyph-code glyph-bad' : 'glyph-code'}>
          → {cutText(ran.reply, room - 2)}
        </text>
      )}
    </>
  )
}

function isError(reply: string): boolean {
  return reply.startsWith('(error)')
}

function KeyRow({ entry, width, isFirst }: { entry: RedisKey | null; width: number; isFirst: boolean }) {
  const share = entry === null ? 0 : entry.leftMs === null ? 1 : Math.max(0, entry.leftMs / (entry.fullMs ?? 1))
  const left = entry === null ? '' : entry.leftMs === null ? 'for ever' : leftText(entry.leftMs)
  const room = Math.floor((width - (entry?.key.length ?? 0) * CHARACTER - left.length * 6 - 14) / CHARACTER)
  return (
    <>
      <rect className="glyph-track" x={0} y={14} width={width} height={3} rx={1.5} />
      <rect className="glyph-key glyph-moves" x={0} y={14} width={width * Math.min(1, share)} height={3} rx={1.5} />
      {entry === null && isFirst && (
        <text x={0} y={10} className="glyph-faint">
          no key
        </text>
      )}
      {entry !== null && (
        <text x={0} y={10} className="glyph-strong">
          {entry.key}
          <tspan className="glyph-faint glyph-code" dx={6}>
            {room > 3 ? cutText(entry.value, room) : ''}
          </tspan>
        </text>
      )}
      <text x={width} y={10} className="glyph-end">
        {left}
      </text>
    </>
  )
}

function Figures({ reading, width, y }: { reading: Reading; width: number; y: number }) {
  const queue = numberOf(reading, 'queue')
  const blocked = numberOf(reading, 'waiting')
  const evicted = numberOf(reading, 'evicted')
  return (
    <>
      <text x={0} y={y - FIGURE_LINE} className={queue > 0 ? 'glyph-strong' : 'glyph-faint'}>
        {queue > 0 ? `queue ${amountOf(reading, 'queue')}` : 'queue empty'}
        {blocked > 0 && <tspan className="glyph-ink">{` · ${amountOf(reading, 'waiting')} blocked`}</tspan>}
      </text>
      <text x={width} y={y - FIGURE_LINE} className={evicted > 0 ? 'glyph-end glyph-ink' : 'glyph-end glyph-faint'}>
        {amountOf(reading, 'evicted')} evicted
      </text>
      <text x={0} y={y} className="glyph-faint">
        {keysText(numberOf(reading, 'keys'))} · {amountOf(reading, 'bytes')} B
      </text>
      <text x={width} y={y} className="glyph-end glyph-faint">
        offset {amountOf(reading, 'offset')}
      </text>
    </>
  )
}

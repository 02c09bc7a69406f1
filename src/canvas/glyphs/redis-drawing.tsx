import type { RedisKey } from '../../../workers/systems/glyphs'
import { amountOf, numberOf, type Reading } from '../reading'
import type { GlyphProps } from './glyph-kind'
import { REDIS_ROW, REDIS_TOP } from './redis'
import { keyspaceOf, leftText, ranOf } from './redis-reading'
import { cutText } from './search-reading'

/** Width of a character of the small fixed-width type. */
const CHARACTER = 6.7

/** The last command with its reply, the keys with bars of the time they live still, and who waits for the one thread. */
export function RedisDrawing({ glyph, reading, lastMark, width, height }: GlyphProps<'redis'>) {
  const ran = ranOf(lastMark)
  const keys = keyspaceOf(reading)
  const room = Math.floor(width / CHARACTER)
  return (
    <>
      <text x={0} y={9} className={ran === null ? 'glyph-faint' : 'glyph-code glyph-ink'}>
        {ran === null ? 'no command yet' : cutText(ran.command, room)}
      </text>
      {ran !== null && (
        <text x={0} y={23} className="glyph-code">
          → {cutText(ran.reply, room - 2)}
        </text>
      )}
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
  const evicted = numberOf(reading, 'evicted')
  return (
    <>
      <text x={0} y={y} className={queue > 0 ? 'glyph-ink' : 'glyph-faint'}>
        {queue > 0 ? `queue ${amountOf(reading, 'queue')}` : 'queue empty'}
      </text>
      <text x={width} y={y} className="glyph-end glyph-faint">
        {evicted > 0 ? `${amountOf(reading, 'evicted')} evicted · ` : ''}
        {numberOf(reading, 'bytes') > 0 ? `${amountOf(reading, 'bytes')} B · ` : ''}offset {amountOf(reading, 'offset')}
      </text>
    </>
  )
}

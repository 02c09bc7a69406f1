import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf, type Reading } from '../reading'
import type { GlyphKind, GlyphProps } from './glyph-kind'

export const client: GlyphKind<'client'> = {
  size: (_, compact) => (compact ? { width: 92, height: 14 } : { width: 92, height: 32 }),
  Drawing: ClientGlyph,
  stepMarks: [],
  words: (_, reading) => [
    `${amountOf(reading, 'offered')} asked`,
    `${amountOf(reading, 'ok')} answered`,
    `${amountOf(reading, 'failed')} failed`,
  ],
}

/** What the client asked, what it got back and what failed, with the shapes that packets have. */
function ClientGlyph({ reading, width, compact }: GlyphProps<'client'>) {
  if (compact) return <Outcomes reading={reading} top={0} width={width} />
  return (
    <>
      <circle className="glyph-busy" cx={4} cy={6} r={3.6} />
      <text x={13} y={10} className="glyph-ink">
        {groupDigits(numberOf(reading, 'offered'))}
        <tspan className="glyph-faint"> asked</tspan>
      </text>
      <Outcomes reading={reading} top={20} width={width} />
    </>
  )
}

function Outcomes({ reading, top, width }: { reading: Reading; top: number; width: number }) {
  const failed = numberOf(reading, 'failed')
  const half = width * 0.58
  return (
    <g transform={`translate(0 ${top})`}>
      <path className="glyph-good" d="M4 2l4 4-4 4-4-4z" />
      <text x={13} y={10} className="glyph-ink">
        {groupDigits(numberOf(reading, 'ok'))}
      </text>
      <path className="glyph-cross" d={`M${half} 3l6 6m0-6l-6 6`} opacity={failed === 0 ? 0.35 : 1} />
      <text x={half + 12} y={10} className={failed === 0 ? 'glyph-faint' : 'glyph-bad'}>
        {groupDigits(failed)}
      </text>
    </g>
  )
}

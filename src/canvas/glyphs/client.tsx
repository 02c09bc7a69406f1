import { groupDigits } from '../../../workers/trace/sentence'
import { numberOf } from '../state-text'
import type { GlyphProps } from './glyph-view'

/** What the client asked, what it got back and what failed, with the shapes that packets have. */
export function ClientGlyph({ reading, width }: GlyphProps<'client'>) {
  const failed = numberOf(reading, 'failed')
  const half = width * 0.56
  return (
    <>
      <circle className="glyph-busy" cx={4} cy={6} r={3.6} />
      <text x={13} y={10} className="glyph-ink">
        {groupDigits(numberOf(reading, 'offered'))}
        <tspan className="glyph-faint"> asked</tspan>
      </text>
      <path className="glyph-good" d="M4 22l4 4-4 4-4-4z" />
      <text x={13} y={30} className="glyph-ink">
        {groupDigits(numberOf(reading, 'ok'))}
      </text>
      <path className="glyph-cross" d={`M${half} 23l6 6m0-6l-6 6`} opacity={failed === 0 ? 0.35 : 1} />
      <text x={half + 12} y={30} className={failed === 0 ? 'glyph-faint' : 'glyph-bad'}>
        {groupDigits(failed)}
      </text>
    </>
  )
}

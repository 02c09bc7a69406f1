import { amountOf, numberOf } from '../reading'
import type { GlyphKind, GlyphProps } from './glyph-kind'

export const shadowGateway: GlyphKind<'shadow-gateway'> = {
  size: (_, compact) => (compact ? { width: 108, height: 44 } : { width: 124, height: 50 }),
  Drawing: ShadowGatewayGlyph,
  stepMarks: [],
  words: ({ decides }, reading) => [
    `obeys ${decides}`,
    `${amountOf(reading, 'passed')} let pass`,
    `${amountOf(reading, 'refused')} refused`,
  ],
}

/** Whose word counts, and what came of it. */
function ShadowGatewayGlyph({ glyph, reading, width, height }: GlyphProps<'shadow-gateway'>) {
  const refused = numberOf(reading, 'refused')
  const half = width * 0.5
  const y = height - 4
  return (
    <>
      <text x={0} y={9}>
        asks all, obeys
      </text>
      <text x={0} y={24} className="glyph-strong">
        {glyph.decides}
      </text>
      <path className="glyph-good" d={`M4 ${y - 8}l4 4-4 4-4-4z`} />
      <text x={12} y={y} className="glyph-ink">
        {amountOf(reading, 'passed')}
      </text>
      <path className="glyph-cross" d={`M${half} ${y - 7}l6 6m0-6l-6 6`} opacity={refused === 0 ? 0.35 : 1} />
      <text x={half + 12} y={y} className={refused === 0 ? 'glyph-faint' : 'glyph-bad'}>
        {amountOf(reading, 'refused')}
      </text>
    </>
  )
}

import type { GlyphProps } from './glyph-kind'
import { TALLY_LINE, TALLY_MAIN } from './tally'
import { valueText } from './tally-reading'

/** Lines of a name and its value. */
export function TallyDrawing({ glyph, reading, width }: GlyphProps<'tally'>) {
  let bottom = 0
  return (
    <>
      {glyph.lines.map(({ key, label, isMain = false }) => {
        bottom += isMain ? TALLY_MAIN : TALLY_LINE
        return (
          <g key={key} transform={`translate(0 ${bottom - 4})`}>
            <text x={0} y={0} className="glyph-faint">
              {label}
            </text>
            <text x={width} y={0} className={isMain ? 'glyph-strong glyph-end' : 'glyph-end glyph-ink'}>
              {valueText(reading, key)}
            </text>
          </g>
        )
      })}
    </>
  )
}

import type { Reading } from '../reading'
import { moneyText } from './money'

/** What runs costs an hour, and what a million requests have cost so far. */
export function Bill({ reading, width, y }: { readonly reading: Reading; readonly width: number; readonly y: number }) {
  return (
    <>
      <text x={0} y={y} className="glyph-ink">
        {moneyText(reading, 'centsPerHour')}
        <tspan className="glyph-faint"> an hour</tspan>
      </text>
      <text x={width} y={y} className="glyph-end glyph-ink">
        {moneyText(reading, 'centsPerMillion')}
        <tspan className="glyph-faint"> per million requests</tspan>
      </text>
    </>
  )
}

import type { Reading } from '../reading'
import { centsText, moneyText } from './money'

/** What runs costs an hour, and what a million requests cost. */
export function Bill({
  reading,
  perMillion,
  width,
  y,
  compact,
}: {
  readonly reading: Reading
  /** In cents; null while nothing was served. */
  readonly perMillion: number | null
  readonly width: number
  readonly y: number
  readonly compact: boolean
}) {
  return (
    <>
      <text x={0} y={y} className="glyph-ink">
        {moneyText(reading, 'centsPerHour')}
        <tspan className="glyph-faint"> an hour</tspan>
      </text>
      {perMillion !== null && (
        <text x={width} y={y} className="glyph-end glyph-ink">
          {centsText(perMillion)}
          <tspan className="glyph-faint"> {compact ? 'a million' : 'per million requests'}</tspan>
        </text>
      )}
    </>
  )
}

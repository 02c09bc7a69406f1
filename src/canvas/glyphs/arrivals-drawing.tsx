import { formatDuration } from '../../../workers/kernel/time'
import { amountOf, numberOf } from '../reading'
import { arrivalsOf, fullCell, lastWindow } from './arrivals-reading'
import type { GlyphProps } from './glyph-kind'
import './arrivals.css'

const TOP = 26
const CHART = 38

/**
 * What arrives: a bar for each part of the window before and of the present one, with the edge between them, and below it
 * the last window length with its count. A count above what is meant is red, and says so.
 */
export function ArrivalsDrawing({ glyph, reading, width, height }: GlyphProps<'arrivals'>) {
  const picture = arrivalsOf(reading)
  const within = picture?.within ?? 0
  const meant = picture?.meant ?? 0
  const isAbove = within > meant
  const cells = picture?.cells ?? []
  const step = width / Math.max(1, cells.length)
  const full = fullCell(cells, meant)
  const span = picture === null ? null : lastWindow(picture, glyph.windowMicros)
  const base = TOP + CHART
  return (
    <>
      <text x={0} y={11} className={isAbove ? 'glyph-bad arrivals-count' : 'glyph-strong arrivals-count'}>
        {within} in {formatDuration(glyph.windowMicros)}
      </text>
      <text x={width} y={11} className={isAbove ? 'glyph-end glyph-bad' : 'glyph-end'}>
        {picture === null ? '' : isAbove ? `more than the ${meant} meant` : `${meant} are meant`}
      </text>
      {span !== null && (
        <rect
          className={isAbove ? 'arrivals-span arrivals-above' : 'arrivals-span'}
          x={span.x * width}
          y={TOP - 8}
          width={span.width * width}
          height={CHART + 8}
        />
      )}
      {cells.map((count, cell) =>
        count === 0 ? null : (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is a place in time
            key={cell}
            className="glyph-key"
            x={cell * step + 1}
            y={base - (CHART * count) / full}
            width={Math.max(2, step - 2)}
            height={(CHART * count) / full}
            rx={1}
          />
        ),
      )}
      <path className="arrivals-axis" d={`M0 ${base + 0.5}H${width}`} />
      <path className="arrivals-edge" d={`M${width / 2} ${TOP - 8}V${base + 4}`} />
      <text x={0} y={base + 14} className="glyph-faint">
        {picture === null ? 'nothing has arrived' : picture.key}
      </text>
      <text x={width / 2} y={base + 14} className="glyph-faint glyph-middle">
        {picture === null ? '' : `edge ${formatDuration(picture.fromMicros + glyph.windowMicros)}`}
      </text>
      <text x={width} y={base + 14} className="glyph-end glyph-faint">
        most {amountOf(reading, 'most')}
      </text>
      <text x={0} y={height - 1} className={numberOf(reading, 'queue') > 0 ? 'glyph-ink' : 'glyph-faint'}>
        busy {amountOf(reading, 'busy')} of {glyph.workers} · queue {amountOf(reading, 'queue')}
      </text>
    </>
  )
}

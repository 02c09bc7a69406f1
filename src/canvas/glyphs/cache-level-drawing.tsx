import type { LevelEntry } from '../../../workers/systems/glyphs'
import type { Mark } from '../../../workers/trace/trace'
import { LEVEL_FIGURES, LEVEL_ROW } from './cache-level'
import './cache-level.css'
import { entryOf, leftShare, meantKey, shownLeft } from './cache-level-reading'
import type { GlyphProps } from './glyph-kind'
import { valueText } from './tally-reading'

/** A row for each key: value, time left as text and as a bar, and whether the database has a newer one. Below: figures. */
export function CacheLevelDrawing({ glyph, reading, lastMark, width, height, compact }: GlyphProps<'cache-level'>) {
  const meant = meantKey(lastMark)
  const step = width / Math.max(1, glyph.figures.length)
  return (
    <>
      {glyph.keys.map((key, row) => (
        <g key={key} transform={`translate(0 ${row * LEVEL_ROW})`}>
          <EntryRow
            name={key}
            entry={entryOf(reading, key)}
            lastMark={lastMark}
            width={width}
            isMeant={key === meant}
          />
        </g>
      ))}
      {glyph.figures.map(({ key, label }, index) => (
        <text
          key={key}
          x={index === 0 ? 0 : index === glyph.figures.length - 1 ? width : step * (index + 0.5)}
          y={height - LEVEL_FIGURES + 14}
          className={index === 0 ? '' : index === glyph.figures.length - 1 ? 'glyph-end' : 'glyph-middle'}
        >
          <tspan className="glyph-faint">{compact && label.length > 6 ? '' : `${label} `}</tspan>
          <tspan className="glyph-ink">{valueText(reading, key)}</tspan>
        </text>
      ))}
    </>
  )
}

function EntryRow({
  name,
  entry,
  lastMark,
  width,
  isMeant,
}: {
  readonly name: string
  readonly entry: LevelEntry | null
  readonly lastMark: Mark | null
  readonly width: number
  readonly isMeant: boolean
}) {
  return (
    <>
      {isMeant && <rect className="level-meant" x={-4} y={-1} width={width + 8} height={LEVEL_ROW - 2} rx={3} />}
      <text x={0} y={11} className="glyph-code glyph-faint">
        {name}
      </text>
      <rect className="glyph-track" x={0} y={15} width={width} height={3} rx={1.5} />
      {entry === null ? (
        <text x={26} y={11} className="glyph-faint">
          –
        </text>
      ) : (
        <>
          <text x={26} y={11} className={entry.isOld ? 'level-old' : 'glyph-strong'}>
            {entry.value}
            {entry.isOld && <tspan dx={5}>old</tspan>}
          </text>
          <text x={width} y={11} className="glyph-end">
            {shownLeft(name, entry, lastMark)}
          </text>
          <rect
            className={`level-bar level-${entry.isOld ? 'outdated' : entry.state} glyph-moves`}
            x={0}
            y={15}
            width={width * leftShare(entry)}
            height={3}
            rx={1.5}
          />
        </>
      )}
    </>
  )
}

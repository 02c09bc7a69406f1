import type { CrowdGauges, LevelEntry } from '../../../workers/systems/glyphs'
import type { Mark } from '../../../workers/trace/trace'
import { isDown, numberOf, type Reading } from '../reading'
import { LEVEL_FIGURES, LEVEL_ROW, shownKeys } from './cache-level'
import './cache-level.css'
import { entryOf, leftShare, meantKey, shownLeft } from './cache-level-reading'
import type { GlyphProps } from './glyph-kind'
import { valueText } from './tally-reading'

/** Mean width of a letter of figures, of a worker's cell and of a dot. */
const LETTER = 5.6
const CELL = 10
const DOT = 6.6

/** A row for each key: value, time left as text and as a bar, and whether the database has a newer one. Below: figures. */
export function CacheLevelDrawing({ glyph, reading, lastMark, width, height, compact }: GlyphProps<'cache-level'>) {
  const meant = meantKey(lastMark)
  const keys = shownKeys(glyph, compact)
  return (
    <>
      {keys.map((key, row) => (
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
      {glyph.crowd !== null && (
        <Crowd crowd={glyph.crowd} reading={reading} y={keys.length * LEVEL_ROW} width={width} />
      )}
      <Figures glyph={glyph} reading={reading} y={height - LEVEL_FIGURES + 14} width={width} compact={compact} />
    </>
  )
}

/** The first one at the left, the last one at the right, and the one between them in the middle of what they leave. */
function Figures({
  glyph,
  reading,
  y,
  width,
  compact,
}: Pick<GlyphProps<'cache-level'>, 'glyph' | 'reading' | 'width' | 'compact'> & { readonly y: number }) {
  // Dots tell the middle one where there is no room for it.
  const figures = glyph.figures.filter((_, index) => !(compact && glyph.crowd?.workers === 0 && index === 1))
  const texts = figures.map(({ key, label }) => ({
    key,
    label: compact && label.length > 6 ? '' : `${label} `,
    value: valueText(reading, key),
  }))
  const lengths = texts.map(({ label, value }) => label.length + value.length)
  const [first = 0, last = 0] = [lengths[0], lengths.at(-1)]
  const middle = width / 2 + ((first - last) * LETTER) / 2
  return texts.map(({ key, label, value }, index) => (
    <text
      key={key}
      x={index === 0 ? 0 : index === texts.length - 1 ? width : middle}
      y={y}
      className={index === 0 ? '' : index === texts.length - 1 ? 'glyph-end' : 'glyph-middle'}
    >
      <tspan className="glyph-faint">{label}</tspan>
      <tspan className="glyph-ink">{value}</tspan>
    </text>
  ))
}

/** Workers as cells, filled while busy, and a dot for each who waits, as far as there is room. */
function Crowd({
  crowd,
  reading,
  y,
  width,
}: {
  readonly crowd: CrowdGauges
  readonly reading: Reading
  readonly y: number
  readonly width: number
}) {
  const busy = isDown(reading) ? 0 : numberOf(reading, crowd.busy)
  const waiting = isDown(reading) ? 0 : numberOf(reading, crowd.waiting)
  const from = crowd.workers === 0 ? 0 : crowd.workers * CELL + 6
  const dots = Math.min(waiting, Math.floor((width - from) / DOT))
  return (
    <>
      {Array.from({ length: crowd.workers }, (_, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          key={index}
          className={index < busy ? 'glyph-busy' : 'glyph-track'}
          x={index * CELL}
          y={y + 1}
          width={CELL - 2}
          height={8}
          rx={1.5}
        />
      ))}
      {Array.from({ length: dots }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place in the queue
        <circle key={index} className="level-stale" cx={from + 3 + index * DOT} cy={y + 5} r={2.6} />
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

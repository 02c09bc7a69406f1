import type { LogEntryPicture } from '../../../workers/systems/glyphs'
import { amountOf, numberOf, type Reading, textOf } from '../reading'
import type { GlyphProps } from './glyph-kind'
import { LAGS_IN_LINE } from './log'
import { entriesOf, epochTone, epochWord, lagsOf, roleShape } from './log-reading'
import './log.css'

const STRIP_TOP = 26
const CELL_HEIGHT = 34

/**
 * The role as a shape and a word, the epoch, and the end of the log: a cell an entry with what it writes and the epoch that
 * made it. A cell with a broken edge is not committed; a pale one is not applied. Below, where the log ends and who lags.
 */
export function LogDrawing({ glyph, reading, width }: GlyphProps<'log'>) {
  const entries = entriesOf(reading)
  const role = textOf(reading, 'role')
  const step = width / glyph.entries
  const [committed, applied] = [numberOf(reading, 'committed'), numberOf(reading, 'applied')]
  return (
    <>
      <RoleMark role={role} />
      <text x={18} y={12} className="log-role">
        {role === '' ? '–' : role}
      </text>
      <text x={width} y={12} className="glyph-end glyph-ink">
        {epochWord(reading)} {amountOf(reading, 'epoch')}
      </text>
      {Array.from({ length: glyph.entries }, (_, index) => {
        const entry = entries[index]
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is a place in the strip
          <g key={index} transform={`translate(${index * step} ${STRIP_TOP})`}>
            {entry === undefined ? (
              <rect className="log-free" x={1} width={step - 2} height={CELL_HEIGHT} rx={3} />
            ) : (
              <Cell
                entry={entry}
                width={step}
                isCommitted={entry.position <= committed}
                isApplied={entry.position <= applied}
              />
            )}
          </g>
        )
      })}
      <Ends reading={reading} entries={entries} width={width} />
    </>
  )
}

function RoleMark({ role }: { role: string }) {
  const shape = roleShape(role)
  if (shape === 'leads') return <path className="log-leads" d="M6 2 L12 8 L6 14 L0 8 Z" />
  if (shape === 'stands') return <path className="log-stands" d="M6 2.5 L11.5 13 L0.5 13 Z" />
  return <circle className={shape === 'follows' ? 'log-follows' : 'log-waits'} cx={6} cy={8} r={5} />
}

function Cell({
  entry,
  width,
  isCommitted,
  isApplied,
}: {
  readonly entry: LogEntryPicture
  readonly width: number
  readonly isCommitted: boolean
  readonly isApplied: boolean
}) {
  const state = `${isCommitted ? '' : ' log-open'}${isApplied ? '' : ' log-pale'}`
  return (
    <>
      <rect
        className={`log-cell log-epoch-${epochTone(entry.epoch)}${state}`}
        x={1}
        width={width - 2}
        height={CELL_HEIGHT}
        rx={3}
      />
      <text x={width / 2} y={14} className="glyph-middle log-value">
        {entry.text}
      </text>
      <text x={width / 2} y={28} className={`glyph-middle log-number log-word-${epochTone(entry.epoch)}`}>
        {entry.epoch}
      </text>
    </>
  )
}

function Ends({
  reading,
  entries,
  width,
}: {
  readonly reading: Reading
  readonly entries: readonly LogEntryPicture[]
  readonly width: number
}) {
  const last = entries.at(-1)
  const lags = lagsOf(reading)
  const open = numberOf(reading, 'position') - numberOf(reading, 'committed')
  return (
    <>
      <text x={0} y={76} className="glyph-faint log-small">
        {last === undefined ? 'empty log' : `to ${last.position}`}
      </text>
      <text
        x={width}
        y={76}
        className={open > 0 ? 'glyph-end log-small log-waiting' : 'glyph-end log-small glyph-faint'}
      >
        {open > 0 ? `${open} uncommitted` : last === undefined ? '' : 'all committed'}
      </text>
      {lags.map(({ replica, changes }, index) => (
        <text
          key={replica}
          x={((index % LAGS_IN_LINE) * width) / LAGS_IN_LINE}
          y={92 + 14 * Math.floor(index / LAGS_IN_LINE)}
          className="glyph-ink log-small"
        >
          {replica} {changes === 0 ? '✓' : `−${changes}`}
        </text>
      ))}
    </>
  )
}

import type { ReplicaRow } from '../../../workers/systems/glyphs'
import { numberOf } from '../reading'
import type { GlyphProps } from './glyph-kind'
import { REPLICA_ROW } from './replica'
import './replica.css'
import { behindText, hintsText, leasesText, rowsOf } from './replica-reading'

/** Where a row has the end of a number, and the begin of words; the stamp stands at the right edge. */
const NUMBER_END = 60
const WORDS_BEGIN = 31

/** A row a key: a shape that says how the copy compares, its value and when it was written; below, what is behind or kept. */
export function ReplicaDrawing({ glyph, reading, width, height }: GlyphProps<'replica'>) {
  const hints = hintsText(reading)
  const leases = leasesText(reading)
  // There is no room for both, and to be behind is what matters.
  const standing = (leases !== '' || hints !== '') && numberOf(reading, 'behind') === 0 ? '' : behindText(reading)
  return (
    <>
      {rowsOf(reading)
        .slice(0, glyph.rows)
        .map((row, index) => (
          <g key={row.key} transform={`translate(0 ${index * REPLICA_ROW})`}>
            <Row row={row} width={width} />
          </g>
        ))}
      <text x={0} y={height - 3} className={numberOf(reading, 'behind') > 0 ? 'glyph-bad' : 'glyph-faint'}>
        {standing}
      </text>
      {leases !== '' && (
        <text x={width} y={height - 3} className="glyph-end replica-leases">
          {leases}
        </text>
      )}
      {hints !== '' && (
        <text x={width} y={height - 3} className="glyph-end replica-hints">
          ✉ {hints}
        </text>
      )}
    </>
  )
}

function Row({ row: { key, value, stamp, state }, width }: { row: ReplicaRow; width: number }) {
  return (
    <>
      <rect className={`replica-row replica-${state}`} x={-3} y={0} width={width + 6} height={REPLICA_ROW - 2} rx={3} />
      <path className={`replica-shape replica-${state}`} d={SHAPES[state]} transform="translate(5 7.5)" />
      <text x={14} y={11.5} className="glyph-faint">
        {key}
      </text>
      <text
        x={typeof value === 'string' ? WORDS_BEGIN : NUMBER_END}
        y={11.5}
        className={`${typeof value === 'string' ? '' : 'glyph-end '}${value === null ? 'glyph-faint' : 'glyph-strong'}`}
      >
        {value ?? '–'}
      </text>
      <text x={width} y={11.5} className="glyph-end glyph-faint">
        {stamp}
      </text>
    </>
  )
}

/** A dot for copies that are alike, a triangle up for the newest of unlike ones, down for an older one, two for siblings that part. */
const SHAPES: Readonly<Record<ReplicaRow['state'], string>> = {
  same: 'M-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0Z',
  newer: 'M-4.5 3.5L0 -4.5L4.5 3.5Z',
  older: 'M-4.5 -3.5L0 4.5L4.5 -3.5Z',
  apart: 'M-0.8 -4.5L-0.8 4.5L-5.5 0Z M0.8 -4.5L0.8 4.5L5.5 0Z',
}

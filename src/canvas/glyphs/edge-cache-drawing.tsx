import { amountOf, isDown, numberOf, type Reading } from '../reading'
import { CELL_ROW, CELLS_A_ROW, EDGE_CLASSES, EDGE_ROW, shownRows } from './edge-cache'
import { type ClassRatio, type CopyRow, classRatios, copiesOf, rowsOf, secondsText } from './edge-cache-reading'
import './edge-cache.css'
import type { GlyphProps } from './glyph-kind'

/** Copies with what is left of their time to live, hits by popularity, and what the edge has asked for itself. */
export function EdgeCacheDrawing({ glyph, reading, lastMark, width, compact }: GlyphProps<'edge-cache'>) {
  const { cells = 0 } = glyph
  const rows = rowsOf(glyph.rows, reading, lastMark).slice(0, shownRows(glyph.rows, cells, compact))
  const top = rows.length * EDGE_ROW + Math.ceil(cells / CELLS_A_ROW) * CELL_ROW
  const hasClasses = !glyph.isTier && !compact
  return (
    <>
      {rows.map((row, index) => (
        <g key={row.target} transform={`translate(0 ${index * EDGE_ROW})`}>
          <CopyLine row={row} width={width} />
        </g>
      ))}
      {cells > 0 && <Cells reading={reading} count={cells} y={rows.length * EDGE_ROW} width={width} />}
      {hasClasses && (
        <g transform={`translate(0 ${top})`}>
          <Classes ratios={classRatios(reading)} width={width} />
        </g>
      )}
      <Figure reading={reading} y={top + (hasClasses ? EDGE_CLASSES : 0) + 13} compact={compact} />
      {!(compact && numberOf(reading, 'queue') > 0) && (
        <text x={width} y={top + (hasClasses ? EDGE_CLASSES : 0) + 13} className="glyph-end glyph-ink">
          {amountOf(reading, 'forwards')}
          <tspan className="glyph-faint"> fetched</tspan>
        </text>
      )}
    </>
  )
}

/** A cell for each of the first objects, filled where there is a copy. */
function Cells({
  reading,
  count,
  y,
  width,
}: {
  readonly reading: Reading
  readonly count: number
  readonly y: number
  readonly width: number
}) {
  const here = new Set(copiesOf(reading))
  const step = width / CELLS_A_ROW
  return Array.from({ length: count }, (_, index) => (
    <rect
      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is an object's place
      key={index}
      className={here.has(index) ? 'edge-fresh' : 'glyph-track'}
      x={(index % CELLS_A_ROW) * step}
      y={y + Math.floor(index / CELLS_A_ROW) * CELL_ROW}
      width={step - 1.5}
      height={CELL_ROW - 2}
      rx={1}
    />
  ))
}

/** Who waits for a worker, when anybody does; otherwise how much is stored. */
function Figure({ reading, y, compact }: { readonly reading: Reading; readonly y: number; readonly compact: boolean }) {
  const isBusy = numberOf(reading, 'queue') > 0
  if (compact && !isBusy) return null
  return (
    <text x={0} y={y} className={isBusy ? 'edge-stale' : 'glyph-ink'}>
      {isDown(reading) ? '0' : amountOf(reading, isBusy ? 'queue' : 'stored')}
      <tspan className={isBusy ? '' : 'glyph-faint'}>{isBusy ? ' queue' : ' stored'}</tspan>
    </text>
  )
}

function CopyLine({ row, width }: { readonly row: CopyRow; readonly width: number }) {
  const { target, version, state, left, seconds, open } = row
  const isAwaited = state === 'none' && open > 0
  const told = {
    none: isAwaited ? `${open} wait` : 'no copy',
    'for ever': 'for ever',
    fresh: secondsText(seconds),
    stale: `stale ${secondsText(seconds)}`,
  }
  return (
    <>
      <text x={0} y={10} className={state === 'none' && !isAwaited ? 'glyph-faint' : 'glyph-ink'}>
        {target}
        {state !== 'none' && (
          <tspan className={`glyph-strong edge-version-${Math.min(version, 3)}`} dx={5}>
            v{version}
          </tspan>
        )}
      </text>
      <text x={width} y={10} className={`glyph-end ${endClass(state, isAwaited)}`}>
        {told[state]}
      </text>
      <rect
        className={`glyph-track${state === 'stale' ? ' edge-over' : ''}`}
        x={0}
        y={14}
        width={width}
        height={4}
        rx={2}
      />
      <rect className="edge-fresh glyph-moves" x={0} y={14} width={width * left} height={4} rx={2} />
    </>
  )
}

function endClass(state: CopyRow['state'], isAwaited: boolean): string {
  if (isAwaited) return 'edge-awaited'
  return state === 'stale' ? 'edge-stale' : state === 'none' ? 'glyph-faint' : ''
}

function Classes({ ratios, width }: { readonly ratios: readonly ClassRatio[]; readonly width: number }) {
  const gap = 8
  const each = (width - gap * (ratios.length - 1)) / ratios.length
  return (
    <>
      {ratios.map(({ name, ratio }, index) => (
        <g key={name} transform={`translate(${index * (each + gap)} 3)`}>
          <text x={0} y={9} className="edge-class glyph-faint">
            {name}
          </text>
          <rect className="glyph-track" x={0} y={13} width={each} height={4} rx={2} />
          <rect className="glyph-busy glyph-moves" x={0} y={13} width={each * (ratio ?? 0)} height={4} rx={2} />
          <text x={0} y={30} className={ratio === null ? 'glyph-faint' : 'glyph-ink'}>
            {ratio === null ? '–' : `${Math.round(ratio * 100)} %`}
          </text>
        </g>
      ))}
    </>
  )
}

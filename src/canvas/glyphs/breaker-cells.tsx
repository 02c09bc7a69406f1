import type { Reading } from '../reading'
import { type Cell, cellsOf } from './breaker-reading'

const MOST = 20
const SPACE = 3

/**
 * Outcomes as cells: a success is a full cell, a failure has a cross (where it is narrow, a stroke), and one that was slow has a notch of amber at its
 * foot. As many cells as the window has, up to twenty.
 */
export function BreakerCells({
  reading,
  width,
  height,
}: {
  readonly reading: Reading
  readonly width: number
  readonly height: number
}) {
  const cells = cellsOf(reading, MOST)
  const cellWidth = Math.min(14, (width + SPACE) / MOST - SPACE)
  const step = cells.length > 10 ? cellWidth + SPACE : Math.max(cellWidth, 12) + SPACE
  const left = (width - step * cells.length + SPACE) / 2
  return cells.map((cell, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
    <g key={place} transform={`translate(${left + place * step} 0)`}>
      <CellShape cell={cell} width={step - SPACE} height={height} />
    </g>
  ))
}

const FILLS: Readonly<Record<Cell, string>> = {
  empty: 'glyph-free',
  good: 'breaker-cell breaker-good',
  bad: 'breaker-cell breaker-bad',
  'slow-good': 'breaker-cell breaker-good',
  'slow-bad': 'breaker-cell breaker-bad',
}

function CellShape({ cell, width, height }: { readonly cell: Cell; readonly width: number; readonly height: number }) {
  const isBad = cell === 'bad' || cell === 'slow-bad'
  const isSlow = cell === 'slow-good' || cell === 'slow-bad'
  const [x, y] = [width / 2, height / 2]
  const arm = Math.min(width, height) / 2 - 1.8
  const stroke = `M${x - arm} ${y + arm}L${x + arm} ${y - arm}`
  const isNarrow = width < 8
  return (
    <>
      <rect className={FILLS[cell]} width={width} height={height} rx={2.5} />
      {isBad && (
        <path
          className="breaker-cross"
          d={isNarrow ? stroke : `${stroke}M${x - arm} ${y - arm}L${x + arm} ${y + arm}`}
        />
      )}
      {isSlow && <rect className="breaker-slow" y={height - 4} width={width} height={4} rx={1.5} />}
    </>
  )
}

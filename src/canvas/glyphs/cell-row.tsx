import { cellGrid, cellPlace } from './cells'

/** `filled` of `count` cells, or a bar when there are too many to count. */
export function CellRow({
  x,
  y,
  width,
  height,
  count,
  filled,
  maxRows = 1,
}: {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly count: number
  readonly filled: number
  readonly maxRows?: number
}) {
  const grid = cellGrid(count, width, height, maxRows)
  const round = Math.min(3, height / 4)
  if (grid === null) {
    const share = count === 0 ? 0 : Math.min(1, filled / count)
    return (
      <>
        <rect className="glyph-free" x={x} y={y} width={width} height={height} rx={round} />
        <rect className="glyph-busy" x={x} y={y} width={width * share} height={height} rx={round} />
      </>
    )
  }
  return (
    <>
      {Array.from({ length: count }, (_, index) => {
        const place = cellPlace(grid, index)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            key={index}
            className={index < filled ? 'glyph-busy' : 'glyph-free'}
            x={x + place.x}
            y={y + place.y}
            width={grid.cellWidth}
            height={grid.cellHeight}
            rx={round}
          />
        )
      })}
    </>
  )
}

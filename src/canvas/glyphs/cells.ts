/** Where cells stand in a box: as few rows as keep them from becoming slivers. */
export interface CellGrid {
  readonly columns: number
  readonly rows: number
  readonly cellWidth: number
  readonly cellHeight: number
}

/** The narrowest cell, and the space between two. */
const LEAST_WIDTH = 5
const SPACE = 2.5

/**
 * The grid for `count` cells in a box, or null when they would be too small to count: then a bar says the same.
 * @param maxRows rows that the box has room for
 */
export function cellGrid(count: number, width: number, height: number, maxRows: number): CellGrid | null {
  for (let rows = 1; rows <= maxRows; rows++) {
    const columns = Math.ceil(count / rows)
    const cellWidth = Math.min(width / columns - SPACE, height * 1.25)
    if (cellWidth >= LEAST_WIDTH || (rows === maxRows && width / columns - SPACE >= LEAST_WIDTH))
      return { columns, rows, cellWidth, cellHeight: height / rows - (rows > 1 ? SPACE : 0) }
  }
  return null
}

/** Left and top of a cell in its box. */
export function cellPlace(grid: CellGrid, index: number): { readonly x: number; readonly y: number } {
  const row = Math.floor(index / grid.columns)
  return { x: (index - row * grid.columns) * (grid.cellWidth + SPACE), y: row * (grid.cellHeight + SPACE) }
}

/** A value for each bucket of a series, in pixels: where it lies across, and how high. `NaN` leaves a gap. */
export interface Series {
  readonly length: number
  x(bucket: number): number
  y(bucket: number): number
}

/**
 * A series as one polyline with gaps where it has no value, to a tenth of a pixel. d3 would do the same, with the other
 * nineteen curves that its line carries along.
 */
export function linePath({ length, x, y }: Series): string {
  let path = ''
  let isDrawing = false
  for (let bucket = 0; bucket < length; bucket++) {
    const height = y(bucket)
    if (!Number.isNaN(height)) path += `${isDrawing ? 'L' : 'M'}${tenth(x(bucket))},${tenth(height)}`
    isDrawing = !Number.isNaN(height)
  }
  return path
}

/** What lies between a series without gaps and its base. */
export function areaPath(series: Series, base: number): string {
  const { length, x } = series
  return length === 0 ? '' : `${linePath(series)}L${tenth(x(length - 1))},${base}L${tenth(x(0))},${base}Z`
}

function tenth(pixels: number): number {
  return Math.round(pixels * 10) / 10
}

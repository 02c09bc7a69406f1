/** A value for each bucket of a series, in pixels: where it lies across, and how high. `NaN` leaves a gap. */
export interface Series {
  readonly length: number
  x(bucket: number): number
  y(bucket: number): number
}

/**
 * A series as one polyline with gaps where it has no value, to a tenth of a pixel. A lone value between gaps is a
 * short dash. d3 would do nearly the same, with the other nineteen curves that its line carries along.
 */
export function linePath({ length, x, y }: Series): string {
  let path = ''
  let drawn = 0
  for (let bucket = 0; bucket <= length; bucket++) {
    const height = bucket === length ? Number.NaN : y(bucket)
    if (Number.isNaN(height)) {
      if (drawn === 1) path += 'h3'
      drawn = 0
    } else path += `${drawn++ === 0 ? 'M' : 'L'}${tenth(x(bucket))},${tenth(height)}`
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

import { line } from 'd3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaPath, linePath } from '../../../../src/playback/timeline/series-path'

const heights = fc.array(fc.oneof(fc.double({ min: -500, max: 500, noNaN: true }), fc.constant(Number.NaN)))

function seriesOf(values: readonly number[]) {
  return { length: values.length, x: (bucket: number) => bucket * 3.37, y: (bucket: number) => values[bucket] ?? 0 }
}
/** d3 closes a lone point, where a dash can be seen; the numbers are compared as numbers, since d3 keeps −0. */
function numbersOf(path: string): (string | number)[] {
  return (path.replaceAll('h3', 'Z').match(/[MLZ]|-?[0-9.]+/g) ?? []).map((part) =>
    /[MLZ]/.test(part) ? part : Number(part) + 0,
  )
}

test('a line is the one that d3 draws, gaps included', () => {
  fc.assert(
    fc.property(heights, (values) => {
      const series = seriesOf(values)
      const buckets = values.map((_, bucket) => bucket)
      const drawn = line<number>()
        .x(series.x)
        .y(series.y)
        .digits(1)
        .defined((bucket) => !Number.isNaN(values[bucket]))
      expect(numbersOf(linePath(series))).toEqual(numbersOf(drawn(buckets) ?? ''))
    }),
    { seed: 7 },
  )
})

test('an area lies between the line and its base', () => {
  const series = seriesOf([4, 9.25, 1])
  expect(areaPath(series, 40)).toBe(`${linePath(series)}L6.7,40L0,40Z`)
  expect(areaPath(seriesOf([]), 40)).toBe('')
})

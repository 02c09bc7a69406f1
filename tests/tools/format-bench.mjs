/**
 * @typedef {{ name: string, value: number, unit: string, ratio?: number, goal?: string, met?: boolean }} BenchRow
 */

/**
 * A table of a benchmark for a terminal.
 *
 * @param {{ title: string, rows: readonly BenchRow[] }} result
 * @returns {string}
 */
export function formatBench({ title, rows }) {
  const cells = rows.map(({ name, value, unit, ratio, goal, met }) => [
    name,
    formatNumber(value),
    unit,
    ratio === undefined ? '' : `${formatNumber(ratio)}×`,
    goal ?? '',
    met === undefined ? '' : met ? 'met' : 'missed',
  ])
  const table = [['', 'value', 'unit', 'ratio', 'goal', ''], ...cells]
  const isNumber = [false, true, false, true, false, false]
  const widths = isNumber.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const lines = table.map((row) =>
    row
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  const goals = rows.filter(({ met }) => met !== undefined)
  const met = goals.filter((row) => row.met).length
  const verdict = goals.length === 0 ? [] : [`${met} of ${goals.length} goals met`]
  return [`\n${title}`, ...lines, ...verdict, ''].join('\n')
}

/**
 * Three digits that matter, and a unit prefix once the number is in the millions.
 *
 * @param {number} value
 */
function formatNumber(value) {
  const size = Math.abs(value)
  if (!Number.isFinite(value)) return String(value)
  if (size >= 1e9) return `${(value / 1e9).toPrecision(3)} G`
  if (size >= 1e6) return `${(value / 1e6).toPrecision(3)} M`
  if (size >= 1000) return String(Math.round(value))
  return size === 0 ? '0' : String(Number(value.toPrecision(3)))
}

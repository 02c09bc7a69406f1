import type { AnswerPicture } from '../../../workers/systems/glyphs'

/** Paths of a chart in a box whose upper left corner is the origin. */
export interface Chart {
  /** Through the stored points. */
  readonly line: string
  /** A stroke a step at the height of its answer; steps without one are left out. */
  readonly steps: string
  readonly highestPoint: number | null
  readonly highestStep: number | null
}

/** Room that a flat line gets, so that it does not lie on an edge. */
const LEAST_SPAN = 1

export function chartOf(
  { from, to, step, times, values, answers }: AnswerPicture,
  width: number,
  height: number,
): Chart {
  const known = answers.filter((answer) => answer !== null)
  const all = [...values, ...known]
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const span = Math.max(LEAST_SPAN, most - least)
  const low = (least + most - span) / 2
  const x = (time: number): string => ((Math.min(Math.max(time, from), to) - from) * (width / (to - from))).toFixed(1)
  const y = (value: number): string => (height - ((value - low) / span) * height).toFixed(1)
  const line = times.map((time, index) => `${index === 0 ? 'M' : 'L'}${x(time)} ${y(values[index] ?? 0)}`).join('')
  const steps = answers
    .map((answer, index) =>
      answer === null ? '' : `M${x(from + index * step)} ${y(answer)}H${x(Math.min(to, from + (index + 1) * step))}`,
    )
    .join('')
  return { line, steps, highestPoint: highest(values), highestStep: highest(known) }
}

function highest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values)
}

/** Where the bits of a block stand: `set` and `clear` as two paths of small boxes, row by row. */
export function bitPaths(bits: string, columns: number, rows: number, width: number, height: number) {
  const [across, down] = [width / columns, height / rows]
  const paths = { set: '', clear: '' }
  for (let index = 0; index < columns * rows; index++) {
    const row = Math.floor(index / columns)
    const box = `M${((index - row * columns) * across).toFixed(2)} ${(row * down).toFixed(2)}h${(across - 1.1).toFixed(2)}v${(down - 1.4).toFixed(2)}h${(1.1 - across).toFixed(2)}z`
    if (bits[index] === '1') paths.set += box
    else if (bits[index] === '0') paths.clear += box
  }
  return paths
}

import { bytesOf, type SealedBlock } from '../../algorithms/time-series/block'
import type { Columns } from '../../algorithms/time-series/columns'
import { BITS_BEFORE_SECOND_POINT } from '../../algorithms/time-series/gorilla'
import { largestTriangle } from '../../algorithms/time-series/largest-triangle'
import type { AnswerPicture, BlockPicture } from '../glyphs'
import type { Question } from './model-messages'

/** Points that the picture of a series has; more are thinned out so that spikes stay. */
const LINE_POINTS = 90
/** Bits that the picture of a block shows, from the second point on. */
export const SHOWN_BITS = 70
/** Blocks that are shown. */
export const SHOWN_BLOCKS = 5

/** What a query asked, what it got, and the points behind it. */
export function answerPicture(
  question: Question,
  values: readonly (number | null)[],
  { times, values: all }: Columns,
): AnswerPicture {
  const shown = [...largestTriangle(times, all, LINE_POINTS)]
  return {
    host: question.host,
    fn: question.fn,
    from: question.from,
    to: question.to,
    step: question.step,
    answers: values.map((value) => (value === null ? null : rounded(value))),
    times: shown.map((index) => times[index] as number),
    values: shown.map((index) => rounded(all[index] as number)),
  }
}

/** A block with the first bits behind its first point as text of 0 and 1; raw ones show those of their values. */
export function blockPicture(series: string, order: number, block: SealedBlock): BlockPicture {
  const each = rounded(bytesOf(block) / block.count)
  return { series, order, number: block.number, count: block.count, each, bits: bitsOf(block) }
}

function bitsOf(block: SealedBlock): string {
  if (block.codec !== 'raw')
    return bitText(
      new DataView(block.bytes.buffer, block.bytes.byteOffset, block.bytes.length),
      BITS_BEFORE_SECOND_POINT,
    )
  const view = new DataView(new ArrayBuffer(16))
  view.setFloat64(0, block.columns.values[1] ?? 0)
  view.setFloat64(8, block.columns.values[2] ?? 0)
  return bitText(view, 0)
}

function bitText(view: DataView, from: number): string {
  let text = ''
  for (let bit = from; bit < from + SHOWN_BITS && bit < view.byteLength * 8; bit++)
    text += (view.getUint8(bit >>> 3) >>> (7 - (bit & 7))) & 1
  return text
}

/** At most two decimals. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

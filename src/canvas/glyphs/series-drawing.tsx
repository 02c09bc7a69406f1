import { memo, useMemo } from 'react'
import type { AnswerPicture } from '../../../workers/systems/glyphs'
import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf, type Reading } from '../reading'
import type { GlyphProps } from './glyph-kind'
import { BlockRow } from './series-blocks'
import { chartOf } from './series-chart'
import { answerOf, blocksOf, bytesText, captionOf, roleOf } from './series-reading'
import './series.css'

/** Functions whose name is no word. */
const FUNCTION_WORDS: Readonly<Record<string, string>> = {
  avg: 'average',
  max: 'maximum',
  min: 'minimum',
  quantile: 'median',
}

/** Heights of the parts from top to bottom, at the two sizes. */
const TALL = { chart: 64, words: 77, blocks: 97, block: 42, rows: 7, caption: 168, total: 182 }
const LOW = { chart: 44, words: 58, blocks: 76, block: 34, rows: 5, caption: 137, total: 151 }

/**
 * Above, the stored points of the last range that was asked for with the answer of each step over them; below, the blocks
 * sealed last as the bits behind their first point, and the head. What the last step did stands above a block and in words
 * at the bottom.
 */
export default function SeriesDrawing({ reading, lastMark, width, compact }: GlyphProps<'series'>) {
  const at = compact ? LOW : TALL
  const caption = captionOf(lastMark)
  return (
    <>
      <AnswerChart answer={answerOf(reading)} width={width} height={at.chart} wordsAt={at.words} />
      <g transform={`translate(0 ${at.blocks})`}>
        {reading.entries === undefined ? (
          <BlockRow
            blocks={blocksOf(reading)}
            roleOf={(order) => roleOf(lastMark, order)}
            head={numberOf(reading, 'head')}
            heads={numberOf(reading, 'series')}
            size={{ width, height: at.block, rows: at.rows }}
            compact={compact}
          />
        ) : (
          <GuideArray reading={reading} width={width} height={at.block} />
        )}
      </g>
      {caption !== null && (
        <text x={0} y={at.caption} className={`series-caption series-tone-${caption.tone}`}>
          {caption.text}
        </text>
      )}
      <text x={0} y={at.total} className="series-small">
        {totalText(reading)}
      </text>
    </>
  )
}

/** `2 series, 998 points, 14.4 KB in all`; the guide does not know what it takes. */
function totalText(reading: Reading): string {
  const bytes = reading.bytes === undefined ? '' : `, ${bytesText(numberOf(reading, 'bytes'))} in all`
  return `${amountOf(reading, 'series')} series, ${amountOf(reading, 'points')} points${bytes}`
}

/** Changes with a query only. */
const AnswerChart = memo(function AnswerChart({
  answer,
  width,
  height,
  wordsAt,
}: {
  readonly answer: AnswerPicture | null
  readonly width: number
  readonly height: number
  readonly wordsAt: number
}) {
  const chart = useMemo(() => (answer === null ? null : chartOf(answer, width, height - 4)), [answer, width, height])
  if (answer === null || chart === null || chart.highestPoint === null)
    return (
      <text x={width / 2} y={height / 2} className="glyph-faint glyph-middle">
        {answer === null ? 'no query yet' : 'nothing stored in this range'}
      </text>
    )
  return (
    <>
      <g transform="translate(0 2)">
        <path className="series-line" d={chart.line} />
        <path className="series-steps" d={chart.steps} />
      </g>
      <text x={0} y={wordsAt} className="series-small">
        highest point <tspan className="series-point-figure">{groupFraction(chart.highestPoint)}</tspan>
      </text>
      <text x={width} y={wordsAt} className="series-small glyph-end">
        highest {FUNCTION_WORDS[answer.fn] ?? answer.fn} of a step{' '}
        <tspan className="series-step-figure">
          {chart.highestStep === null ? 'none' : groupFraction(chart.highestStep)}
        </tspan>
      </text>
    </>
  )
})

/** The guide has no blocks: one array, and an index that nothing reads. */
function GuideArray({
  reading,
  width,
  height,
}: {
  readonly reading: Reading
  readonly width: number
  readonly height: number
}) {
  return (
    <>
      <rect className="series-block" width={width} height={height} rx={5} />
      <text x={width / 2} y={height / 2 - 3} className="glyph-ink glyph-middle">
        {amountOf(reading, 'points')} points in one array of objects
      </text>
      <text x={width / 2} y={height / 2 + 12} className="series-small glyph-middle">
        {amountOf(reading, 'entries')} entries in an index that nothing reads
      </text>
    </>
  )
}

/** At most two decimals, thousands in groups. */
function groupFraction(value: number): string {
  return Math.abs(value) >= 1_000 ? groupDigits(value) : String(Math.round(value * 100) / 100)
}

import { groupDigits } from '../../../workers/trace/sentence'
import { numberOf, type Reading } from '../reading'
import type { GlyphProps } from './glyph-kind'
import { cutText, fittingCells, type ShownStep, searchStepOf } from './search-reading'

/** Terms that have a row; more are named in a line. */
const ROWS = 3
const TERM = { wide: 80, compact: 62 }
/** Room for the share. */
const FIGURE = { wide: 40, compact: 34 }
/** Space between two postings, and width of one by the digits of its document. */
const SPACE = 3
const CELL = 26
const WIDE_CELL = 34

/** The words of the last query with their postings, the first document in them, and its score as a sum of shares. */
export function SearchIndexDrawing({ reading, lastMark, width, height, compact }: GlyphProps<'search-index'>) {
  const step = searchStepOf(lastMark)
  const row = compact ? 19 : 22
  const top = compact ? 0 : 20
  return (
    <>
      {!compact && <Heading step={step} reading={reading} width={width} />}
      {step?.terms.slice(0, ROWS).map((term, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a query may hold one word twice
        <g key={index} transform={`translate(0 ${top + index * row})`}>
          <TermRow
            term={term}
            step={step}
            index={index}
            width={width}
            height={row - (compact ? 3 : 5)}
            compact={compact}
          />
        </g>
      ))}
      {step !== null && isScored(step) && step.terms.length < ROWS && step.scored < step.matching && (
        <text x={0} y={top + (ROWS - 1) * row + 12} className="glyph-faint">
          {groupDigits(step.scored)} of {groupDigits(step.matching)} documents scored
        </text>
      )}
      {step !== null && <Outcome step={step} width={width} height={height} compact={compact} />}
    </>
  )
}

/** The query, and how many documents there are. */
function Heading({ step, reading, width }: { step: ShownStep | null; reading: Reading; width: number }) {
  const waiting = numberOf(reading, 'waiting')
  const segments = numberOf(reading, 'segments')
  return (
    <>
      <text x={0} y={9}>
        {step === null ? <tspan className="glyph-faint">no query yet</tspan> : `“${cutText(step.query, 20)}”`}
      </text>
      <text x={width} y={9} className="glyph-end glyph-faint">
        {groupDigits(numberOf(reading, 'documents'))} docs
        {waiting > 0 && <tspan className="glyph-strong"> +{groupDigits(waiting)} unseen</tspan>}
        {segments > 0 && ` · ${segments} ${segments === 1 ? 'segment' : 'segments'}`}
      </text>
    </>
  )
}

function TermRow({
  term,
  step,
  index,
  width,
  height,
  compact,
}: {
  readonly term: string
  readonly step: ShownStep
  readonly index: number
  readonly width: number
  readonly height: number
  readonly compact: boolean
}) {
  const head = compact ? TERM.compact : TERM.wide
  const cell = step.cells.some((cells) => /\d{4}/.test(cells)) ? WIDE_CELL : CELL
  const pitch = cell + SPACE
  const room = Math.floor((width - head - (compact ? FIGURE.compact : FIGURE.wide)) / pitch)
  const shown = fittingCells(step.cells[index] ?? '', step.best, room)
  const middle = height / 2 + 4
  return (
    <>
      <rect className="glyph-free" x={0.5} y={0.5} width={head} height={height} rx={5} />
      <text x={head / 2} y={middle} className="glyph-strong glyph-middle glyph-code">
        {cutText(term, compact ? 9 : 11)}
      </text>
      {shown.length > 0 && (
        <path className="glyph-thread" d={`M${head} ${height / 2}h${(shown.length - 1) * pitch + 8}`} />
      )}
      {shown.map((id, place) => (
        <Cell key={id} id={id} x={head + 7 + place * pitch} width={cell} height={height} isBest={isBest(step, id)} />
      ))}
      <text x={width} y={middle} className={isScored(step) ? 'glyph-strong glyph-end' : 'glyph-end'}>
        {figureText(step, index)}
      </text>
    </>
  )
}

/** The share of a term, or before the score how many documents hold it. */
function figureText(step: ShownStep, index: number): string {
  if (!isScored(step)) return `of ${groupDigits(step.counts[index] ?? 0)}`
  const share = step.shares[index] ?? ''
  return Number(share) === 0 ? '–' : share
}

function isScored({ step }: ShownStep): boolean {
  return step === 'score'
}

function isBest(step: ShownStep, id: string): boolean {
  return isScored(step) && id === step.best
}

function Cell(props: { id: string; x: number; width: number; height: number; isBest: boolean }) {
  const { id, x, width, height, isBest } = props
  return (
    <>
      <rect
        className={isBest ? 'glyph-posting glyph-posting-best' : 'glyph-posting'}
        x={x}
        y={0.5}
        width={width}
        height={height}
        rx={4}
      />
      <text x={x + width / 2} y={height / 2 + 4} className={isBest ? 'glyph-strong glyph-middle' : 'glyph-middle'}>
        {id}
      </text>
    </>
  )
}

/** The last line: what this step came to. */
function Outcome({
  step,
  width,
  height,
  compact,
}: {
  readonly step: ShownStep
  readonly width: number
  readonly height: number
  readonly compact: boolean
}) {
  const more = step.terms.length - ROWS
  return (
    <>
      {more > 0 && (
        <text x={0} y={height - 4} className="glyph-faint">
          and {more} more
        </text>
      )}
      <text x={width} y={height - 4} className={isScored(step) ? 'glyph-strong glyph-end' : 'glyph-end'}>
        {outcomeText(step, compact)}
      </text>
    </>
  )
}

function outcomeText(step: ShownStep, compact: boolean): string {
  switch (step.step) {
    case 'walk':
      return 'postings found'
    case 'prune':
      return `${groupDigits(step.scored)} of ${groupDigits(step.matching)} documents scored`
    case 'none':
      return 'no document fits'
    case 'score':
      return step.terms.length > (compact ? 2 : ROWS)
        ? `doc ${step.best}: ${step.score} in all`
        : `doc ${step.best}: ${step.sum}`
  }
}

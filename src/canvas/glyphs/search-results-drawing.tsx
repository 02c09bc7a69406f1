import type { SearchResults } from '../../../workers/systems/glyphs'
import type { GlyphProps } from './glyph-kind'
import { cutText, searchResultsOf } from './search-reading'

const RANK = 10
const DOC = 54
const FIGURE = 34

/** The last query with the terms it became, and the list that the shards' answers make. */
export function SearchResultsDrawing({ glyph, lastMark, width, compact }: GlyphProps<'search-results'>) {
  const results = searchResultsOf(lastMark)
  if (results === null)
    return (
      <text x={0} y={9} className="glyph-faint">
        no query yet
      </text>
    )
  const top = compact ? 31 : 36
  const row = compact ? 19 : 20
  const rows = compact ? Math.min(3, glyph.rows) : glyph.rows
  return (
    <>
      <text x={0} y={9} className="glyph-strong">
        “{cutText(results.query, compact ? 29 : 34)}”
      </text>
      <text x={0} y={compact ? 22 : 25} className="glyph-code">
        {results.terms.length === 0 ? 'no word left' : cutText(results.terms.join(' · '), compact ? 32 : 36)}
      </text>
      {results.docs.slice(0, rows).map((id, rank) => (
        <g key={id} className="glyph-moves" transform={`translate(0 ${top + rank * row})`}>
          <Hit results={results} rank={rank} width={width} row={row} />
        </g>
      ))}
      {results.docs.length === 0 && (
        <text x={0} y={top + row - 8} className="glyph-faint">
          {waitingText(results)}
        </text>
      )}
    </>
  )
}

/** Rank, document, what it says (or where it lies), and its score as a figure and a bar. */
function Hit({ results, rank, width, row }: { results: SearchResults; rank: number; width: number; row: number }) {
  const best = Number(results.scores[0])
  const score = results.scores[rank] ?? ''
  const line = results.lines[rank]
  const room = width - RANK - DOC - FIGURE
  const length = best === 0 ? 0 : (width * Number(score)) / best
  return (
    <>
      <rect className="glyph-track" x={0} y={row - 7} width={width} height={2} />
      <rect className="glyph-busy glyph-moves" x={0} y={row - 7} width={length} height={2} />
      <text x={0} y={row - 10} className="glyph-faint">
        {rank + 1}
      </text>
      <text x={RANK} y={row - 10} className={rank === 0 ? 'glyph-strong' : 'glyph-ink'}>
        doc {results.docs[rank]}
      </text>
      <text x={RANK + DOC} y={row - 10} className="glyph-faint">
        {cutText(line === undefined ? (results.shards[rank] ?? '') : line, Math.floor(room / 6.4))}
      </text>
      <text x={width} y={row - 10} className={rank === 0 ? 'glyph-strong glyph-end' : 'glyph-end'}>
        {score}
      </text>
    </>
  )
}

function waitingText({ step }: SearchResults): string {
  switch (step) {
    case 'analyse':
      return 'asks all shards'
    case 'gather':
      return 'weighs words by all shards, asks again'
    default:
      return 'finds nothing'
  }
}

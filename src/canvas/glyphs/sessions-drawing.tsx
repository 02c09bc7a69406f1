import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf, type Reading } from '../reading'
import { CellRow } from './cell-row'
import type { GlyphProps } from './glyph-kind'
import { behindOf, SESSIONS_LINE } from './sessions'

const CONNECTIONS = 63

/** Cores with what runs on them, how much longer that takes than alone, connections up to the limit, and the log. */
export function SessionsDrawing({ glyph, reading, width, height, compact }: GlyphProps<'sessions'>) {
  const { cores, hasLog } = glyph
  // Statements, connections that are being opened, and what is replayed of a log: all of it needs the cores.
  const busy = numberOf(reading, 'busy')
  const stretch = numberOf(reading, 'stretch')
  return (
    <>
      <CellRow x={0} y={0} width={width} height={14} count={cores} filled={Math.min(cores, busy)} />
      <text x={0} y={29}>
        <tspan className={busy > cores ? 'glyph-strong' : 'glyph-ink'}>{amountOf(reading, 'busy')}</tspan> on {cores}{' '}
        cores
      </text>
      <text x={width} y={29} className={stretch > 2 ? 'glyph-end glyph-bad' : 'glyph-end'}>
        {stretchText(stretch, compact)}
      </text>
      <Connections reading={reading} width={width} compact={compact} />
      {hasLog && <Log reading={reading} width={width} y={height - 4} compact={compact} />}
    </>
  )
}

/** How many times as long as alone a statement takes; from ten times on the tenths do not matter. */
function stretchText(stretch: number, compact: boolean): string {
  if (stretch <= 1.05) return compact ? '' : 'as alone'
  return `${compact ? '' : 'takes '}×${stretch < 10 ? stretch : groupDigits(stretch)}`
}

interface LineProps {
  readonly reading: Reading
  readonly width: number
  readonly compact: boolean
}

function Connections({ reading, width, compact }: LineProps) {
  const [connections, limit] = [numberOf(reading, 'connections'), numberOf(reading, 'limit')]
  const refusals = numberOf(reading, 'refusals')
  const share = limit === 0 ? 0 : Math.min(1, connections / limit)
  const what = !compact ? ' connections' : refusals === 0 ? ' open' : ''
  return (
    <>
      <rect className="glyph-free" x={0.5} y={40} width={width - 1} height={8} rx={3} />
      <rect className="glyph-busy glyph-moves" x={0.5} y={40} width={(width - 1) * share} height={8} rx={3} />
      <text x={0} y={CONNECTIONS}>
        <tspan className={connections >= limit ? 'glyph-bad' : 'glyph-ink'}>{amountOf(reading, 'connections')}</tspan>{' '}
        of {amountOf(reading, 'limit')}
        {what}
      </text>
      {refusals > 0 && (
        <text
          x={compact ? width : 0}
          y={compact ? CONNECTIONS : CONNECTIONS + SESSIONS_LINE}
          className={compact ? 'glyph-end glyph-bad' : 'glyph-bad'}
        >
          {amountOf(reading, 'refusals')} refused
        </text>
      )}
    </>
  )
}

/** Where its log is, and how far replicas are behind it: each, or the farthest where there is no room for more. */
function Log({ reading, width, y, compact }: LineProps & { readonly y: number }) {
  const changes = behindOf(reading).map(([, each]) => each)
  const isCut = changes.length > (compact ? 1 : 2)
  const shown = isCut ? [Math.max(...changes)] : changes
  return (
    <>
      <text x={0} y={y}>
        log {compact ? '' : 'at '}
        <tspan className="glyph-ink">{amountOf(reading, 'position')}</tspan>
      </text>
      {changes.length > 0 && (
        <text x={width} y={y} className="glyph-end">
          {isCut && !compact ? 'most behind' : 'behind'}{' '}
          <tspan className="glyph-ink">{shown.map(groupDigits).join(', ')}</tspan>
        </text>
      )}
    </>
  )
}

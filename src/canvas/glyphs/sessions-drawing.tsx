import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf, type Reading } from '../reading'
import { CellRow } from './cell-row'
import type { GlyphProps } from './glyph-kind'
import { behindOf } from './sessions'

const ROOM_FOR_ALL = 170

/** Cores with what runs on them, how much longer that takes than alone, connections up to the limit, and the log. */
export function SessionsDrawing({ glyph, reading, width }: GlyphProps<'sessions'>) {
  const { cores } = glyph
  const behind = behindOf(reading)
  const changes = behind.map(([, each]) => each)
  // Three numbers beside the position need the room of a large node.
  const isCut = width < ROOM_FOR_ALL && changes.length > 2
  const shown = isCut ? [Math.max(...changes)] : changes
  const active = numberOf(reading, 'active')
  const stretch = numberOf(reading, 'stretch')
  return (
    <>
      <CellRow x={0} y={0} width={width} height={14} count={cores} filled={Math.min(cores, active)} />
      <text x={0} y={29}>
        <tspan className={active > cores ? 'glyph-strong' : 'glyph-ink'}>{amountOf(reading, 'active')}</tspan> on{' '}
        {cores} cores
      </text>
      <text x={width} y={29} className={stretch > 2 ? 'glyph-end glyph-bad' : 'glyph-end'}>
        {stretch > 1.05 ? `takes ×${stretch}` : 'as alone'}
      </text>
      <Connections reading={reading} width={width} />
      <text x={0} y={90}>
        log at <tspan className="glyph-ink">{amountOf(reading, 'position')}</tspan>
      </text>
      {behind.length > 0 && (
        <text x={width} y={90} className="glyph-end">
          {isCut ? 'most behind' : 'behind'} <tspan className="glyph-ink">{shown.map(groupDigits).join(', ')}</tspan>
        </text>
      )}
    </>
  )
}

function Connections({ reading, width }: { readonly reading: Reading; readonly width: number }) {
  const [connections, limit] = [numberOf(reading, 'connections'), numberOf(reading, 'limit')]
  const refusals = numberOf(reading, 'refusals')
  const share = limit === 0 ? 0 : Math.min(1, connections / limit)
  return (
    <>
      <rect className="glyph-free" x={0.5} y={40} width={width - 1} height={8} rx={3} />
      <rect className="glyph-busy glyph-moves" x={0.5} y={40} width={(width - 1) * share} height={8} rx={3} />
      <text x={0} y={63}>
        <tspan className={connections >= limit ? 'glyph-bad' : 'glyph-ink'}>{amountOf(reading, 'connections')}</tspan>{' '}
        of {amountOf(reading, 'limit')} connections
      </text>
      {refusals > 0 && (
        <text x={0} y={77} className="glyph-bad">
          {amountOf(reading, 'refusals')} refused
        </text>
      )}
    </>
  )
}

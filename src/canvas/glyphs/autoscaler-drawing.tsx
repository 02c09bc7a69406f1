import type { ScalingRow } from '../../../workers/systems/glyphs'
import { amountOf, numberOf, type Reading } from '../reading'
import type { GlyphProps } from './glyph-kind'
import { Bill } from './scaling-bill'
import './scaling.css'

const ROOMY = { busy: { y: 22, height: 58 }, fleet: { y: 92, height: 76 } }
const COMPACT = { busy: { y: 18, height: 40 }, fleet: { y: 68, height: 58 } }
const LEFT = 36
const RIGHT = 6

/** Above, how busy the fleet was at each decision, against the target; below, the machines that it had and those wanted. */
export function AutoscalerDrawing({ glyph, reading, width, height, compact }: GlyphProps<'autoscaler'>) {
  const { busy: busyChart, fleet } = compact ? COMPACT : ROOMY
  const label = compact ? 'glyph-end' : 'glyph-end curve-label'
  const rows = historyOf(reading)
  const step = (width - LEFT - RIGHT) / glyph.rows
  const target = busyChart.height * (1 - glyph.target / 100)
  return (
    <>
      <text x={0} y={10} className="glyph-strong">
        {amountOf(reading, 'utilisation')} % busy
        <tspan className="glyph-faint"> · </tspan>
        {amountOf(reading, 'machines')} machines
        <tspan className="glyph-faint"> · </tspan>
        {amountOf(reading, 'wanted')} wanted
      </text>
      <g transform={`translate(${LEFT} ${busyChart.y})`}>
        <path className="curve-axis" d={`M0 0V${busyChart.height}H${width - LEFT}`} />
        {rows.map(([busy], index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in the row
            key={index}
            className={busy > 1.1 * glyph.target ? 'scaler-hot' : 'scaler-bar'}
            x={index * step + 2}
            y={busyChart.height * (1 - busy / 100)}
            width={step - 3}
            height={(busyChart.height * busy) / 100}
          />
        ))}
        <path className="curve-guide" d={`M0 ${target}H${width - LEFT}`} />
        <text x={-5} y={target + 4} className={label}>
          {glyph.target} %
        </text>
      </g>
      <g transform={`translate(${LEFT} ${fleet.y})`}>
        <path className="curve-axis" d={`M0 ${fleet.height}H${width - LEFT}`} />
        <text x={-5} y={fleet.height} className={label}>
          fleet
        </text>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the row
          <g key={index} transform={`translate(${index * step} 0)`}>
            <Column row={row} width={step} floor={fleet.height} cell={fleet.height / glyph.most} />
          </g>
        ))}
      </g>
      <Bill reading={reading} perMillion={perMillionOf(reading)} width={width} y={height - 3} compact={compact} />
    </>
  )
}

/** A box a machine, those that are not ready yet only in outline, and a line at the number that is wanted. */
function Column({
  row: [, ready, booting, wanted],
  width,
  floor,
  cell,
}: {
  readonly row: ScalingRow
  readonly width: number
  /** Where the lowest box stands. */
  readonly floor: number
  readonly cell: number
}) {
  const gap = Math.min(1.5, cell / 5)
  return (
    <>
      {Array.from({ length: ready + booting }, (_, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place in the column
          key={index}
          className={index < ready ? 'scaler-machine' : 'scaler-booting'}
          x={2.5}
          y={floor - (index + 1) * cell + gap / 2}
          width={width - 4}
          height={cell - gap}
          rx={1.5}
        />
      ))}
      <path className="scaler-wanted" d={`M0.5 ${floor - wanted * cell}H${width}`} />
    </>
  )
}

/** Null before anything was served. */
function perMillionOf(reading: Reading): number | null {
  const cents = numberOf(reading, 'centsPerMillionSoFar')
  return cents === 0 ? null : cents
}

function historyOf(reading: Reading): readonly ScalingRow[] {
  return Array.isArray(reading.history) ? (reading.history as unknown as readonly ScalingRow[]) : []
}

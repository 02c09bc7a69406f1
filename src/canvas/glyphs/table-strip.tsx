import { memo } from 'react'
import type { PlacementPicture, PlacementStep } from '../../../workers/systems/glyphs'
import { groupDigits } from '../../../workers/trace/sentence'
import { ownerColour } from '../palette'
import { chosenBy, shortKey } from './placement-reading'

const COLUMNS = 40
const TOP = 42
const LEGEND = 16

interface TableStripProps {
  readonly picture: PlacementPicture
  readonly step: PlacementStep | null
  readonly width: number
  readonly height: number
}

/** A long table of owners, every so many entries a cell, with the entry of the last key ringed. */
export function TableStrip({ picture, step, width, height }: TableStripProps) {
  const { cells, tableSize, nodes } = picture
  const rows = Math.max(1, Math.ceil(cells.length / COLUMNS))
  const across = Math.min(4, Math.max(1, nodes.length))
  const legendRows = Math.ceil(nodes.length / across)
  const cell = { width: width / COLUMNS, height: Math.min(14, (height - TOP - 8 - legendRows * LEGEND) / rows) }
  const entry = step?.step === 'entry' && step.size === tableSize ? step : null
  const shown = entry === null ? null : Math.floor((entry.entry * cells.length) / tableSize)
  return (
    <>
      <Working step={entry} size={tableSize} width={width} />
      <g transform={`translate(0 ${TOP})`}>
        <Cells picture={picture} cellWidth={cell.width} cellHeight={cell.height} />
        {shown !== null && (
          <rect
            className="glyph-chosen"
            x={(shown % COLUMNS) * cell.width - 2}
            y={Math.floor(shown / COLUMNS) * cell.height - 2}
            width={cell.width + 3}
            height={cell.height + 3}
            rx={3}
          />
        )}
      </g>
      {nodes.map(({ name, share }, index) => (
        <g
          key={name}
          transform={`translate(${((index % across) * width) / across} ${height - (legendRows - Math.floor(index / across)) * LEGEND + 4})`}
        >
          <rect width={9} height={9} rx={2} style={{ fill: ownerColour(name, index) }} />
          <text x={13} y={9} className={name === chosenBy(entry) ? 'glyph-strong' : 'glyph-ink'}>
            {name}
            {across < 4 && <tspan className="glyph-faint"> {Math.round(share * 100)} %</tspan>}
          </text>
        </g>
      ))}
    </>
  )
}

/** Changes only when a node joins or leaves. */
const Cells = memo(function Cells({
  picture,
  cellWidth,
  cellHeight,
}: {
  readonly picture: PlacementPicture
  readonly cellWidth: number
  readonly cellHeight: number
}) {
  return picture.cells.map((owner, index) => (
    <rect
      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place in the table
      key={index}
      x={(index % COLUMNS) * cellWidth}
      y={Math.floor(index / COLUMNS) * cellHeight}
      width={cellWidth - 1}
      height={cellHeight - 1}
      rx={1}
      style={{ fill: ownerColour(picture.nodes[owner]?.name ?? '', owner) }}
      opacity={0.85}
    />
  ))
})

function Working({
  step,
  size,
  width,
}: {
  readonly step: Extract<PlacementStep, { step: 'entry' }> | null
  readonly size: number
  readonly width: number
}) {
  if (step === null)
    return (
      <text x={width / 2} y={20} className="glyph-faint glyph-middle">
        no key yet
      </text>
    )
  return (
    <>
      <text x={width / 2} y={12} className="glyph-strong glyph-middle glyph-code">
        {shortKey(step.key, 24)}
      </text>
      <text x={width / 2} y={29} className="glyph-middle">
        entry <tspan className="glyph-code">{groupDigits(step.entry)}</tspan> of {groupDigits(size)}
      </text>
    </>
  )
}

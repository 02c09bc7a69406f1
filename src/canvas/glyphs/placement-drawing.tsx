import { memo } from 'react'
import type { PlacementPicture } from '../../../workers/systems/glyphs'
import { ownerColour } from '../palette'
import type { GlyphProps } from './glyph-kind'
import { chosenBy, pictureOf, stepOf } from './placement-reading'
import { RingDrawing } from './ring'
import { RING } from './ring-geometry'
import { ScoreBars } from './score-bars'
import { SlotRow } from './slots'
import { TableStrip } from './table-strip'

/** Where keys go: the ring or the row of slots, with the last key that was looked up, and who owns how much. */
export function PlacementDrawing({ reading, lastMark, width, height, compact }: GlyphProps<'placement'>) {
  const picture = pictureOf(reading)
  if (picture === null)
    return (
      <text x={width / 2} y={height / 2} className="glyph-faint glyph-middle">
        nothing placed yet
      </text>
    )
  const step = stepOf(lastMark)
  const size = { width, height }
  if (picture.kind === 'modulo' || picture.kind === 'jump') return <SlotRow picture={picture} step={step} {...size} />
  if (picture.kind === 'scores') return <ScoreBars picture={picture} step={step} {...size} />
  if (picture.kind === 'table') return <TableStrip picture={picture} step={step} {...size} />
  const scale = compact ? 0.9 : 1
  const reach = (RING.tickOuter + 2) * scale
  return (
    <>
      <RingDrawing picture={picture} step={step} x={reach} y={height / 2} scale={scale} />
      <Legend picture={picture} x={reach * 2 + 14} height={height} chosen={chosenBy(step)} />
    </>
  )
}

/** A line a node: its colour, its name and its share of all hashes. */
const Legend = memo(function Legend({
  picture,
  x,
  height,
  chosen,
}: {
  readonly picture: PlacementPicture
  readonly x: number
  readonly height: number
  readonly chosen: string | null
}) {
  const { nodes } = picture
  const step = Math.min(20, (height - 8) / Math.max(1, nodes.length))
  const top = (height - step * nodes.length) / 2
  return nodes.map(({ name, share, load, capacity }, index) => (
    <g key={name} transform={`translate(${x} ${top + index * step})`}>
      <rect y={step / 2 - 5} width={10} height={10} rx={2} style={{ fill: ownerColour(name, index) }} />
      <text x={16} y={step / 2 + 4} className={name === chosen ? 'glyph-strong' : 'glyph-ink'}>
        {name}
        <tspan className={load === capacity && load !== undefined ? 'glyph-bad' : 'glyph-faint'}>
          {load === undefined ? ` ${Math.round(share * 100)} %` : load === capacity ? ' full' : ` ${load}`}
        </tspan>
      </text>
    </g>
  ))
})

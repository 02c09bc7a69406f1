import type { PlacementPicture } from '../../../workers/systems/glyphs'
import { ownerColour } from '../palette'
import { hashText, type Lookup, shortKey } from './placement-reading'

const SPACE = 4
const MOST_IN_ROW = 8
const TALL = 34

/** Modulo: one slot a node; the remainder of the key's hash is the number of the slot. */
export function SlotRow({
  picture,
  lookup,
  width,
  height,
}: {
  readonly picture: PlacementPicture
  readonly lookup: Lookup | null
  readonly width: number
  readonly height: number
}) {
  const { nodes } = picture
  const columns = Math.min(MOST_IN_ROW, Math.max(1, nodes.length))
  const rows = Math.ceil(nodes.length / columns)
  const slot = width / columns - SPACE
  const top = (height - rows * (TALL + 18)) / 2 + 26
  return (
    <>
      <Working lookup={lookup} count={nodes.length} width={width} />
      {nodes.map(({ name }, index) => {
        const x = (index % columns) * (slot + SPACE) + SPACE / 2
        const y = top + Math.floor(index / columns) * (TALL + 18)
        const isChosen = lookup?.index === index && lookup.count === nodes.length
        return (
          <g key={name} transform={`translate(${x} ${y})`}>
            <rect width={slot} height={TALL} rx={4} style={{ fill: ownerColour(name, index) }} opacity={0.85} />
            {isChosen && <rect className="glyph-chosen" x={-3} y={-3} width={slot + 6} height={TALL + 6} rx={6} />}
            <text x={slot / 2} y={TALL + 14} className={isChosen ? 'glyph-strong glyph-middle' : 'glyph-middle'}>
              {name}
            </text>
            <text x={slot / 2} y={-6} className="glyph-faint glyph-middle">
              {index}
            </text>
          </g>
        )
      })}
    </>
  )
}

function Working({ lookup, count, width }: { lookup: Lookup | null; count: number; width: number }) {
  if (lookup === null)
    return (
      <text x={width / 2} y={20} className="glyph-faint glyph-middle">
        no key yet
      </text>
    )
  return (
    <>
      <text x={width / 2} y={14} className="glyph-strong glyph-middle glyph-code">
        {shortKey(lookup.key, 24)}
      </text>
      <text x={width / 2} y={31} className="glyph-middle glyph-code">
        {hashText(lookup.hash)} mod {lookup.count ?? count}
        {lookup.index === null ? '' : ` = ${lookup.index}`}
      </text>
    </>
  )
}

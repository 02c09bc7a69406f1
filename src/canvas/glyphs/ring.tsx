import { memo, useMemo } from 'react'
import type { PlacementPicture } from '../../../workers/systems/glyphs'
import { ownerColour } from '../palette'
import { hashText, type Lookup, shortKey } from './placement-reading'
import { angleOf, onCircle, ownedArcs, pointTicks, RING, wayOfLookup } from './ring-geometry'

/** The ring with its points, the last key at its hash, and the way to the point that takes it. */
export function RingDrawing({
  picture,
  lookup,
  x,
  y,
  scale,
}: {
  readonly picture: PlacementPicture
  readonly lookup: Lookup | null
  readonly x: number
  readonly y: number
  readonly scale: number
}) {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <Band picture={picture} />
      {lookup === null ? (
        <text y={4} className="glyph-faint glyph-middle">
          no key yet
        </text>
      ) : (
        <LookupDrawing lookup={lookup} hashSpace={picture.hashSpace} />
      )}
    </g>
  )
}

/** Changes only when a node joins or leaves; with a thousand points it must not be drawn anew for every key. */
const Band = memo(function Band({ picture }: { readonly picture: PlacementPicture }) {
  const arcs = useMemo(() => ownedArcs(picture), [picture])
  const ticks = useMemo(() => pointTicks(picture), [picture])
  const many = picture.points.length > 160
  return (
    <>
      {arcs.map((path, index) => {
        const name = picture.nodes[index]?.name ?? ''
        return <path key={name} d={path} style={{ fill: ownerColour(name, index) }} opacity={0.85} />
      })}
      <path className="glyph-ticks" d={ticks} strokeWidth={many ? 0.5 : 1.2} opacity={many ? 0.45 : 1} />
    </>
  )
})

function LookupDrawing({ lookup, hashSpace }: { readonly lookup: Lookup; readonly hashSpace: number }) {
  const { key, hash, node, pointHash, wrapped } = lookup
  const angle = angleOf(hash, hashSpace)
  const place = onCircle(angle, RING.key)
  return (
    <>
      {pointHash !== null && <Way hash={hash} pointHash={pointHash} hashSpace={hashSpace} />}
      <circle className="glyph-key" cx={place.x} cy={place.y} r={4} />
      <text y={-11} className="glyph-strong glyph-middle glyph-code">
        {shortKey(key, 12)}
      </text>
      <text y={4} className="glyph-middle glyph-code">
        {hashText(hash)}
      </text>
      <text y={20} className="glyph-middle">
        {wrapped ? 'wraps to ' : 'goes to '}
        <tspan className="glyph-strong">{node}</tspan>
      </text>
    </>
  )
}

function Way({ hash, pointHash, hashSpace }: { hash: number; pointHash: number; hashSpace: number }) {
  const angle = angleOf(pointHash, hashSpace)
  const from = onCircle(angle, RING.key)
  const to = onCircle(angle, RING.tickOuter)
  return (
    <>
      <path className="glyph-way" d={wayOfLookup(hash, pointHash, hashSpace, RING.key)} strokeDasharray="2 3" />
      <path className="glyph-way" d={`M${from.x} ${from.y}L${to.x} ${to.y}`} strokeWidth={2} />
    </>
  )
}

import { memo, useMemo } from 'react'
import type { PlacementPicture, PlacementStep } from '../../../workers/systems/glyphs'
import { ownerColour } from '../palette'
import { hashText, shortKey } from './placement-reading'
import { angleOf, onCircle, ownedArcs, pointTicks, RING, sector, wayOfLookup } from './ring-geometry'

/** The ring with its points, the last key at its hash, and the way to the point that takes it. */
export function RingDrawing({
  picture,
  step,
  x,
  y,
  scale,
}: {
  readonly picture: PlacementPicture
  readonly step: PlacementStep | null
  readonly x: number
  readonly y: number
  readonly scale: number
}) {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <Band picture={picture} />
      {step === null || !('hash' in step) ? (
        <text y={4} className="glyph-faint glyph-middle">
          no key yet
        </text>
      ) : (
        <StepDrawing step={step} hashSpace={picture.hashSpace} scale={scale} />
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

function StepDrawing({
  step,
  hashSpace,
  scale,
}: {
  readonly step: Extract<PlacementStep, { hash: number }>
  readonly hashSpace: number
  readonly scale: number
}) {
  const { key, hash } = step
  const place = onCircle(angleOf(hash, hashSpace), RING.key)
  return (
    <>
      {step.step === 'probe' && step.buckets > 1 && <Bucket bucket={step.bucket} buckets={step.buckets} />}
      {step.step === 'point' && <Way hash={hash} pointHash={step.pointHash} hashSpace={hashSpace} />}
      <circle className="glyph-key" cx={place.x} cy={place.y} r={4} />
      {/* A smaller ring has words of the same size. */}
      <g transform={`scale(${1 / scale})`}>
        <text y={-11} className="glyph-strong glyph-middle glyph-code">
          {shortKey(key, 12)}
        </text>
        <text y={4} className="glyph-middle glyph-code">
          {hashText(hash)}
        </text>
        <Outcome step={step} />
      </g>
    </>
  )
}

/** What the step has found so far, under the hash. */
function Outcome({ step }: { readonly step: PlacementStep }) {
  if (step.step === 'probe')
    return (
      <text y={20} className="glyph-middle">
        {step.buckets > 1 ? `bucket ${step.bucket}` : 'scans all'}
      </text>
    )
  if (!('node' in step)) return null
  const wraps = step.step === 'point' && step.wrapped
  const lead = step.step === 'walk' ? 'full: ' : wraps ? 'wraps to ' : 'goes to '
  return (
    <text y={20} className="glyph-middle">
      {lead}
      <tspan className={step.step === 'walk' ? 'glyph-bad' : 'glyph-strong'}>{step.node}</tspan>
    </text>
  )
}

/** The part of the ring that one bucket of the index covers. */
function Bucket({ bucket, buckets }: { readonly bucket: number; readonly buckets: number }) {
  return <path className="glyph-bucket" d={sector(bucket / buckets, (bucket + 1) / buckets)} />
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

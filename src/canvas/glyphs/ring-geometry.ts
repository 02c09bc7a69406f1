import { arc } from 'd3'
import type { PlacementPicture } from '../../../workers/systems/glyphs'

/** Radii of the ring: its band, the ticks that stand over both edges, and where a looked-up key stands. */
export const RING = { inner: 66, outer: 78, tickInner: 62, tickOuter: 82, key: 54 } as const

const TURN = 2 * Math.PI
const band = arc<{ startAngle: number; endAngle: number }>().innerRadius(RING.inner).outerRadius(RING.outer)

/** The angle of a hash, clockwise from the top, in radians. */
export function angleOf(hash: number, hashSpace: number): number {
  return (hash / hashSpace) * TURN
}

/** A place on the circle of a radius around the origin. */
export function onCircle(angle: number, radius: number): { readonly x: number; readonly y: number } {
  return { x: radius * Math.sin(angle), y: -radius * Math.cos(angle) }
}

/**
 * For each node, the parts of the ring whose keys it owns as one path: what lies before a point, back to the point
 * before it, belongs to that point.
 */
export function ownedArcs({ nodes, points, hashSpace }: PlacementPicture): string[] {
  const parts = nodes.map((): string[] => [])
  points.forEach(({ hash, node }, index) => {
    const before = points[index - 1] ?? points[points.length - 1]
    const endAngle = angleOf(hash, hashSpace)
    const start = angleOf((before as { hash: number }).hash, hashSpace)
    const startAngle = index === 0 ? start - TURN : start
    parts[node]?.push(band({ startAngle, endAngle }) ?? '')
  })
  return parts.map((each) => each.join(''))
}

/** The part of the band between two fractions of the whole turn, at least a hair wide so that it can be seen. */
export function sector(from: number, to: number): string {
  const middle = (from + to) / 2
  const half = Math.max((to - from) / 2, 0.008)
  return band({ startAngle: (middle - half) * TURN, endAngle: (middle + half) * TURN }) ?? ''
}

/** All points as one path of short strokes across the ring. */
export function pointTicks({ points, hashSpace }: PlacementPicture): string {
  return points
    .map(({ hash }) => {
      const angle = angleOf(hash, hashSpace)
      const from = onCircle(angle, RING.tickInner)
      const to = onCircle(angle, RING.tickOuter)
      return `M${from.x.toFixed(2)} ${from.y.toFixed(2)}L${to.x.toFixed(2)} ${to.y.toFixed(2)}`
    })
    .join('')
}

/** The way of a look-up: from the key's place clockwise along the ring to the point that it meets first. */
export function wayOfLookup(hash: number, pointHash: number, hashSpace: number, radius: number): string {
  const start = angleOf(hash, hashSpace)
  const end = angleOf(pointHash, hashSpace)
  const sweep = (end - start + TURN) % TURN
  const from = onCircle(start, radius)
  const to = onCircle(end, radius)
  const large = sweep > Math.PI ? 1 : 0
  return `M${from.x.toFixed(2)} ${from.y.toFixed(2)}A${radius} ${radius} 0 ${large} 1 ${to.x.toFixed(2)} ${to.y.toFixed(2)}`
}

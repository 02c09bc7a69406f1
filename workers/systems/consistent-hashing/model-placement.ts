import { GuideRing } from '../../algorithms/hashing/guide-ring'
import { Modulo } from '../../algorithms/hashing/modulo'
import type { Placement, RingPoint } from '../../algorithms/hashing/placement'
import { hashSpace } from '../../algorithms/hashing/point-table'
import { Ring } from '../../algorithms/hashing/ring'
import type { PlacementPicture } from '../glyphs'

/** Points that a picture lists at most. */
const SHOWN_POINTS = 1024

/** A placement by the id of its variant. `points` is the number of points of each node, which only `ring` can choose. */
export function createPlacement(variant: string, nodes: readonly string[], points: number): Placement {
  switch (variant) {
    case 'modulo':
      return new Modulo(nodes)
    case 'guide-ring':
      return new GuideRing(nodes)
    case 'ring':
      return new Ring(nodes, { pointsPerNode: points })
    default:
      throw new Error(`there is no placement ${variant}`)
  }
}

/** What the placement glyph draws. Of more than 1,024 points it lists every so many. */
export function placementPicture(placement: Placement): PlacementPicture {
  const { nodes } = placement
  if (!(placement instanceof Ring || placement instanceof GuideRing)) {
    const named = nodes.map((name, index) => ({ name, share: remainderShare(index, nodes.length) }))
    return { kind: 'modulo', nodes: named, points: [], hashSpace }
  }
  const points = placement.points()
  const steps = placement.explain('')
  const space = steps?.kind === 'ring' ? steps.space : hashSpace
  const shares = ringShares(points, space)
  const indexOf = new Map(nodes.map((name, index) => [name, index]))
  return {
    kind: 'ring',
    nodes: nodes.map((name) => ({ name, share: shares.get(name) ?? 0 })),
    points: thinned(points).map(({ hash, node }) => ({ hash, node: indexOf.get(node) ?? 0 })),
    hashSpace: space,
  }
}

/** The exact fraction of the hash space whose hashes leave this remainder. */
function remainderShare(remainder: number, count: number): number {
  return (Math.floor((hashSpace - 1 - remainder) / count) + 1) / hashSpace
}

/** The exact fraction of the hash space of each node: the arcs that end in its points. */
function ringShares(points: readonly RingPoint[], space: number): Map<string, number> {
  const shares = new Map<string, number>()
  let previous = (points[points.length - 1]?.hash ?? 0) - space
  for (const { hash, node } of points) {
    shares.set(node, (shares.get(node) ?? 0) + (hash - previous) / space)
    previous = hash
  }
  return shares
}

function thinned(points: readonly RingPoint[]): RingPoint[] {
  const shown = Math.min(points.length, SHOWN_POINTS)
  return Array.from({ length: shown }, (_, index) => points[Math.floor((index * points.length) / shown)] as RingPoint)
}

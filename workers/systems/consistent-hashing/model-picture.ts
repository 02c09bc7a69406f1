import { BoundedLoad } from '../../algorithms/hashing/bounded-load'
import { GuideRing } from '../../algorithms/hashing/guide-ring'
import { Jump } from '../../algorithms/hashing/jump'
import { Ketama } from '../../algorithms/hashing/ketama'
import { Maglev } from '../../algorithms/hashing/maglev'
import type { Placement, RingPoint } from '../../algorithms/hashing/placement'
import { hashSpace } from '../../algorithms/hashing/point-table'
import { RedisSlots } from '../../algorithms/hashing/redis-slots'
import { Rendezvous } from '../../algorithms/hashing/rendezvous'
import { Ring } from '../../algorithms/hashing/ring'
import type { PlacedNode, PlacementPicture } from '../glyphs'

/** Points and entries of a table that a picture lists at most. */
const SHOWN_POINTS = 1024
const SHOWN_CELLS = 240

const NOTHING = { points: [], hashSpace, cells: [], tableSize: 0 } as const

/** What the placement glyph draws. Of more than 1,024 points or 240 entries it lists every so many. */
export function placementPicture(placement: Placement): PlacementPicture {
  if (isRing(placement)) return ringPicture(placement)
  const { nodes } = placement
  if (placement instanceof Maglev) return tablePicture(nodes, placement.entries())
  if (placement instanceof RedisSlots) return tablePicture(nodes, placement.owners())
  if (placement instanceof Rendezvous) return { kind: 'scores', nodes: evenly(nodes), ...NOTHING }
  if (placement instanceof Jump) return { kind: 'jump', nodes: evenly(nodes), ...NOTHING }
  const named = nodes.map((name, index) => ({ name, share: remainderShare(index, nodes.length) }))
  return { kind: 'modulo', nodes: named, ...NOTHING }
}

type AnyRing = Ring | GuideRing | Ketama | BoundedLoad

function isRing(placement: Placement): placement is AnyRing {
  return (
    placement instanceof Ring ||
    placement instanceof GuideRing ||
    placement instanceof Ketama ||
    placement instanceof BoundedLoad
  )
}

function ringPicture(placement: AnyRing): PlacementPicture {
  const { nodes } = placement
  const points = placement.points()
  const steps = placement.explain('')
  const space = steps?.kind === 'ring' ? steps.space : hashSpace
  const indexOf = new Map(nodes.map((name, index) => [name, index]))
  return {
    ...NOTHING,
    kind: 'ring',
    nodes: placement instanceof BoundedLoad ? loadedNodes(placement) : sharingNodes(nodes, points, space),
    points: thinned(points, SHOWN_POINTS).map(({ hash, node }) => ({ hash, node: indexOf.get(node) ?? 0 })),
    hashSpace: space,
  }
}

function loadedNodes(placement: BoundedLoad): PlacedNode[] {
  const loads = placement.nodes.map((name) => placement.load(name))
  const total = loads.reduce((sum, load) => sum + load, 0)
  return placement.nodes.map((name, index) => {
    const load = loads[index] as number
    return { name, share: total === 0 ? 0 : load / total, load, capacity: placement.capacity(name) }
  })
}

/** The exact fraction of the hash space of each node: the arcs that end in its points. */
function sharingNodes(nodes: readonly string[], points: readonly RingPoint[], space: number): PlacedNode[] {
  const shares = new Map<string, number>()
  let previous = (points[points.length - 1]?.hash ?? 0) - space
  for (const { hash, node } of points) {
    shares.set(node, (shares.get(node) ?? 0) + (hash - previous) / space)
    previous = hash
  }
  return nodes.map((name) => ({ name, share: shares.get(name) ?? 0 }))
}

function tablePicture(nodes: readonly string[], entries: readonly string[]): PlacementPicture {
  const counts = new Map<string, number>()
  for (const owner of entries) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  const indexOf = new Map(nodes.map((name, index) => [name, index]))
  return {
    ...NOTHING,
    kind: 'table',
    nodes: nodes.map((name) => ({ name, share: (counts.get(name) ?? 0) / Math.max(1, entries.length) })),
    cells: thinned(entries, SHOWN_CELLS).map((owner) => indexOf.get(owner) ?? 0),
    tableSize: entries.length,
  }
}

/** What scores and jumps give each node, but for the chance of the hash. */
function evenly(nodes: readonly string[]): PlacedNode[] {
  return nodes.map((name) => ({ name, share: 1 / nodes.length }))
}

/** The exact fraction of the hash space whose hashes leave this remainder. */
function remainderShare(remainder: number, count: number): number {
  return (Math.floor((hashSpace - 1 - remainder) / count) + 1) / hashSpace
}

function thinned<T>(items: readonly T[], most: number): T[] {
  const shown = Math.min(items.length, most)
  return Array.from({ length: shown }, (_, index) => items[Math.floor((index * items.length) / shown)] as T)
}

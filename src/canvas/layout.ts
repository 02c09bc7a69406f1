import type { LinkInfo } from '../../workers/protocol'
import type { Point } from '../../workers/systems/system'
import { type Box, type Curve, curveBetween, sampleCurve } from './curve'
import type { Size } from './glyphs/glyph-kind'
import { wordPlaces } from './word-places'

/** Two nodes that are linked, in one direction or in both: they share one curve. */
export interface Pair {
  /** Indices of the nodes; the curve goes from `a` to `b`. */
  readonly a: number
  readonly b: number
  readonly curve: Curve
  /** See `sampleCurve`. */
  readonly table: Float32Array
  /** Where it is written what is wrong with the link. */
  readonly word: Point
}

export interface Layout {
  readonly boxes: readonly Box[]
  readonly pairs: readonly Pair[]
  /** For each directed link of the topology, the index of its pair. */
  readonly pairOfLink: Uint32Array
  /** For each directed link, 1 when it goes against the curve of its pair. */
  readonly against: Uint8Array
  readonly bounds: Bounds
  /** How far apart the centres were moved, along each axis. */
  readonly stretch: Point
}

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Free space around a box, so that boxes never touch. */
const GAP = 18
/** Linked boxes are farther apart along the picture, so that packets are seen on their way. */
const LINK_GAP = { roomy: { wide: 104, narrow: 44 }, close: { wide: 56, narrow: 30 } }
/** Whether boxes keep the distances they are given, or come as close as they can without losing what is between them. */
export type Density = keyof typeof LINK_GAP
const LEAST_APART = { roomy: 1, close: 0.5 }
/** How far a picture may be stretched, or drawn together, to fill the space it has. */
const MOST_STRETCH = 1.7
const LEAST_STRETCH = 0.55

/**
 * Boxes of the given sizes at the given centres, moved apart so far that none overlap and so that the picture has about
 * the proportions of `space`; and the curves between linked boxes.
 */
export function layOut(
  centres: readonly Point[],
  sizes: readonly Size[],
  links: readonly LinkInfo[],
  space: Size,
  narrow: boolean,
  density: Density = 'roomy',
): Layout {
  const boxes = fill(
    { centres, sizes, gaps: gapsOf(centres.length, links, narrow, density) },
    space,
    LEAST_APART[density],
  )
  return { boxes, ...pairUp(boxes, links, narrow), bounds: boundsOf(boxes), stretch: stretchOf(centres, boxes) }
}

function stretchOf(centres: readonly Point[], boxes: readonly Box[]): Point {
  const along = (axis: 'x' | 'y'): number => {
    const index = centres.findIndex((centre) => centre[axis] !== 0)
    return index === -1 ? 1 : (boxes[index] as Box)[axis] / (centres[index] as Point)[axis]
  }
  return { x: along('x'), y: along('y') }
}

/** What stands where before it is moved, and how much space two of them need between them. */
export interface Plan {
  readonly centres: readonly Point[]
  readonly sizes: readonly Size[]
  /** For nodes `one` < `two`: the least space between their boxes, beside each other and above each other. */
  readonly gaps: (one: number, two: number) => { readonly x: number; readonly y: number }
}

function gapsOf(nodes: number, links: readonly LinkInfo[], narrow: boolean, density: Density): Plan['gaps'] {
  const gap = LINK_GAP[density]
  const linked = new Set(links.map(({ from, to }) => Math.min(from, to) * nodes + Math.max(from, to)))
  const plain = { x: GAP, y: GAP }
  const far = narrow ? { x: GAP, y: gap.narrow } : { x: gap.wide, y: gap.narrow }
  return (one, two) => (linked.has(one * nodes + two) ? far : plain)
}

function fill(plan: Plan, space: Size, leastApart: number): Box[] {
  const wanted = space.width / space.height
  const apart = Math.max(leastApart, scaleToClear(plan))
  const together = (axis: 'x' | 'y', boxes: readonly Box[]): number =>
    Math.max(
      apart * Math.min(1, Math.max(LEAST_STRETCH, factorFor(axis, boxes, wanted))),
      clearAlong(axis, plan, apart),
    )
  const wider = (axis: 'x' | 'y', boxes: readonly Box[]): number =>
    apart * Math.min(MOST_STRETCH, Math.max(1, factorFor(axis, boxes, wanted)))
  const boxes = scaled(plan, apart, apart)
  const { width, height } = boundsOf(boxes)
  if (width / height > wanted) {
    const x = together('x', boxes)
    return scaled(plan, x, wider('y', scaled(plan, x, apart)))
  }
  const y = together('y', boxes)
  return scaled(plan, wider('x', scaled(plan, apart, y)), y)
}

/** By how much centres must move along one axis for the bounds to have the wanted width over height. */
function factorFor(axis: 'x' | 'y', boxes: readonly Box[], wanted: number): number {
  const { width, height } = boundsOf(boxes)
  const [now, target] = axis === 'x' ? [width, height * wanted] : [height, width / wanted]
  const between = extent(boxes.map((box) => box[axis]))
  return between === 0 ? 1 : (target - (now - between)) / between
}

/** The least factor for both axes at which no two boxes are closer than the gap; 0 when any is far enough. */
export function scaleToClear(plan: Plan): number {
  let least = 0
  forEachTwo(plan, (dx, dy, needX, needY) => {
    const factor = Math.min(dx > 0 ? needX / dx : Infinity, dy > 0 ? needY / dy : Infinity)
    if (Number.isFinite(factor)) least = Math.max(least, factor)
  })
  return least
}

/** The least factor along one axis at which no two boxes come too close, while the other axis has the factor `other`. */
function clearAlong(axis: 'x' | 'y', plan: Plan, other: number): number {
  let least = 0
  forEachTwo(plan, (dx, dy, needX, needY) => {
    const [along, need, aside, needAside] = axis === 'x' ? [dx, needX, dy, needY] : [dy, needY, dx, needX]
    if (aside * other < needAside - 1e-6 && along > 0) least = Math.max(least, need / along)
  })
  return least
}

function forEachTwo(
  { centres, sizes, gaps }: Plan,
  visit: (dx: number, dy: number, needX: number, needY: number) => void,
): void {
  for (let one = 0; one < centres.length; one++)
    for (let two = one + 1; two < centres.length; two++) {
      const a = centres[one] as Point
      const b = centres[two] as Point
      const { width, height } = sizes[one] as Size
      const other = sizes[two] as Size
      const gap = gaps(one, two)
      visit(
        Math.abs(a.x - b.x),
        Math.abs(a.y - b.y),
        (width + other.width) / 2 + gap.x,
        (height + other.height) / 2 + gap.y,
      )
    }
}

function scaled({ centres, sizes }: Plan, x: number, y: number): Box[] {
  return centres.map((centre, index) => ({ x: centre.x * x, y: centre.y * y, ...(sizes[index] as Size) }))
}

function extent(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values)
}

function boundsOf(boxes: readonly Box[]): Bounds {
  if (boxes.length === 0) return { x: 0, y: 0, width: 1, height: 1 }
  const x = Math.min(...boxes.map((box) => box.x - box.width / 2))
  const y = Math.min(...boxes.map((box) => box.y - box.height / 2))
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width / 2)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height / 2)) - y,
  }
}

function pairUp(boxes: readonly Box[], links: readonly LinkInfo[], narrow: boolean) {
  const pairs: Omit<Pair, 'word'>[] = []
  const pairOfLink = new Uint32Array(links.length)
  const against = new Uint8Array(links.length)
  links.forEach(({ from, to }, link) => {
    let index = pairs.findIndex(({ a, b }) => (a === from && b === to) || (a === to && b === from))
    if (index === -1) {
      const others = boxes.filter((_, node) => node !== from && node !== to)
      const curve = curveBetween(boxes[from] as Box, boxes[to] as Box, narrow, others)
      index = pairs.push({ a: from, b: to, curve, table: sampleCurve(curve) }) - 1
    }
    pairOfLink[link] = index
    against[link] = pairs[index]?.a === from ? 0 : 1
  })
  const words = wordPlaces(
    pairs.map(({ curve }) => curve),
    boxes,
  )
  return {
    pairs: pairs.map((pair, index): Pair => ({ ...pair, word: words[index] as Point })),
    pairOfLink,
    against,
  }
}

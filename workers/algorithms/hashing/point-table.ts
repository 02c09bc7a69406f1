import { type ComparedPoint, comparedShown, type RingPoint, type RingSteps } from './placement'

/** Size of the hash space of a ring: hashes are integers in [0, 2^32). */
export const hashSpace = 0x1_0000_0000

/** Points at most in one table: position and order of a point are sorted as one exact double. */
export const maximumPoints = 0x20_0000

/** A bucket with more points than this is bisected instead of scanned; only a hash that does not mix makes one. */
const scannedPoints = 8

/**
 * Points on a circle of 2^32 positions, sorted, with an index over the top bits of the hash, so that a lookup is one
 * probe and about one comparison. A hash belongs to the first point at or after it, clockwise.
 *
 * The order is total: by hash, then by the node's name in code units, then by replica. So a table that nodes joined
 * and left one by one is the same as one built at once, and no two orders of arrival give different owners.
 */
export class PointTable {
  /** Number of points. */
  count = 0
  // One cell past the last point is kept as a sentinel that no hash exceeds and that the first point's node owns.
  #hashes = new Uint32Array(1)
  #owners = new Uint32Array(1)
  #replicas = new Uint32Array(1)
  /** For each bucket the first point in it or after it; one more entry than there are buckets. */
  #starts = new Uint32Array(3)
  #shift = 31
  readonly #names: string[] = []
  readonly #owned = new Map<string, number>()
  readonly #freeOwners: number[] = []

  constructor(entries: readonly PointEntry[] = []) {
    this.#load(entries)
  }

  /** The node that owns a hash, `null` without points. */
  nodeAt(hash: number): string | null {
    if (this.count === 0) return null
    return this.#names[this.#owners[this.#firstAtOrAfter(hash)] as number] as string
  }

  /** Index of the first point at or after a hash; `count` when it lies after the last one. */
  #firstAtOrAfter(hash: number): number {
    const bucket = hash >>> this.#shift
    const starts = this.#starts
    const hashes = this.#hashes
    let index = starts[bucket] as number
    const end = starts[bucket + 1] as number
    if (end - index > scannedPoints) return this.#bisect(hash, index, end)
    while ((hashes[index] as number) < hash) index++
    return index
  }

  #bisect(hash: number, from: number, to: number, compared?: number[]): number {
    let low = from
    let high = to
    while (low < high) {
      const middle = (low + high) >>> 1
      compared?.push(middle)
      if ((this.#hashes[middle] as number) < hash) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The steps of `nodeAt(hash)`; the table must not be empty. */
  explain(key: string, hash: number): RingSteps {
    const bucket = hash >>> this.#shift
    const firstPoint = this.#starts[bucket] as number
    const end = this.#starts[bucket + 1] as number
    const compared: number[] = []
    let index = firstPoint
    if (end - firstPoint > scannedPoints) {
      index = this.#bisect(hash, firstPoint, end, compared)
    } else {
      for (; index < this.count; index++) {
        compared.push(index)
        if ((this.#hashes[index] as number) >= hash) break
      }
    }
    const isWrapped = index === this.count
    const chosen = isWrapped ? 0 : index
    const point = { index: chosen, ...this.pointAt(chosen) }
    return {
      kind: 'ring',
      key,
      hash,
      space: hashSpace,
      pointCount: this.count,
      bucket: { index: bucket, count: this.#starts.length - 1, firstPoint },
      comparisons: compared.length,
      compared: compared.slice(-comparedShown).map((at) => this.#comparedPoint(at, hash)),
      point,
      isWrapped,
      pointsBuilt: 0,
      node: point.node,
    }
  }

  #comparedPoint(index: number, hash: number): ComparedPoint {
    return { index, ...this.pointAt(index), isBefore: (this.#hashes[index] as number) < hash }
  }

  /** The point at a position of the sorted order, 0 ≤ index < count. */
  pointAt(index: number): RingPoint {
    return {
      hash: this.#hashes[index] as number,
      node: this.#names[this.#owners[index] as number] as string,
      replica: this.#replicas[index] as number,
    }
  }

  /** All points in sorted order. */
  points(): RingPoint[] {
    return Array.from({ length: this.count }, (_, index) => this.pointAt(index))
  }

  /** Distinct nodes clockwise from a hash: its owner first, then those that would take over. */
  *nodesFrom(hash: number): Generator<string> {
    const seen = new Set<number>()
    const first = this.#firstAtOrAfter(hash)
    for (let step = 0; step < this.count && seen.size < this.#owned.size; step++) {
      const owner = this.#owners[(first + step) % this.count] as number
      if (seen.has(owner)) continue
      seen.add(owner)
      yield this.#names[owner] as string
    }
  }

  /** The exact fraction of the hash space that each node owns, in the order of `nodes`. */
  shares(nodes: readonly string[]): number[] {
    const positions = new Float64Array(this.#names.length)
    let previous = this.count === 0 ? 0 : (this.#hashes[this.count - 1] as number) - hashSpace
    for (let index = 0; index < this.count; index++) {
      const owner = this.#owners[index] as number
      const hash = this.#hashes[index] as number
      positions[owner] = (positions[owner] as number) + hash - previous
      previous = hash
    }
    return nodes.map((node) => (positions[this.#owned.get(node) ?? -1] ?? 0) / hashSpace)
  }

  /** Merges the points of a new node into the order; costs a pass over memory, no sort of what is there. */
  add(node: string, hashes: Uint32Array): void {
    const added = hashes.length
    checkPointCount(this.count + added)
    const owner = this.#ownerFor(node)
    const packed = packedInOrder(hashes)
    const sorted = packed.map(unpackedHash)
    const positions = sorted.map((hash) => this.#positionFor(hash, node))
    this.#reserve(this.count + added)
    let end = this.count
    for (let rank = added - 1; rank >= 0; rank--) {
      const position = positions[rank] as number
      this.#move(position, end, position + rank + 1)
      this.#hashes[position + rank] = sorted[rank] as number
      this.#owners[position + rank] = owner
      this.#replicas[position + rank] = unpackedOrdinal(packed[rank] as number)
      end = position
    }
    this.count += added
    this.#afterChange(sorted, 1)
  }

  /** Where a new point goes among points of other nodes; on equal hashes names decide. */
  #positionFor(hash: number, node: string): number {
    let index = Math.min(this.#firstAtOrAfter(hash), this.count)
    while (
      index < this.count &&
      this.#hashes[index] === hash &&
      (this.#names[this.#owners[index] as number] as string) < node
    )
      index++
    return index
  }

  /** Takes the points of a node out; an unknown name changes nothing. */
  remove(node: string): void {
    const owner = this.#owned.get(node)
    if (owner === undefined) return
    const removed: number[] = []
    let kept = 0
    for (let index = 0; index < this.count; index++) {
      if (this.#owners[index] === owner) {
        removed.push(this.#hashes[index] as number)
        continue
      }
      this.#hashes[kept] = this.#hashes[index] as number
      this.#owners[kept] = this.#owners[index] as number
      this.#replicas[kept] = this.#replicas[index] as number
      kept++
    }
    this.count = kept
    this.#owned.delete(node)
    this.#freeOwners.push(owner)
    this.#afterChange(removed, -1)
  }

  #load(entries: readonly PointEntry[]): void {
    const byName = [...entries].sort((a, b) => (a.node < b.node ? -1 : 1))
    const total = entries.reduce((sum, entry) => sum + entry.hashes.length, 0)
    checkPointCount(total)
    const all = new Uint32Array(total)
    const ownerOf = new Uint32Array(total)
    const replicaOf = new Uint32Array(total)
    let ordinal = 0
    for (const { node, hashes } of byName) {
      const owner = this.#ownerFor(node)
      all.set(hashes, ordinal)
      for (let replica = 0; replica < hashes.length; replica++, ordinal++) {
        ownerOf[ordinal] = owner
        replicaOf[ordinal] = replica
      }
    }
    this.#reserve(total)
    packedInOrder(all).forEach((packed, index) => {
      const at = unpackedOrdinal(packed)
      this.#hashes[index] = unpackedHash(packed)
      this.#owners[index] = ownerOf[at] as number
      this.#replicas[index] = replicaOf[at] as number
    })
    this.count = total
    this.#afterChange([], 1)
  }

  #ownerFor(node: string): number {
    const owner = this.#freeOwners.pop() ?? this.#names.length
    this.#names[owner] = node
    this.#owned.set(node, owner)
    return owner
  }

  #move(from: number, to: number, target: number): void {
    this.#hashes.copyWithin(target, from, to)
    this.#owners.copyWithin(target, from, to)
    this.#replicas.copyWithin(target, from, to)
  }

  #reserve(points: number): void {
    if (this.#hashes.length > points) return
    const capacity = Math.max(points, this.#hashes.length * 2) + 1
    this.#hashes = grown(this.#hashes, capacity)
    this.#owners = grown(this.#owners, capacity)
    this.#replicas = grown(this.#replicas, capacity)
  }

  /** Renews the sentinel and the bucket index after the points with these sorted hashes came (1) or went (−1). */
  #afterChange(changed: ArrayLike<number>, direction: 1 | -1): void {
    this.#hashes[this.count] = hashSpace - 1
    this.#owners[this.count] = this.#owners[0] as number
    const bits = bucketBits(this.count)
    if (this.#starts.length === (1 << bits) + 1 && changed.length > 0) this.#shiftStarts(changed, direction)
    else this.#reindex(bits)
  }

  #shiftStarts(changed: ArrayLike<number>, direction: 1 | -1): void {
    const starts = this.#starts
    for (let rank = 0; rank < changed.length; rank++) {
      const from = ((changed[rank] as number) >>> this.#shift) + 1
      const to = rank + 1 < changed.length ? (changed[rank + 1] as number) >>> this.#shift : starts.length - 1
      const difference = direction * (rank + 1)
      for (let bucket = from; bucket <= to; bucket++) starts[bucket] = (starts[bucket] as number) + difference
    }
  }

  #reindex(bits: number): void {
    const starts = new Uint32Array((1 << bits) + 1)
    this.#shift = 32 - bits
    for (let index = 0; index < this.count; index++) {
      const bucket = (this.#hashes[index] as number) >>> this.#shift
      starts[bucket + 1] = (starts[bucket + 1] as number) + 1
    }
    for (let bucket = 1; bucket < starts.length; bucket++)
      starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number)
    this.#starts = starts
  }
}

/** A node with the hashes of its points, by replica. */
export interface PointEntry {
  readonly node: string
  readonly hashes: Uint32Array
}

/** At least one bucket for each point, at most two, so that most buckets hold one point or none. */
function bucketBits(points: number): number {
  return Math.max(1, 32 - Math.clz32(points))
}

function checkPointCount(points: number): void {
  if (points > maximumPoints) throw new RangeError(`A ring holds at most ${maximumPoints} points, not ${points}`)
}

/** Hashes with their ordinals as doubles that sort by hash, then ordinal. */
function packedInOrder(hashes: Uint32Array): Float64Array {
  const packed = new Float64Array(hashes.length)
  for (let ordinal = 0; ordinal < packed.length; ordinal++) {
    packed[ordinal] = (hashes[ordinal] as number) * maximumPoints + ordinal
  }
  return packed.sort()
}

function unpackedHash(packed: number): number {
  return Math.floor(packed / maximumPoints)
}

function unpackedOrdinal(packed: number): number {
  return packed % maximumPoints
}

function grown(cells: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(capacity)
  larger.set(cells)
  return larger
}

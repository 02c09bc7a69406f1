import { murmur3, murmur3Word } from '../hashing/murmur3'

/** A row as a tree sees it: two rows are alike when key and version are. */
export interface TreeRow {
  readonly key: string
  /** Names what is written there: a stamp, or the writes that made its siblings. */
  readonly version: string
}

/**
 * A hash tree over rows in buckets (Merkle, CRYPTO 1987; for replicas Dynamo, SOSP 2007, §4.7). `levels[0]` is the root
 * alone, each level has twice as many hashes as the one above, and the last has one hash a bucket. Rows of a bucket are
 * added up, so that the order in which they were written does not matter.
 */
export interface MerkleTree {
  readonly levels: readonly (readonly number[])[]
}

/** The bucket of a key, from 0 to 2^depth − 1. */
export function bucketOf(key: string, depth: number): number {
  return depth === 0 ? 0 : murmur3(key, 7) >>> (32 - depth)
}

/**
 * The tree of these rows.
 * @param depth levels below the root, from 0 to 16
 * @throws RangeError for another depth
 */
export function merkleTree(rows: Iterable<TreeRow>, depth: number): MerkleTree {
  if (!Number.isInteger(depth) || depth < 0 || depth > 16)
    throw new RangeError(`A tree has from 0 to 16 levels below its root, not ${depth}.`)
  const leaves = new Array<number>(1 << depth).fill(0)
  for (const row of rows) {
    const bucket = bucketOf(row.key, depth)
    leaves[bucket] = ((leaves[bucket] as number) + rowHash(row)) >>> 0
  }
  const levels: number[][] = [leaves]
  while ((levels[0] as number[]).length > 1) levels.unshift(parentsOf(levels[0] as number[]))
  return { levels }
}

/** Of the places at one level, those whose hash here is not the one that another tree has. */
export function differingPlaces(
  tree: MerkleTree,
  level: number,
  places: readonly number[],
  hashes: readonly number[],
): number[] {
  return places.filter((place, index) => tree.levels[level]?.[place] !== hashes[index])
}

/** The places below some places, one level down. */
export function placesBelow(places: readonly number[]): number[] {
  return places.flatMap((place) => [2 * place, 2 * place + 1])
}

function parentsOf(hashes: readonly number[]): number[] {
  return Array.from({ length: hashes.length / 2 }, (_, index) =>
    murmur3Word(hashes[2 * index + 1] as number, murmur3Word(hashes[2 * index] as number, index)),
  )
}

function rowHash({ key, version }: TreeRow): number {
  return murmur3(`${key} ${version}`)
}

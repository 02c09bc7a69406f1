import type { ShardPicture } from '../glyphs'
import type { Cluster } from './model-cluster'

/** Parts into which the order of keys is cut for the picture. */
const PARTS = 24
/** The digit of a part that is all of one shard. */
const FULL = 9

/** What each shard owns in words, and where in the order of keys that lies, now and by the map that comes next. */
export function lanesOf(cluster: Cluster, sorted: readonly string[]): { map: ShardPicture[]; parts: string[] } {
  const { map, move, phase } = cluster
  const parts = partsOf(sorted)
  const now = digitsOf(parts, (key) => map.locate(key))
  const next = move !== null && map === move.from && phase !== 'returning' ? move.to : null
  const later = digitsOf(parts, (key) => {
    const home = next?.locate(key) ?? null
    return home === map.locate(key) ? null : home
  })
  return {
    map: cluster.all.map((shard) => ({
      shard,
      owns: map.owned(shard),
      has: now.get(shard) ?? '',
      gets: later.get(shard) ?? '',
    })),
    parts: parts.map(([first = '']) => first),
  }
}

function partsOf(sorted: readonly string[]): string[][] {
  const at = (part: number): number => Math.floor((part * sorted.length) / PARTS)
  return Array.from({ length: PARTS }, (_, part) => sorted.slice(at(part), at(part + 1)))
}

/** For each shard with a key a digit a part: 0 for none of its keys, 9 for all. */
function digitsOf(parts: readonly string[][], homeOf: (key: string) => string | null): Map<string, string> {
  const digits = new Map<string, string>()
  const counts = parts.map((keys) => countsOf(keys, homeOf))
  for (const shard of new Set(counts.flatMap((each) => [...each.keys()])))
    digits.set(shard, counts.map((each, part) => digit(each.get(shard) ?? 0, parts[part]?.length ?? 0)).join(''))
  return digits
}

function countsOf(keys: readonly string[], homeOf: (key: string) => string | null): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) {
    const home = homeOf(key)
    if (home !== null) counts.set(home, (counts.get(home) ?? 0) + 1)
  }
  return counts
}

/** Rounded up, so that a single key shows. */
function digit(count: number, of: number): string {
  return String(of === 0 ? 0 : Math.ceil((FULL * count) / of))
}

/** How high the misses of a move and of an expiry must be, by theory, and how high they are. */
import { exp } from '../../kernel/maths'
import { Zipf } from '../../kernel/zipf'
import type { Values } from '../../scenario/parameters'
import { marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { aboutKey, SECOND } from './claims-measures'
import { Fleet } from './model-fleet'

/** What is counted after a move. */
const WINDOW = 200_000

export interface Spike {
  /** First misses of moved keys a second in the 200 ms after the move: measured, by theory, and its standard deviation. */
  readonly rate: number
  readonly law: number
  readonly deviation: number
  /** Reads a second of all keys that have moved: the height at the first moment. */
  readonly atOnce: number
}

/**
 * A moved key misses at its first read: a key that is read λ times a second has missed after t with 1 − e^(−λt). The
 * spike begins at the moved share of the reads and falls as keys come back. Null when no keys move.
 */
export function missSpike(trace: Trace, values: Values, variant: string): Spike | null {
  const [first, second] = marksOf(trace, 'fleet/remapped')
  if (first === undefined || second === undefined || second.atMicros > first.atMicros + WINDOW) return null
  const node = String(first.details.node)
  const moved = movedKeys(values, variant, node)
  // One of two applications moves later: until then only half of the reads are sent to the new homes.
  const micros = WINDOW - (second.atMicros - first.atMicros) / 2
  const chances = [...moved].map(([key, { rate }]) => [key, 1 - exp((-rate * micros) / SECOND)] as const)
  const missed = new Set<string>()
  for (const { details } of marksOf(trace, 'fleet/loads', first.atMicros, first.atMicros + WINDOW))
    if (moved.get(String(details.key))?.home === details.cache) missed.add(String(details.key))
  const perSecond = SECOND / WINDOW
  return {
    rate: missed.size * perSecond,
    law: chances.reduce((sum, [, chance]) => sum + chance, 0) * perSecond,
    deviation: Math.sqrt(chances.reduce((sum, [, chance]) => sum + chance * (1 - chance), 0)) * perSecond,
    atOnce: [...moved.values()].reduce((sum, { rate }) => sum + rate, 0),
  }
}

export interface Stampede {
  readonly loads: number
  /** Reads of the key while its row was loaded, by theory. */
  readonly reads: number
}

/** What happened when item:1 ended for the first time; null when it did not, or was written. */
export function stampede(trace: Trace, values: Values): Stampede | null {
  const from = values.number('ttl')
  const [first] = aboutKey(trace, 'fleet/loads', 'item:1', from)
  if (values.number('writes') > 0 || first === undefined) return null
  const stored = aboutKey(trace, 'lease/stored', 'item:1', first.atMicros)[0]?.atMicros
  if (stored === undefined) return null
  const loads = aboutKey(trace, 'fleet/loads', 'item:1', from, stored + values.number('query')).length
  return { loads, reads: ((readRates(values)[0] ?? 0) * (stored - first.atMicros)) / SECOND }
}

/** The keys that move when a node is lost: where they go, and how often a second they are read. */
function movedKeys(values: Values, variant: string, node: string): Map<string, { home: string; rate: number }> {
  const caches = Array.from({ length: values.number('caches') }, (_, index) => `cache-${index + 1}`)
  const keys = Array.from({ length: values.number('keys') }, (_, index) => `item:${index + 1}`)
  const fleet = new Fleet(variant, caches, null)
  const before = keys.map((key) => fleet.owner(key))
  fleet.set(node, true, keys)
  const rates = readRates(values)
  const moved = new Map<string, { home: string; rate: number }>()
  for (const [index, key] of keys.entries()) {
    const home = fleet.owner(key)
    if (home !== null && home !== before[index]) moved.set(key, { home, rate: rates[index] ?? 0 })
  }
  return moved
}

/** Reads a second of each key, by rank. */
function readRates(values: Values): number[] {
  const zipf = new Zipf(values.number('keys'), values.number('zipf') / 100)
  const hot = values.number('hot') / 100
  const reads = values.number('rps') * (1 - values.number('writes') / 100)
  return Array.from({ length: zipf.n }, (_, rank) => {
    return reads * ((1 - hot) * zipf.probability(rank) + (rank === 0 ? hot : 0))
  })
}

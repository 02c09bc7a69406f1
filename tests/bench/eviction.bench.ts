import { LRUCache } from 'lru-cache'
import { LRUMap } from 'mnemonist'
import { IndexedLru } from '../../workers/algorithms/eviction/indexed-lru'
import { LeastRecentlyUsed } from '../../workers/algorithms/eviction/least-recently-used'
import { Lru } from '../../workers/algorithms/eviction/lru'
import { S3Fifo } from '../../workers/algorithms/eviction/s3-fifo'
import { Sieve } from '../../workers/algorithms/eviction/sieve'
import { WindowTinyLfu } from '../../workers/algorithms/eviction/window-tiny-lfu'
import { RandomStream } from '../../workers/kernel/random'
import { Zipf } from '../../workers/kernel/zipf'
import { type BenchCase, type BenchResult, type BenchRow, type Interleaved, interleave, ratioRow } from './harness'

const CAPACITY = 100_000
const REQUESTS = 400_000
/** With exponent 0.9 a fifth of the keys gets four fifths of the requests. */
const KEYS = 1_000_000
const ranks = drawRanks()
const names = namesOf(ranks)

const STRINGS = 'LRU, string keys'
const INTEGERS = 'LRU, interned integer keys'
const PEER = 'lru-cache (npm)'
const OTHER = 'mnemonist LRUMap (npm)'

/** Caches of 100,000 entries that are full, and asked for what they mostly have: get, and set after a miss. */
export default async function bench(): Promise<BenchResult> {
  const hits = new Map<string, number>()
  const cases = contenders(hits)
  const measured = await interleave(cases, { rounds: 9, warmup: 3 })
  return {
    title: 'Eviction: Zipf 80/20 of a million keys, 100,000 entries',
    rows: [...speeds(measured, hits), ...memory()],
  }
}

/** What a bench asks of a cache: whether the request at `index` hit; a miss is taken in. */
type Ask = (index: number) => boolean

/** Every round goes on with the same cache, so that it is full after the first; what hits is counted in the last. */
function contenders(hits: Map<string, number>): BenchCase[] {
  return Object.entries(asks()).map(([name, ask]) => ({
    name,
    operations: REQUESTS,
    run() {
      let count = 0
      for (let index = 0; index < REQUESTS; index++) if (ask(index)) count++
      hits.set(name, count)
      return count
    },
  }))
}

function asks(): Readonly<Record<string, Ask>> {
  const strings = new Lru<number>(CAPACITY)
  const integers = new IndexedLru(CAPACITY, KEYS)
  const peer = new LRUCache<string, number>({ max: CAPACITY })
  const other = new LRUMap<string, number>(CAPACITY)
  return {
    [STRINGS]: (index) => getOrSet(strings, names[index] as string),
    [PEER]: (index) => getOrSet(peer, names[index] as string),
    [OTHER]: (index) => getOrSet(other, names[index] as string),
    [INTEGERS](index) {
      const key = ranks[index] as number
      if (integers.get(key)) return true
      integers.set(key)
      return false
    },
    ...Object.fromEntries(
      Object.entries({
        'LRU as a policy': new LeastRecentlyUsed(CAPACITY),
        SIEVE: new Sieve(CAPACITY),
        'S3-FIFO': new S3Fifo(CAPACITY),
        'W-TinyLFU': new WindowTinyLfu(CAPACITY),
      }).map(([name, policy]) => [
        name,
        (index: number) => policy.get(names[index] as string, 0) || !policy.set(names[index] as string, 0),
      ]),
    ),
  }
}

interface Store {
  get(key: string): number | undefined
  set(key: string, value: number): unknown
}

function getOrSet(cache: Store, key: string): boolean {
  if (cache.get(key) !== undefined) return true
  cache.set(key, 1)
  return false
}

function speeds(measured: Interleaved, hits: ReadonlyMap<string, number>): BenchRow[] {
  const goals = new Map([
    [STRINGS, 1.2],
    [INTEGERS, 4],
  ])
  const rows = measured.cases.map((own) => {
    const goal = goals.get(own.name)
    if (goal !== undefined) return ratioRow(own, measured.ratio(own.name, PEER), PEER, goal)
    return { name: own.name, value: own.perSecond, unit: 'op/s', ratio: measured.ratio(own.name, PEER) }
  })
  const same = [INTEGERS, PEER, OTHER].every((name) => hits.get(name) === hits.get(STRINGS))
  const share = ((hits.get(STRINGS) as number) / REQUESTS) * 100
  return [
    ...rows,
    { name: 'hits of all four LRU', value: share, unit: '%', goal: 'exactly the same number', met: same },
  ]
}

/** Bytes an entry of full caches: what the heap and the buffers grew by. Needs --expose-gc. */
function memory(): BenchRow[] {
  const fills: Record<string, () => unknown> = {
    [STRINGS]: () => filled(new Lru<number>(CAPACITY)),
    [PEER]: () => filled(new LRUCache<string, number>({ max: CAPACITY })),
    [OTHER]: () => filled(new LRUMap<string, number>(CAPACITY)),
    'LRU, interned integer keys of twice as many': () => {
      const lru = new IndexedLru(CAPACITY, 2 * CAPACITY)
      for (let key = 0; key < CAPACITY; key++) lru.set(key)
      return lru
    },
  }
  return Object.entries(fills).map(([name, fill]) => ({
    name: `memory of ${name}`,
    value: grownBy(fill) / CAPACITY,
    unit: 'bytes an entry',
  }))
}

/** The keys themselves exist before, so they do not count. */
function filled<C extends Store>(cache: C): C {
  for (let key = 0; key < CAPACITY; key++) cache.set(entryNames[key] as string, key)
  return cache
}

const entryNames = Array.from({ length: CAPACITY }, (_, key) => `user:${key}`)

function grownBy(fill: () => unknown): number {
  globalThis.gc?.()
  const before = process.memoryUsage()
  const kept = fill()
  globalThis.gc?.()
  const after = process.memoryUsage()
  if (kept === undefined) throw new Error('nothing was filled')
  return after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
}

function drawRanks(): Int32Array {
  const zipf = new Zipf(KEYS, 0.9)
  const lots = RandomStream.named(7, 'requests')
  return Int32Array.from({ length: REQUESTS }, () => zipf.rank(lots))
}

/** A string of its own for every request, as a program gets them that reads requests. */
function namesOf(keys: Int32Array): string[] {
  return Array.from(keys, (key) => `user:${key}`)
}

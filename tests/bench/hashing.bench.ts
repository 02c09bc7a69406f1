import { createRequire } from 'node:module'
import { Jump } from '../../workers/algorithms/hashing/jump'
import { Ketama } from '../../workers/algorithms/hashing/ketama'
import { Maglev } from '../../workers/algorithms/hashing/maglev'
import { murmur3 } from '../../workers/algorithms/hashing/murmur3'
import { Rendezvous } from '../../workers/algorithms/hashing/rendezvous'
import { Ring } from '../../workers/algorithms/hashing/ring'
import { stringHashes } from '../../workers/algorithms/hashing/string-hash'
import type { BenchResult, BenchRow } from './harness'

/** npm's hashring comes without types. */
const HashRing = createRequire(import.meta.url)('hashring') as new (
  servers: readonly string[],
  algorithm: string,
  options: Record<string, number>,
) => { get(key: string): string }

const nodes = Array.from({ length: 100 }, (_, index) => `node-${index}`)
const keys = Array.from({ length: 65_536 }, (_, index) => `user:${index * 7919}`)
const hashes = Uint32Array.from(keys, (key) => murmur3(key))
const rounds = 15

/** The hashing family against binary search and npm's hashring: 100 nodes of 160 points, interleaved, medians. */
export default async function bench(): Promise<BenchResult> {
  return { title: 'Hashing: 100 nodes of 160 points', rows: [...lookups(), ...changes(), ...shares()] }
}

/** Measured work: `run` does `size` operations and returns something that depends on all of them. */
interface Contender {
  readonly name: string
  readonly size: number
  run(): number
}

/** Runs all contenders in turn, round after round, and returns the median operations per second of each. */
function interleaved(contenders: readonly Contender[]): number[] {
  const speeds = contenders.map((): number[] => [])
  let witness = 0
  for (let round = -3; round < rounds; round++) {
    contenders.forEach(({ size, run }, index) => {
      const start = performance.now()
      witness += run()
      const elapsedMs = performance.now() - start
      if (round >= 0) speeds[index]?.push((size * 1000) / elapsedMs)
    })
  }
  if (Number.isNaN(witness)) throw new Error('a contender returned no number')
  return speeds.map((own) => own.sort((a, b) => a - b)[rounds >> 1] as number)
}

function byHash(name: string, locate: (hash: number) => string | null, passes: number): Contender {
  return {
    name,
    size: hashes.length * passes,
    run() {
      let length = 0
      for (let pass = 0; pass < passes; pass++) {
        for (let index = 0; index < hashes.length; index++) length += locate(hashes[index] as number)?.length ?? 0
      }
      return length
    },
  }
}

function byKey(name: string, locate: (key: string) => string | null, count = keys.length): Contender {
  return {
    name,
    size: count,
    run() {
      let length = 0
      for (let index = 0; index < count; index++) length += locate(keys[index] as string)?.length ?? 0
      return length
    },
  }
}

/** The textbook lookup over the same points: sorted hashes, bisected, and the owner beside. */
function binarySearch(ring: Ring): (hash: number) => string {
  const points = ring.points()
  const sorted = Uint32Array.from(points, ({ hash }) => hash)
  const owners = points.map(({ node }) => node)
  return (hash) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sorted[middle] as number) < hash) low = middle + 1
      else high = middle
    }
    return owners[low === sorted.length ? 0 : low] as string
  }
}

function lookups(): BenchRow[] {
  const ring = new Ring(nodes)
  const ketama = new Ketama(nodes)
  const [maglev, jump, rendezvous] = [new Maglev(nodes), new Jump(nodes), new Rendezvous(nodes)]
  const peer = new HashRing(nodes, 'md5', { 'max cache size': 1 })
  const contenders = [
    byHash('ring, bucket index, by hash', (hash) => ring.locateHash(hash), 4),
    byHash('binary search, by hash', binarySearch(ring), 4),
    byKey('ring, by string key', (key) => ring.locate(key)),
    byKey('hashring (npm), by string key', (key) => peer.get(key), 8192),
    byKey('ketama, by string key (MD5 like hashring)', (key) => ketama.locate(key)),
    byHash('maglev, by hash', (hash) => maglev.locateHash(hash), 4),
    byHash('jump, by hash', (hash) => jump.locateHash(hash, ~hash), 1),
    byHash('rendezvous, by hash', (hash) => rendezvous.locateHash(hash), 1),
    byKey('murmur3 alone', (key) => (murmur3(key) === 0 ? '' : 'a')),
  ]
  const speeds = interleaved(contenders)
  const ratio = (own: number, other: number): number => (speeds[own] as number) / (speeds[other] as number)
  const goals = new Map([
    [0, goal(ratio(0, 1), 'binary search', 2.5)],
    [2, goal(ratio(2, 3), 'hashring', 20)],
  ])
  return contenders.map(({ name }, index) => ({
    name,
    value: (speeds[index] as number) / 1e6,
    unit: 'M lookups/s',
    ...goals.get(index),
  }))
}

function goal(ratio: number, peer: string, least: number): Pick<BenchRow, 'ratio' | 'goal' | 'met'> {
  return { ratio, goal: `≥ ${least} × ${peer}`, met: ratio >= least }
}

function changes(): BenchRow[] {
  const ring = new Ring(nodes)
  const [rebuild, addAndRemove] = interleaved([
    { name: 'build', size: 1, run: () => new Ring([...nodes, 'newcomer']).nodes.length },
    { name: 'add and remove', size: 20, run: () => joinAndLeave(ring, 20) },
  ]) as [number, number]
  // One join and one leave together, so that the bound holds for either.
  const ratio = rebuild / addAndRemove
  return [
    { name: 'ring of 101 nodes, built at once', value: 1e6 / rebuild, unit: 'µs' },
    {
      name: 'a node joins and leaves',
      value: 1e6 / addAndRemove,
      unit: 'µs',
      ratio,
      goal: '≤ 0.1 × built at once',
      met: ratio <= 0.1,
    },
  ]
}

function joinAndLeave(ring: Ring, times: number): number {
  for (let time = 0; time < times; time++) {
    ring.add('newcomer')
    ring.remove('newcomer')
  }
  return ring.nodes.length
}

function shares(): BenchRow[] {
  const own = new Ring(nodes).shares()
  const deviation = Math.sqrt(own.reduce((sum, share) => sum + (share * 100 - 1) ** 2, 0) / 100)
  const ratio = deviation * Math.sqrt(160)
  return [
    {
      name: 'deviation of shares, murmur3',
      value: deviation,
      unit: 'of the mean',
      ratio,
      goal: '≤ 1.15 / √points',
      met: ratio <= 1.15,
    },
    { name: 'greatest share, murmur3', value: Math.max(...own) * 100, unit: '× mean' },
    {
      name: 'greatest share, FNV-1a without a finalizer',
      value: Math.max(...new Ring(nodes, { hash: stringHashes.fnv1a }).shares()) * 100,
      unit: '× mean',
    },
  ]
}

import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { Ketama } from '../../../workers/algorithms/hashing/ketama'

/** npm's hashring comes without types. */
const HashRing = createRequire(import.meta.url)('hashring') as new (
  servers: Record<string, number>,
) => { get(key: string): string }

const keys = Array.from({ length: 100_000 }, (_, index) => `key-${index}`)

/** Keys of each server and one number for the whole sequence of server indexes, d ← (31 · d + index) mod (2^31 − 1). */
function dealt(ketama: Ketama): { counts: number[]; digest: number } {
  const indexes = new Map(ketama.nodes.map((node, index) => [node, index]))
  const counts = ketama.nodes.map(() => 0)
  let digest = 0
  for (const key of keys) {
    const index = indexes.get(ketama.locate(key) ?? '') as number
    counts[index] = (counts[index] as number) + 1
    digest = (digest * 31 + index) % 2147483647
  }
  return { counts, digest }
}

const weighted = {
  '10.0.1.1:11211': 600,
  '10.0.1.2:11211': 300,
  '10.0.1.3:11211': 200,
  '10.0.1.4:11211': 350,
  '10.0.1.5:11211': 1000,
  '10.0.1.6:11211': 800,
  '10.0.1.7:11211': 950,
  '10.0.1.8:11211': 100,
}

function servers(count: number, entry: (index: number) => [string, number]): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)))
}

// The figures of this block were read off libmemcached 1.1.4 (Debian 12, amd64) by memcached_generate_hash with
// MEMCACHED_BEHAVIOR_KETAMA_WEIGHTED set.
describe('Ketama against libmemcached', () => {
  it('sends keys of a weighted pool to its servers, one past the last point to the first', () => {
    const ketama = new Ketama(weighted)
    expect(ketama.explain('VDEAAAAA')).toMatchObject({ hash: 0xfffcd1b5, isWrapped: true })
    const answers = ['VDEAAAAA', 'foo', 'user:1', 'user:2', 'user:3', 'session:42', 'héllo'].map((key) =>
      ketama.locate(key),
    )
    expect(answers).toEqual([3, 8, 7, 3, 4, 7, 1].map((server) => `10.0.1.${server}:11211`))
  })

  it.each([
    ['eight weights', weighted, [13496, 7014, 4921, 9020, 24140, 16602, 21387, 3420], 1712196407],
    [
      'the default port and another',
      { 'cache-a:11211': 1, 'cache-b:11211': 1, 'cache-c:11300': 1, 'cache-d:11300': 1 },
      [24912, 24715, 24215, 26158],
      797557904,
    ],
    [
      'seven equal servers, where single precision decides the number of points',
      servers(7, (index) => [`cache-${index}:1212${index}`, 1]),
      [16395, 13798, 14860, 14564, 13241, 14825, 12317],
      753590278,
    ],
    [
      'eleven uneven weights',
      servers(11, (index) => [`cache-${index}:1121${index % 10}`, 1 + ((index * index) % 17)]),
      [1284, 1662, 4452, 10500, 14337, 7816, 3020, 14232, 14236, 13660, 14801],
      589441964,
    ],
  ])('deals 100,000 keys alike for %s', (_, pool, counts, digest) => {
    expect(dealt(new Ketama(pool))).toEqual({ counts, digest })
  })
})

describe('Ketama', () => {
  it('has 160 points a server when weights are equal', () => {
    expect(new Ketama(['a', 'b', 'c']).points()).toHaveLength(480)
  })

  it('agrees with npm hashring, which keeps the port in the label and counts points in double precision', () => {
    const pools = [
      { 'a:11211': 1, 'b:11211': 1, 'c:11211': 1 },
      { 'a:1': 1, 'b:2': 2, 'c:3': 5 },
      servers(20, (index) => [`h${index}:11211`, 1 + ((index * index) % 17)]),
    ]
    for (const pool of pools) {
      const ours = new Ketama(pool, { defaultPort: null })
      const theirs = new HashRing(pool)
      for (const key of keys.slice(0, 5000)) expect(ours.locate(key)).toBe(theirs.get(key))
    }
  })

  it('refuses weights that are not whole', () => {
    for (const bad of [0, -1, 1.5, Number.NaN, 2 ** 32]) expect(() => new Ketama({ a: bad })).toThrow(RangeError)
  })
})

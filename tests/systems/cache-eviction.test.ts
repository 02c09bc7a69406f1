import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../workers/kernel/random'
import { Values } from '../../workers/scenario/parameters'
import { defaultScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import { cachesOf, totals } from '../../workers/systems/cache-eviction/claims-measures'
import meta from '../../workers/systems/cache-eviction/meta'
import { POLICIES, policyOf } from '../../workers/systems/cache-eviction/meta-policies'
import model from '../../workers/systems/cache-eviction/model'
import { allGetOneStream, forgetsTheOldest, holdsNoMore } from '../../workers/systems/cache-eviction/model-checks'
import { KeyStream, type StreamOptions } from '../../workers/systems/cache-eviction/model-key-stream'
import view from '../../workers/systems/cache-eviction/view'
import type { Trace } from '../../workers/trace/trace'
import { hitsOf, onlinePolicies, optimalHits } from '../algorithms/eviction/all-policies'
import { traceOf } from '../network/hand-built'

function play(changes: Partial<Scenario> = {}, values: Scenario['values'] = {}): Trace {
  const base = defaultScenario(meta)
  return traceOf(
    startRun({ ...base, horizonMicros: 500_000, ...changes, values: { ...base.values, ...values } }, model),
  )
}

const OPTIONS: StreamOptions = { workload: 'zipf', keys: 50, exponent: 1, loop: 7, period: 100, scan: 20 }

function keysOf(options: Partial<StreamOptions>, count: number): string[] {
  const stream = new KeyStream({ ...OPTIONS, ...options }, RandomStream.named(7, 'keys'))
  return Array.from({ length: count }, () => stream.next())
}

describe('the stream of keys', () => {
  it('of a loop repeats its keys in order', () => {
    expect(keysOf({ workload: 'loop', loop: 3 }, 7)).toEqual(['k1', 'k2', 'k3', 'k1', 'k2', 'k3', 'k1'])
  })

  it('with scans reads each s-key once, every second request at the end of a period', () => {
    const keys = keysOf({ workload: 'scan' }, 200)
    const scanned = keys.flatMap((key, turn) => (key.startsWith('s') ? [turn] : []))
    const places = Array.from({ length: 20 }, (_, index) => 60 + 2 * index)
    expect(scanned).toEqual([...places, ...places.map((turn) => turn + 100)])
    expect(new Set(scanned.map((turn) => keys[turn])).size).toBe(40)
  })

  it('with shifts has another most popular key in every period', () => {
    const keys = keysOf({ workload: 'shift', exponent: 2, period: 1000 }, 3000)
    const top = [0, 1, 2].map((period) => mostAsked(keys.slice(period * 1000, (period + 1) * 1000)))
    expect(top).toEqual(['k1', 'k18', 'k35'])
  })
})

describe('every cache', () => {
  it.each([
    ['classic', ['lru', 'lfu', 'fifo', 'optimum'], ['LRU', 'LFU', 'FIFO', 'optimum']],
    ['modern', ['lru', 'tiny-lfu', 's3-fifo', 'sieve'], ['LRU', 'W-TinyLFU', 'S3-FIFO', 'SIEVE']],
  ])('of %s has exactly the hits that its policy has alone on the keys of the run', (variant, caches, policies) => {
    const trace = play({ variant, horizonMicros: 1_000_000 })
    expect(cachesOf(trace)).toEqual(caches)
    for (const [index, cache] of caches.entries()) {
      const { hits, asked } = totals(trace, cache)
      const keys = Array.from({ length: asked }, (_, turn) => trace.request(turn + 1).label.slice('GET '.length))
      const policy = onlinePolicies[policies[index] as string]
      // The optimum knows keys that come after the end of the run too, so what it keeps for them is no hit yet.
      if (policy === undefined) expect(optimalHits(10, keys) - hits).toBeLessThanOrEqual(10)
      else expect(hits).toBe(hitsOf(policy(10), keys))
    }
  })

  it('goes on after a crash with an empty memory, and every check holds', () => {
    const script = [
      { at: 200_000, kind: 'crash', node: 'lru' },
      { at: 250_000, kind: 'restart', node: 'lru' },
      { at: 200_000, kind: 'crash', node: 'optimum' },
      { at: 250_000, kind: 'restart', node: 'optimum' },
    ] as const
    const trace = play({ variant: 'classic', script: [...script] })
    expect(trace.breaches).toEqual([])
    const node = trace.topology.nodes.findIndex(({ name }) => name === 'lru')
    expect(trace.gauge(node, 'entries', trace.countAt(240_000))).toBe(0)
    expect(trace.gauge(node, 'entries', trace.events)).toBe(10)
  })

  it.each(['database', 'app'])('survives a crash of the %s', (node) => {
    const trace = play({
      variant: 'modern',
      script: [
        { at: 200_000, kind: 'crash', node },
        { at: 300_000, kind: 'restart', node },
      ],
    })
    expect(trace.breaches).toEqual([])
    for (const cache of cachesOf(trace)) expect(totals(trace, cache).hits).toBeGreaterThan(50)
  })

  it('may have any policy, also the same twice, and the view knows it', () => {
    for (const { id } of POLICIES) {
      const trace = play({ variant: 'chosen', horizonMicros: 100_000 }, policiesTo(id, id, 'none'))
      expect(cachesOf(trace).slice(0, 2)).toEqual([id, `${id}-2`])
      expect(policyOf(`${id}-2`).id).toBe(id)
      expect(totals(trace, id).asked).toBeGreaterThan(50)
      if (!id.startsWith('redis')) expect(totals(trace, `${id}-2`)).toEqual(totals(trace, id))
      // Every row that the policy shows is one that the view draws.
      const node = trace.topology.nodes.findIndex(({ name }) => name === id)
      const rows = Object.keys(trace.reading(node, trace.events)).filter((key) => key.startsWith('row:'))
      const glyph = view.glyph({ name: id, kind: 'policy-cache' }, new Values(defaultScenario(meta).values))
      expect(glyph.type === 'eviction' ? glyph.rows.map(({ name }) => `row:${name}`) : []).toEqual(rows)
    }
  })
})

describe('the checks catch', () => {
  const seen = (check: { watch?: unknown }): string | null => (check as { watch(): () => string | null }).watch()()

  it('a cache that gets another stream, and forgive lost requests', () => {
    const witness = allGetOneStream()
    for (const key of ['a', 'b', 'c']) witness.sent(key)
    witness.lookedUp('lru', 'a')
    witness.lookedUp('lru', 'c')
    expect(seen(witness)).toBe(null)
    witness.lookedUp('lru', 'b')
    expect(seen(witness)).toContain('asked for b')
  })

  it('a cache that holds too much, and one that hits what has left', () => {
    const full = holdsNoMore('lru', 1)
    for (const key of ['a', 'b']) full.stepped({ kind: 'inserted', key, row: 'list', remembered: false })
    full.lookedUp('c', false)
    expect(seen(full)).toBe('lru holds 2 entries.')
    const wrong = holdsNoMore('lru', 1)
    wrong.lookedUp('a', true)
    expect(seen(wrong)).toContain('never came or has left')
  })

  it('an LRU that forgets another key than the oldest', () => {
    const witness = forgetsTheOldest('lru')
    for (const key of ['a', 'b', 'a']) witness.lookedUp(key, false)
    witness.stepped({ kind: 'evicted', key: 'a', row: 'list', reason: { kind: 'used longest ago' } })
    expect(seen(witness)).toBe('a leaves lru, and b is older.')
  })
})

/** Four choices of a policy; the last is LRU. */
function policiesTo(...[one, two, three]: [string, string, string]): Scenario['values'] {
  return { 'policy-1': one, 'policy-2': two, 'policy-3': three, 'policy-4': one === 'lru' ? 'none' : 'lru' }
}

function mostAsked(keys: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most))[0]
}

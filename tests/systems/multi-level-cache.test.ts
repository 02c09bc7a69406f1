import { describe, expect, it } from 'vitest'
import type { World } from '../../workers/network/world'
import { Values } from '../../workers/scenario/parameters'
import type { Scenario } from '../../workers/scenario/scenario'
import claims from '../../workers/systems/multi-level-cache/claims'
import {
  loadsAtOnce,
  ofApps,
  oldestAnswer,
  requestsOf,
  ttlHitRatio,
} from '../../workers/systems/multi-level-cache/claims-measures'
import meta from '../../workers/systems/multi-level-cache/meta'
import { NOT_LONGER, NOT_OLDER, NOTHING_LOST, ONE_LOAD } from '../../workers/systems/multi-level-cache/meta-checks'
import model from '../../workers/systems/multi-level-cache/model'
import { CacheWitness } from '../../workers/systems/multi-level-cache/model-witness'
import { replay } from '../../workers/systems/multi-level-cache/proof-replay'
import { countMarks, marksOf } from '../../workers/trace/marks'
import type { Trace } from '../../workers/trace/trace'
import { systemUnderTest } from './system-under-test'

const { preset, traceOf } = systemUnderTest(meta, model)

/** A run in which what a preset shows must not be seen, and the claims that have to notice. */
const COUNTEREXAMPLES: readonly [preset: string, change: Partial<Scenario>, failing: readonly string[]][] = [
  ['levels', { values: { 'memory-ttl': 20_000 } }, ['memory-most']],
  ['levels', { values: { ttl: 60_000 } }, ['database-least']],
  ['hit-law', { variant: 'guide' }, ['hit-ratio-law']],
  ['backfill-guide', { variant: 'read-through' }, ['outlives-below', 'older-than-ttl']],
  ['backfill-bounded', { variant: 'guide' }, ['copies-bounded']],
  ['dog-pile-guide', { variant: 'read-through' }, ['pile']],
  ['dog-pile-flight', { variant: 'guide' }, ['one-per-app', 'many-join']],
  ['dog-pile-lease', { values: { flight: 'app' } }, ['one-in-all']],
  ['stale-while-revalidate', { values: { swr: 0 } }, ['nobody-waits']],
  ['early-refresh', { values: { beta: 0 } }, ['never-ends', 'early-as-expected']],
  ['together', { values: { jitter: 40 } }, ['queue-piles-up']],
  ['jitter', { values: { jitter: 0 } }, ['queue-stays-short']],
  ['null-guide', { variant: 'read-through', values: { negative: 1_000_000 } }, ['nothing-always-loaded']],
  ['negative', { values: { negative: 0 } }, ['nothing-seldom-loaded']],
  ['half-a-second', { values: { ttl: 1_000_000 } }, ['nothing-cached']],
  ['outage-guide', { script: [] }, ['outage-fails']],
  ['outage-held', { variant: 'guide', values: { levels: 'shared' } }, ['outage-held', 'stale-stands-in']],
  ['late-set', { values: { flight: 'lease' } }, ['old-comes-back']],
  ['late-set-lease', { values: { flight: 'none' } }, ['late-set-refused']],
  ['late-set-versions', { values: { compare: false } }, ['late-set-refused']],
  ['late-set-names', { values: { invalidation: 'delete' } }, ['never-old', 'asks-for-generation']],
  ['update-race', { values: { compare: true } }, ['cache-differs']],
  ['update-versions', { values: { compare: false } }, ['late-set-refused', 'never-old']],
  ['delete-race', { variant: 'write-around' }, ['never-old']],
  ['invalidate', { values: { invalidation: 'delete' } }, ['memories-told', 'never-old']],
  ['delete-only', { values: { invalidation: 'pubsub' } }, ['other-memory-old']],
  ['through', { variant: 'read-through' }, ['written-is-cached']],
  ['around', { variant: 'write-through' }, ['old-for-a-while']],
  ['behind', { variant: 'write-through' }, ['coalesced', 'writes-are-quick']],
  ['behind-crash', { values: { file: true } }, ['window-lost']],
  ['behind-file', { values: { file: false } }, ['nothing-lost']],
  ['tracked', { values: { invalidation: 'pubsub' } }, ['nothing-published']],
  ['message-lost', { script: [] }, ['other-memory-old']],
  ['message-lost-tracked', { values: { ping: 1_000_000 } }, ['memory-emptied']],
  ['message-lost-tracked', { values: { invalidation: 'pubsub' } }, ['memory-emptied', 'never-old']],
  ['dies-between', { script: [{ at: 1_000_000, kind: 'act', action: 'write', target: 'users-1' }] }, ['old-in-shared']],
  ['chain', { values: { front: 'none' } }, ['front-answers', 'other-browser-old']],
  ['chain-guide', { variant: 'read-through' }, ['browser-never-asks']],
]

describe('a claim', () => {
  it.each(COUNTEREXAMPLES)('of %s fails where its phenomenon is not (%#)', (id, change, failing) => {
    const scenario = preset(id, change)
    const trace = traceOf(scenario)
    const holds = failing.filter((claim) => claims[claim]?.measure(trace, new Values(scenario.values), scenario).holds)
    expect(holds).toEqual([])
  })
})

describe('the laws', () => {
  it.each([50_000, 200_000, 800_000])('hit ratio of one memory with a time to live of %i µs', (ttl) => {
    const scenario = preset('hit-law', { values: { 'memory-ttl': ttl }, seed: 23 })
    const trace = traceOf(scenario)
    const values = new Values(scenario.values)
    const ratio = ofApps(trace, 'hits') / requestsOf(trace, 'GET').length
    expect(Math.abs(ratio - ttlHitRatio(values, ttl, values.number('rps')))).toBeLessThan(0.03)
  })

  it.each([1, 2, 3])('two levels answer as two plain tables do when nothing takes time, seed %i', (seed) => {
    const scenario = preset('levels', { seed, values: { latency: 0, query: 1_000 } })
    const trace = traceOf(scenario)
    const hits = ofApps(trace, 'hits') + ofApps(trace, 'shared hits') + countMarks(trace, 'level/joined')
    const reference = replay(trace, new Values(scenario.values))
    // Ends are met a few microseconds later than in the replay, and a load takes a millisecond.
    expect(Math.abs(hits - reference.hits)).toBeLessThanOrEqual(4)
    expect(reference.reads).toBeGreaterThan(1_000)
    // Independent levels would give another figure: what the memory misses is not asked for as the rest is.
    const memory = ofApps(trace, 'hits') / reference.reads
    const below = ofApps(trace, 'shared hits') / (reference.reads - ofApps(trace, 'hits'))
    expect(reference.hits / reference.reads).toBeCloseTo(memory + (1 - memory) * below, 1)
  })

  it.each([5, 6, 7, 8])('one lease gives exactly one load for each end, seed %i', (seed) => {
    const trace = traceOf(preset('dog-pile-lease', { seed }))
    expect(loadsAtOnce(trace).count).toBe(1)
    // Loads begin at 0, 1, 2 and 3 s, each a moment after an end.
    expect(ofApps(trace, 'loads')).toBe(4)
  })

  it.each([1_200_000, 1_500_000, 1_830_000])('a crash at %i µs takes what waits, and a file keeps it', (at) => {
    const script = [
      { at, kind: 'crash', node: 'redis' },
      { at: at + 50_000, kind: 'restart', node: 'redis' },
    ] as const
    const lost = (file: boolean) =>
      traceOf(preset('behind', { script, values: { file } })).breaches.some(({ check }) => check === NOTHING_LOST)
    expect([lost(false), lost(true)]).toEqual([true, false])
  })

  it.each([1, 2, 3, 4, 5])(
    'an outage of the database takes no write from a shared cache that stands, seed %i',
    (seed) => {
      const script = [
        { at: 900_000, kind: 'crash', node: 'database' },
        { at: 2_400_000, kind: 'restart', node: 'database' },
        { at: 1_200_000 + seed * 50_000, kind: 'crash', node: 'flusher' },
        { at: 1_300_000 + seed * 50_000, kind: 'restart', node: 'flusher' },
      ] as const
      const trace = traceOf(
        preset('behind', {
          seed,
          script,
          values: { ttl: 300_000, flush: 150_000, query: 60_000, rps: 80, writes: 20 },
        }),
      )
      expect(countMarks(trace, 'flush/failed')).toBeGreaterThan(3)
      expect(trace.breaches.map(({ sentence }) => sentence)).toEqual([])
    },
  )

  it.each(['lease', 'versions', 'names'])('no seed brings an old value back with %s', (cure) => {
    for (let seed = 1; seed <= 5; seed++) {
      const trace = traceOf(preset(`late-set-${cure}`, { seed, values: { arrivals: 'poisson', rps: 40 } }))
      expect(oldestAnswer(trace).micros).toBeLessThanOrEqual(750_000)
      expect(trace.breaches.map(({ check }) => check)).not.toContain(NOT_OLDER)
    }
  })
})

/** Reads that returned something older than a write of the same app which was acknowledged before they began. */
function readsBehindOwnWrites(trace: Trace): string[] {
  const places = new Map<string, number>()
  const written = new Map<number, number>()
  for (const [place, mark] of marksOf(trace, 'database/wrote').entries()) {
    places.set(`${mark.details.key} "${mark.details.value}"`, place)
    written.set(mark.request, place)
  }
  const acknowledged = requestsOf(trace, 'PUT').filter(({ endMicros }) => endMicros < Number.POSITIVE_INFINITY)
  const behind: string[] = []
  for (let index = 0; index < trace.hopCount; index++) {
    const { headers, request: id, sentMicros, to } = trace.hop(index)
    const tag = headers.find((line) => line.startsWith('ETag: '))?.slice('ETag: '.length)
    if (tag === undefined || trace.topology.nodes[to]?.kind !== 'client') continue
    const read = trace.request(id)
    const key = read.label.slice('GET /'.length)
    const place = places.get(`${key} ${tag}`) ?? -1
    const missed = acknowledged.find(
      (write) =>
        write.node === read.node &&
        write.label === `PUT /${key}` &&
        write.endMicros < read.startMicros &&
        (written.get(write.id) ?? -1) > place,
    )
    if (missed !== undefined) behind.push(`${key} ${tag} at ${sentMicros}, after ${missed.endMicros}`)
  }
  return behind
}

/** Answers now and then take a detour, so that they come after those to later questions. */
const DETOURS: Scenario['script'] = Array.from({ length: 60 }, (_, index) => ({
  at: 20_000 * (index + 1),
  kind: 'delay',
  link: [`app-${1 + (index % 2)}`, index % 3 === 0 ? 'redis' : 'database'],
  extraMicros: index % 4 < 2 ? 45_000 : 0,
}))

describe('a user of an app', () => {
  it.each(['cache-aside', 'read-through', 'write-through'])('reads what it has written: %s', (variant) => {
    for (const flight of ['none', 'app', 'lease'])
      for (const levels of ['both', 'shared', 'memory']) {
        const values = {
          keys: 2,
          rps: 300,
          writes: 10,
          apps: levels === 'memory' ? 1 : 2,
          flight,
          levels,
          ttl: 100_000,
        }
        const trace = traceOf(preset('invalidate', { variant, values, script: DETOURS, horizonMicros: 1_500_000 }))
        expect(countMarks(trace, 'database/wrote')).toBeGreaterThan(25)
        expect(readsBehindOwnWrites(trace), `${flight} ${levels}`).toEqual([])
      }
  })

  it('does not without invalidation', () => {
    const trace = traceOf(preset('invalidate', { values: { invalidation: 'none' } }))
    expect(readsBehindOwnWrites(trace).length).toBeGreaterThan(10)
  })
})

describe('the witnesses', () => {
  const world = {} as World
  const witness = () => new CacheWitness([['k', 'v1']], 1_000)
  const told = (own: CacheWitness, name: string) =>
    own.checks.find((check) => check.name === name)?.watch?.(world)() ?? null

  it('measure an answer by when its value was replaced', () => {
    const own = witness()
    own.took('k', 'v2', 5_000)
    own.read('k', 'v1', 6_000)
    own.read('k', 'v2', 900_000)
    expect(told(own, NOT_OLDER)).toBeNull()
    own.read('k', 'v1', 6_001)
    expect(told(own, NOT_OLDER)).toMatch(/^A read of k returns v1, replaced 1\.001 ms before; the bound is 1 ms\.$/)
  })

  it('allow one load within a scope, and another one after a change', () => {
    const own = witness()
    own.loadBegins('k', 'app-1', 'app-1', 100_000)
    own.loadBegins('k', 'app-2', 'app-2', 100_000)
    own.took('k', 'v2', 150_000)
    own.loadBegins('k', 'app-1', 'app-1', 160_000)
    expect(told(own, ONE_LOAD)).toBeNull()
    own.loadEnds('k', 'app-2', 'app-2')
    own.loadBegins('k', 'app-2', 'app-2', 300_000)
    expect(told(own, ONE_LOAD)).toBeNull()
    own.loadBegins('k', 'app-2', 'app-2', 310_000)
    expect(told(own, ONE_LOAD)).toBe('app-2 begins to load k while app-2 loads it.')
  })

  it('miss only what was acknowledged, is not in the database and did not come back', () => {
    const own = witness()
    own.took('k', 'v2', 10)
    own.acknowledge('k', 'v2')
    own.sharedCameBack(() => 'v2')
    expect(told(own, NOTHING_LOST)).toBeNull()
    own.databaseTook('k', 'v2')
    own.sharedCameBack(() => null)
    expect(told(own, NOTHING_LOST)).toBeNull()
    own.took('k', 'v3', 20)
    own.sharedCameBack(() => null)
    expect(told(own, NOTHING_LOST)).toBeNull()
    own.acknowledge('k', 'v3')
    own.sharedCameBack(() => 'v2')
    expect(told(own, NOTHING_LOST)).toMatch(/^k = v3 was acknowledged/)
  })

  it('compare the ends of two levels, and nothing when there is none below', () => {
    const own = witness()
    own.kept('memory', 'k', 900_000, null, 0)
    own.kept('memory', 'k', 502_000, 500_000, 0)
    expect(told(own, NOT_LONGER)).toBeNull()
    own.kept('memory', 'k', 502_001, 500_000, 0)
    expect(told(own, NOT_LONGER)).toMatch(/^memory keeps k for 502 ms, the level below for 500 ms/)
  })
})

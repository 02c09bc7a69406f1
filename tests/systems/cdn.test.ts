import fc from 'fast-check'
import CachePolicy from 'http-cache-semantics'
import { describe, expect, it } from 'vitest'
import { EPOCH_SECONDS } from '../../workers/network/http/http-date'
import { Values } from '../../workers/scenario/parameters'
import { defaultScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import claims from '../../workers/systems/cdn/claims'
import { requestsTo } from '../../workers/systems/cdn/claims-measures'
import meta from '../../workers/systems/cdn/meta'
import { FRESH_ENOUGH, OWN_VARIANT, PURGED } from '../../workers/systems/cdn/meta-checks'
import model from '../../workers/systems/cdn/model'
import { CITIES, COORDINATES, KILOMETRES } from '../../workers/systems/cdn/model-places'
import { CdnWitness } from '../../workers/systems/cdn/model-witness'
import { createFetch, type SimulatedFetch } from '../network/http/simulated-fetch'
import { systemUnderTest } from './system-under-test'

const SECOND = 1_000_000

const { preset, traceOf } = systemUnderTest(meta, model)

describe('the map', () => {
  it('has the distances of great circles on a sphere', () => {
    const radians = (degrees: number) => (degrees * Math.PI) / 180
    for (const [pair, kilometres] of Object.entries(KILOMETRES)) {
      const [a, b] = pair.split(' ').map((name) => (COORDINATES[name] ?? [0, 0]).map(radians)) as [number[], number[]]
      const [north, east, south, west] = [a[0], a[1], b[0], b[1]] as [number, number, number, number]
      const half =
        Math.sin((south - north) / 2) ** 2 + Math.cos(north) * Math.cos(south) * Math.sin((west - east) / 2) ** 2
      expect(kilometres, pair).toBeCloseTo(2 * 6371 * Math.asin(Math.sqrt(half)), -1)
    }
  })
})

describe('a launch on cold edges', () => {
  const EXPECTED = { guide: 180, edges: 3, shield: 1, tiered: 1, swr: 1 }
  it.each(Object.entries(EXPECTED))('reaches the origin exactly so often with %s: %i', (variant, expected) => {
    for (const seed of [1, 2, 3]) {
      const trace = traceOf(preset('stampede-shield', { variant, seed }))
      const asked = requestsTo(trace, 'origin').filter(({ target }) => target === '/launch')
      expect(asked.length, `seed ${seed}`).toBe(expected)
    }
  })
})

/** A CDN without users of its own, asked from outside. */
function quiet(change: Partial<Scenario> = {}): SimulatedFetch {
  const base = defaultScenario(meta)
  const values = { ...base.values, objects: 60, ttl: 10, detect: 10 * SECOND, ...change.values }
  const script = [
    ...Object.keys(CITIES).map((node) => ({ at: 0, kind: 'crash', node }) as const),
    ...(change.script ?? []),
  ]
  return createFetch(model, { ...base, variant: 'edges', horizonMicros: 500 * SECOND, ...change, values, script })
}

const EDGE = 'http://frankfurt'

describe('an edge asked with fetch', () => {
  it('answers from memory with an age while the page is fresh, and validates it afterwards', async () => {
    const fetch = quiet()
    const first = await fetch(`${EDGE}/p/50`)
    expect(first.headers.get('Cache-Status')).toBe('frankfurt;fwd=uri-miss;fwd-status=200;stored')
    await fetch.pass(4 * SECOND)
    const hit = await fetch(`${EDGE}/p/50`)
    expect([hit.status, hit.headers.get('Age'), await hit.text()]).toEqual([200, '4', '/p/50 v1'])
    expect(hit.headers.get('Cache-Status')).toMatch(/^frankfurt;hit;ttl=5$/)
    await fetch.pass(7 * SECOND)
    const renewed = await fetch(`${EDGE}/p/50`)
    expect(renewed.headers.get('Cache-Status')).toBe('frankfurt;fwd=stale;fwd-status=304;stored')
  })
  it('answers 304 to who has the page already, and 404 from memory', async () => {
    const fetch = quiet()
    const first = await fetch(`${EDGE}/p/50`)
    const again = await fetch(`${EDGE}/p/50`, { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect((await fetch(`${EDGE}/p/99`)).status).toBe(404)
    const missing = await fetch(`${EDGE}/p/99`)
    expect([missing.status, missing.headers.get('Cache-Status')]).toEqual([404, 'frankfurt;hit;ttl=9'])
  })
  it('keeps a copy for each language when the origin varies by it', async () => {
    const fetch = quiet({ values: { vary: 'language' } })
    const ask = async (language: string) => {
      const response = await fetch(`${EDGE}/p/50`, { headers: { 'Accept-Language': language } })
      return [await response.text(), response.headers.get('Cache-Status')?.split(';')[1]]
    }
    expect(await ask('ja')).toEqual(['/p/50 v1-ja', 'fwd=uri-miss'])
    expect(await ask('tr')).toEqual(['/p/50 v1-tr', 'fwd=vary-miss'])
    expect(await ask('ja')).toEqual(['/p/50 v1-ja', 'hit'])
  })
  it('passes the age of the shield on, so that a page is not kept twice as long', async () => {
    const fetch = quiet({ variant: 'shield' })
    await fetch('http://singapore/p/50')
    await fetch.pass(6 * SECOND)
    const second = await fetch(`${EDGE}/p/50`)
    expect(second.headers.get('Cache-Status')).toMatch(
      /^shield;hit;ttl=3, frankfurt;fwd=uri-miss;fwd-status=200;stored$/,
    )
    await fetch.pass(5 * SECOND)
    const third = await fetch(`${EDGE}/p/50`)
    expect(third.headers.get('Cache-Status')).toMatch(/frankfurt;fwd=stale/)
  })
  it('serves stale while it revalidates, and while the origin is down as long as it may', async () => {
    const fetch = quiet({
      variant: 'swr',
      values: { ttl: 5, swr: 5, sie: 30 },
      script: [{ at: 60 * SECOND, kind: 'crash', node: 'origin' }],
    })
    await fetch(`${EDGE}/p/50`)
    await fetch.pass(7 * SECOND)
    expect((await fetch(`${EDGE}/p/50`)).headers.get('Cache-Status')).toMatch(/frankfurt;hit;ttl=-[123]$/)
    await fetch.pass(51 * SECOND)
    await fetch(`${EDGE}/p/50`)
    await fetch.pass(22 * SECOND)
    const stale = await fetch(`${EDGE}/p/50`)
    expect([stale.status, stale.headers.get('Cache-Status')]).toEqual([200, expect.stringContaining('stale-if-error')])
    await fetch.pass(25 * SECOND)
    expect((await fetch(`${EDGE}/p/50`)).status).toBe(502)
  })
  it('cuts parts from the whole, and passes them on where it is told to', async () => {
    const part = { headers: { Range: 'bytes=1000000-1999999' } }
    const told = async (parts: string) => {
      const fetch = quiet({ values: { parts, 'origin-work': 1_000 } })
      const first = await fetch(`${EDGE}/film`, part)
      const again = await fetch(`${EDGE}/film`, part)
      expect([first, again].map((one) => [one.status, one.headers.get('Content-Range')])).toEqual([
        [206, 'bytes 1000000-1999999/20000000'],
        [206, 'bytes 1000000-1999999/20000000'],
      ])
      return again.headers.get('Cache-Status')
    }
    expect(await told('whole')).toMatch(/^frankfurt;hit/)
    expect(await told('pass')).toBe('frankfurt;fwd=uri-miss;fwd-status=206')
  })
  it('obeys CDN-Cache-Control where its users are told something else', async () => {
    const fetch = quiet({ values: { targeted: true } })
    expect((await fetch(`${EDGE}/p/50`)).headers.get('Cache-Control')).toBe('no-cache')
    expect((await fetch(`${EDGE}/p/50`)).headers.get('Cache-Status')).toBe('frankfurt;hit;ttl=9')
  })
  it('forgets what is purged, by address or tag', async () => {
    const fetch = quiet()
    const status = async (target: string) => (await fetch(EDGE + target)).headers.get('Cache-Status')
    for (const target of ['/p/49', '/p/50', '/p/54']) await status(target)
    await fetch(`${EDGE}/p/49`, { method: 'PURGE' })
    expect([await status('/p/49'), await status('/p/50')]).toEqual([
      expect.stringContaining('uri-miss'),
      expect.stringContaining('hit'),
    ])
    await fetch(`${EDGE}/`, { method: 'PURGE', headers: { 'Cache-Tag': 'shelf-2' } })
    expect([await status('/p/49'), await status('/p/50'), await status('/p/54')]).toEqual([
      expect.stringContaining('hit'),
      expect.stringContaining('uri-miss'),
      expect.stringContaining('uri-miss'),
    ])
  })
})

describe('the machines of one edge', () => {
  const POP = 'http://frankfurt'
  const owners = async (fetch: SimulatedFetch): Promise<string[]> => {
    const machines: string[] = []
    for (let page = 1; page <= 60; page++) {
      const status = (await fetch(`${POP}/p/${page}`)).headers.get('Cache-Status') ?? ''
      machines.push(status.slice(0, status.indexOf(';')))
    }
    return machines
  }
  const hall = (spread: string, script: Scenario['script'] = []) =>
    createFetch(model, {
      ...defaultScenario(meta),
      variant: 'pop',
      horizonMicros: 500 * SECOND,
      values: { ...defaultScenario(meta).values, objects: 60, ttl: 3_600, spread },
      script: [{ at: 0, kind: 'crash', node: 'istanbul' }, ...script],
    })
  const LOSS = [{ at: 100 * SECOND, kind: 'crash', node: 'frankfurt-2' }] as const
  const BACK = [...LOSS, { at: 200 * SECOND, kind: 'restart', node: 'frankfurt-2' }] as const

  it('keep their pages when another one is lost, and get back what was theirs', async () => {
    const fetch = hall('hash', BACK)
    const before = await owners(fetch)
    await fetch.pass(101 * SECOND - fetch.now)
    const without = await owners(fetch)
    expect(without).not.toContain('frankfurt-2')
    for (const [index, owner] of before.entries()) if (owner !== 'frankfurt-2') expect(without[index]).toBe(owner)
    await fetch.pass(202 * SECOND - fetch.now)
    expect(await owners(fetch)).toEqual(before)
  })
  it('have other pages by remainder', async () => {
    const fetch = hall('modulo', LOSS)
    const before = await owners(fetch)
    await fetch.pass(101 * SECOND - fetch.now)
    const without = await owners(fetch)
    const stayed = before.filter((owner, index) => owner === without[index]).length
    // Of twelve remainders in a row by 4 and by 3 the first three agree.
    expect(stayed / 60).toBeGreaterThan(0.25 - 4 * Math.sqrt((0.25 * 0.75) / 60))
    expect(stayed / 60).toBeLessThan(0.25 + 4 * Math.sqrt((0.25 * 0.75) / 60))
  })
  it('are taken in turn, or refuse when none is up', async () => {
    const fetch = hall(
      'turn',
      [1, 2, 3, 4].map((n) => ({ at: 50 * SECOND, kind: 'crash', node: `frankfurt-${n}` })),
    )
    expect((await owners(fetch)).slice(0, 5)).toEqual([1, 2, 3, 4, 1].map((n) => `frankfurt-${n}`))
    await fetch.pass(51 * SECOND - fetch.now)
    expect((await fetch(`${POP}/p/1`)).status).toBe(503)
  })
})

/** What http-cache-semantics says of an exchange of this moment; its clock is the simulation's. */
let now = 0
class TimedPolicy extends CachePolicy {
  now(): number {
    return now / 1_000 + EPOCH_SECONDS * 1_000
  }
}

describe('an edge and http-cache-semantics', () => {
  it('store and reuse alike, on random sequences of requests', { timeout: 30_000 }, async () => {
    const step = fc.record({
      target: fc.constantFrom('/p/50', '/p/51', '/p/99'),
      waitSeconds: fc.integer({ min: 0, max: 14 }),
      language: fc.constantFrom('ja', 'tr'),
      wish: fc.constantFrom('', '', '', 'max-age=3', 'no-cache', 'min-fresh=4', 'max-stale=20'),
    })
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 12, maxLength: 20, size: 'max' }),
        fc.boolean(),
        async (steps, varies) => {
          const fetch = quiet({ values: { vary: varies ? 'language' : 'none', negative: 6 } })
          const policies = new Map<string, CachePolicy>()
          for (const { target, waitSeconds, language, wish } of steps) {
            // Never in the second in which anything expires: ages have whole seconds there.
            await fetch.pass(waitSeconds * SECOND + 400_000)
            const headers = { 'Accept-Language': language, ...(wish === '' ? {} : { 'Cache-Control': wish }) }
            const request = { method: 'GET', url: target, headers: lower(headers) }
            const key = varies && target !== '/p/99' ? `${target} ${language}` : target
            now = fetch.now
            const policy = policies.get(key)
            const margin = policy === undefined ? 10 : Math.abs(policy.timeToLive() / 1_000)
            const expected = policy?.satisfiesWithoutRevalidation(request) === true
            const response = await fetch(EDGE + target, { headers })
            const isHit = (response.headers.get('Cache-Status') ?? '').startsWith('frankfurt;hit')
            if (margin > 1 && !isNearWish(policy, wish)) {
              expect(isHit, `${target} ${wish} after ${policy?.age()} s`).toBe(expected)
              compared++
            }
            if (isHit) continue
            now = fetch.now
            const fresh = new TimedPolicy(
              request,
              { status: response.status, headers: plain(response) },
              { shared: true },
            )
            expect(response.headers.get('Cache-Status')?.endsWith('stored')).toBe(fresh.storable())
            if (fresh.storable()) policies.set(key, fresh)
          }
        },
      ),
      { seed: 24, numRuns: 50 },
    )
    expect(compared).toBeGreaterThan(300)
  })
})

/** Whether half a second more or less would change what a wish of the request says. */
function isNearWish(policy: CachePolicy | undefined, wish: string): boolean {
  if (policy === undefined) return false
  const left = policy.timeToLive() / 1_000
  if (wish.startsWith('max-age')) return Math.abs(policy.age() - 3) <= 1
  if (wish.startsWith('min-fresh')) return Math.abs(left - 4) <= 1
  return wish.startsWith('max-stale') && policy.age() > 24
}

function lower(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function plain(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].filter(([name]) => name !== 'age'))
}

describe('the witnesses', () => {
  const allowed = {
    freshMicros: 10 * SECOND,
    whileRevalidatingMicros: 2 * SECOND,
    ifErrorMicros: 30 * SECOND,
    roundingMicros: 0,
    varyField: null as string | null,
  }
  const request = { label: 'GET /p/1', headers: { 'Accept-Language': 'ja' } }
  const answer = (vouchedAt: number, tag = 'v1', cacheStatus = 'x;hit') => ({
    status: 200,
    headers: { 'Vouched-At': String(vouchedAt), ETag: `"${tag}"`, 'Cache-Status': cacheStatus },
  })
  const broken = (witness: CdnWitness): string[] =>
    witness.checks.filter(({ watch }) => watch?.({} as never)() !== null).map(({ name }) => name)

  it('see what is staler than allowed, and with what permission', () => {
    const witness = new CdnWitness(allowed)
    witness.served('e', request, answer(0), 0, 12 * SECOND)
    witness.served('e', request, answer(0, 'v1', 'e;fwd=stale;fwd-status=502'), 0, 40 * SECOND)
    expect(broken(witness)).toEqual([])
    witness.served('e', request, answer(0), 0, 12 * SECOND + 1)
    expect(broken(witness)).toEqual([FRESH_ENOUGH])
  })
  it('see an older version after a purge, but not for who had asked before it', () => {
    const witness = new CdnWitness(allowed)
    witness.purged('e', [['/p/1', 2]], 5 * SECOND)
    witness.served('e', request, answer(5 * SECOND), 4 * SECOND, 6 * SECOND)
    witness.served('other', request, answer(5 * SECOND), 6 * SECOND, 6 * SECOND)
    witness.served('e', request, answer(5 * SECOND, 'v2'), 6 * SECOND, 6 * SECOND)
    expect(broken(witness)).toEqual([])
    witness.served('e', request, answer(5 * SECOND), 6 * SECOND, 6 * SECOND)
    expect(broken(witness)).toEqual([PURGED])
  })
  it('see an answer that was made for somebody else', () => {
    const witness = new CdnWitness({ ...allowed, varyField: 'Accept-Language' })
    witness.served('e', request, answer(0, 'v1-ja'), 0, 0)
    expect(broken(witness)).toEqual([])
    witness.served('e', request, answer(0, 'v1-tr'), 0, 0)
    expect(broken(witness)).toEqual([OWN_VARIANT])
  })
})

const disturbance = fc.record({
  at: fc.integer({ min: 0, max: 4 * SECOND }),
  kind: fc.constantFrom('crash', 'restart', 'pause', 'publish', 'publish', 'launch'),
  node: fc.constantFrom('frankfurt', 'singapore', 'new-york', 'origin', 'frankfurt-1', 'frankfurt-2'),
})
const circumstances = fc.record({
  ttl: fc.integer({ min: 1, max: 4 }),
  swr: fc.integer({ min: 0, max: 3 }),
  sie: fc.integer({ min: 0, max: 6 }),
  vary: fc.constantFrom('none', 'language', 'browser'),
  purge: fc.constantFrom('url', 'tag', 'soft', 'none'),
  routing: fc.constantFrom('anycast', 'dns', 'load'),
  capacity: fc.integer({ min: 1, max: 30 }),
  'purge-delay': fc.integer({ min: 0, max: SECOND }),
  'origin-work': fc.integer({ min: 1_000, max: 400_000 }),
  spread: fc.constantFrom('hash', 'bounded', 'modulo', 'turn'),
  machines: fc.integer({ min: 1, max: 4 }),
  film: fc.constantFrom(0, 0, 30),
  parts: fc.constantFrom('whole', 'pass'),
})

function disturbed({ at, kind, node }: { at: number; kind: string; node: string }): Scenario['script'][number] {
  if (kind === 'publish') return { at, kind: 'act', action: 'publish', target: 'origin' }
  if (kind === 'launch') return { at, kind: 'act', action: 'launch', target: 'tokyo' }
  if (kind === 'pause') return { at, kind, node, forMicros: 600_000 }
  return { at, kind: kind as 'crash' | 'restart', node }
}

it('no check is broken without the guide, whatever fails and is published', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      fc.constantFrom('edges', 'shield', 'tiered', 'swr', 'pop'),
      circumstances,
      fc.array(disturbance, { minLength: 2, maxLength: 7, size: 'max' }),
      fc.integer({ min: 1, max: 1_000 }),
      (variant, values, disturbances, seed) => {
        const base = defaultScenario(meta)
        const isHere = ({ node, kind }: (typeof disturbances)[number]) =>
          variant === 'pop'
            ? kind !== 'launch' &&
              !['singapore', 'new-york'].includes(node) &&
              node !== `frankfurt-${values.machines + 1}`
            : !node.startsWith('frankfurt-')
        const script = disturbances
          .filter(isHere)
          .map(disturbed)
          .sort((a, b) => a.at - b.at)
        const scenario = { ...base, variant, seed, script, horizonMicros: 5 * SECOND }
        const trace = traceOf({ ...scenario, values: { ...base.values, objects: 12, rps: 12, ...values } })
        expect(trace.status.kind).toBe('finished')
        expect(trace.breaches.map(({ sentence }) => sentence)).toEqual([])
      },
    ),
    { seed: 9, numRuns: 30 },
  )
})

/** A run in which what a preset shows must not be seen, and the claims that have to notice. */
const COUNTEREXAMPLES: readonly [preset: string, change: Partial<Scenario>, failing: readonly string[]][] = [
  ['calm', { values: { ttl: 1 } }, ['origin-is-spared']],
  ['calm', { variant: 'guide', values: { vary: 'browser' } }, ['hits-are-near']],
  ['stampede-guide', { variant: 'shield' }, ['all-go-through', 'launch-fails']],
  ['stampede-edges', { variant: 'shield' }, ['one-an-edge']],
  ['stampede-shield', { variant: 'edges' }, ['one-in-all']],
  ['stampede-shield', { variant: 'guide' }, ['one-in-all', 'launch-succeeds']],
  ['stampede-tiered', { variant: 'shield' }, ['one-parent-each']],
  ['machines-hash', { values: { spread: 'modulo' } }, ['only-the-lost']],
  ['machines-hash', { values: { spread: 'turn' } }, ['only-the-lost', 'each-once']],
  ['machines-modulo', { values: { spread: 'hash' } }, ['most-move']],
  ['machines-turn', { values: { spread: 'hash' } }, ['fetched-by-each', 'no-room']],
  ['machines-hot', { values: { spread: 'bounded' } }, ['one-is-full', 'crowd-waits']],
  ['machines-bounded', { values: { spread: 'hash' } }, ['all-share', 'crowd-is-served']],
  ['parts-passed', { values: { parts: 'whole' } }, ['parts-go-through']],
  ['parts-whole', { values: { parts: 'pass' } }, ['film-once', 'parts-are-cut', 'first-waits']],
  ['ttl', { values: { ttl: 3_600, zipf: 0 } }, ['head-over-tail']],
  ['tail', { values: { capacity: 5_000 } }, ['tail-is-evicted']],
  ['vary-browser', { values: { vary: 'none' } }, ['vary-explodes']],
  ['vary-language', { values: { vary: 'browser' } }, ['vary-is-bearable']],
  ['language-guide', { variant: 'edges' }, ['wrong-language']],
  ['missing', { values: { negative: 10 } }, ['each-in-vain']],
  ['negative', { values: { negative: 0 } }, ['nothing-is-kept']],
  ['purge', { script: [] }, ['two-versions', 'purge-bounds']],
  ['purge', { values: { purge: 'none' } }, ['two-versions', 'purge-bounds']],
  ['no-purge', { values: { ttl: 60 } }, ['two-versions']],
  ['purge-race-guide', { variant: 'edges' }, ['old-for-ever']],
  ['purge-race', { values: { 'origin-work': 1_000 } }, ['overtaken-is-not-kept']],
  ['purge-cut-guide', { script: preset('purge-cut-guide').script.slice(1) }, ['purge-lost', 'old-for-ever']],
  ['purge-cut', { script: preset('purge-cut').script.slice(1) }, ['purge-is-repeated']],
  ['purge-tag', { values: { purge: 'url' } }, ['tag-and-no-more']],
  ['purge-soft', { values: { purge: 'url' } }, ['nobody-waits']],
  ['edge-down', { script: [] }, ['rerouted', 'farther', 'cold-again']],
  ['edge-down-dns', { values: { routing: 'anycast' } }, ['dns-lags']],
  ['crowd-nearest', { values: { routing: 'load' } }, ['queue-grows']],
  ['crowd-spills', { values: { routing: 'anycast' } }, ['spills-over']],
  ['origin-down', { variant: 'shield' }, ['stale-stands-in']],
  ['origin-down-strict', { variant: 'swr' }, ['all-expires']],
  ['origin-down-guide', { variant: 'edges' }, ['beyond-permission']],
  ['shield-down', { variant: 'tiered' }, ['all-expires']],
  ['parent-down', { script: [] }, ['falls-back']],
]

describe('a claim', () => {
  it.each(COUNTEREXAMPLES)('of %s fails where its phenomenon is not (%#)', (id, change, failing) => {
    const scenario = preset(id, change)
    const trace = traceOf(scenario)
    for (const claim of failing) {
      const verdict = claims[claim]?.measure(trace, new Values(scenario.values), scenario)
      expect(verdict?.holds, `${claim}: ${verdict?.measured}`).toBe(false)
    }
  })
})

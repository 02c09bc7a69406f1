import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GuideRing } from '../../workers/algorithms/hashing/guide-ring'
import { Modulo, stayingFraction } from '../../workers/algorithms/hashing/modulo'
import { Ring } from '../../workers/algorithms/hashing/ring'
import { World } from '../../workers/network/world'
import { defaultScenario } from '../../workers/scenario/preset-scenario'
import type { Intervention, Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import meta from '../../workers/systems/consistent-hashing/meta'
import model from '../../workers/systems/consistent-hashing/model'
import {
  keysAreAskedWhereTheyBelong,
  noNodeHoldsMoreThanItsBound,
  onlyTheNewNodeTakesKeys,
} from '../../workers/systems/consistent-hashing/model-checks'
import { cacheNames, keyNames } from '../../workers/systems/consistent-hashing/model-keys'
import { Membership } from '../../workers/systems/consistent-hashing/model-membership'
import { placementPicture } from '../../workers/systems/consistent-hashing/model-picture'
import {
  createPlacement,
  MONOTONE,
  type PlacementOptions,
} from '../../workers/systems/consistent-hashing/model-placement'
import view from '../../workers/systems/consistent-hashing/view'
import type { PlacementPicture } from '../../workers/systems/glyphs'
import { failuresByCause } from '../../workers/trace/measure'
import type { Mark, Trace } from '../../workers/trace/trace'
import { scenarioOf, traceOf } from '../network/hand-built'

/** Short runs of the real system, half a second at 1,000 requests a second, in which no check fails. */
function play(changes: Partial<Scenario> = {}, values: Scenario['values'] = {}): Trace {
  const base = defaultScenario(meta)
  const scenario = { ...base, horizonMicros: 500_000, ...changes, values: { ...base.values, ...values } }
  const trace = traceOf(startRun(scenario, model))
  expect(trace.breaches).toEqual([])
  return trace
}

const VARIANTS = meta.variants.map(({ id }) => id)

function act(at: number, action: string, target: string): Intervention {
  return { at, kind: 'act', action, target }
}

function marksCalled(trace: Trace, name: string): Mark[] {
  return Array.from({ length: trace.markCount }, (_, index) => index)
    .filter((index) => trace.markNameOf(index) === name)
    .map((index) => trace.mark(index))
}

function optionsOf(points: number, keys: readonly string[] = keyNames(1000)): PlacementOptions {
  return { points, boundPercent: 125, keys }
}

function nodeOf(trace: Trace, name: string): number {
  return trace.topology.nodes.findIndex((node) => node.name === name)
}

describe('adding a node', () => {
  it.each([3, 4, 5, 7])('by modulo to %i others moves n/(n + 1) of the keys, within 4σ', (count) => {
    const keys = keyNames(5000)
    const names = cacheNames(count + 1)
    const membership = new Membership(createPlacement('modulo', names.slice(0, count), optionsOf(1)), keys)
    const law = 1 - stayingFraction(count, count + 1)
    const { moved } = membership.join(names[count] as string)
    expect(Math.abs(moved / 5000 - law)).toBeLessThan(4 * Math.sqrt((law * (1 - law)) / 5000))
    expect(law).toBeCloseTo(count / (count + 1), 12)
  })

  it('moves exactly the keys that it then owns, and removing it brings them back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...[...MONOTONE].filter((variant) => variant !== 'slots')),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 60 }),
        fc.uniqueArray(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 200 }),
        (variant, count, points, keys) => {
          const names = cacheNames(count + 1)
          const newcomer = names[count] as string
          const membership = new Membership(
            createPlacement(variant, names.slice(0, count), optionsOf(points, keys)),
            keys,
          )
          const before = membership.owners()
          const joined = membership.join(newcomer)
          const owned = membership.owners().filter((owner) => owner === newcomer).length
          expect(joined.movements.every(({ to }) => to === newcomer)).toBe(true)
          expect(joined.moved).toBe(owned)
          const left = membership.leave(newcomer)
          expect(left.moved).toBe(owned)
          expect(membership.owners()).toEqual(before)
        },
      ),
      { seed: 7, numRuns: 100 },
    )
  })

  it('to the guide’s ring of 4 moves all 1,000 keys user:1 to user:1000 from cache-4 to cache-5', () => {
    const membership = new Membership(createPlacement('guide-ring', cacheNames(4), optionsOf(1)), keyNames(1000))
    expect(new Set(membership.owners())).toEqual(new Set(['cache-4']))
    expect(membership.join('cache-5').movements).toEqual([{ from: 'cache-4', to: 'cache-5', keys: 1000 }])
  })

  it('is said with the keys that move, shown in the reading and on the node', () => {
    const trace = play({ script: [act(100_000, 'add-node', 'cache-5')] })
    const [change] = marksCalled(trace, 'placement/changed')
    expect(change?.sentence).toBe('cache-5 joins: 19.5 % of 1,000 keys move, all of them to cache-5.')
    const app = nodeOf(trace, 'app')
    expect(trace.gauge(app, 'moved', trace.countBefore(100_000))).toBe(0)
    expect(trace.gauge(app, 'moved', trace.events)).toBe(195)
    expect(trace.gauge(nodeOf(trace, 'cache-5'), 'member', trace.countBefore(100_000))).toBe(0)
    expect(trace.gauge(nodeOf(trace, 'cache-5'), 'member', trace.events)).toBe(1)
    const pictureAt = (count: number) => trace.fact(app, 'placement', count) as unknown as PlacementPicture
    expect(pictureAt(trace.countBefore(100_000)).nodes.length).toBe(4)
    expect(pictureAt(trace.events).nodes.map(({ name }) => name)).toEqual(cacheNames(5))
  })

  it('that is there already, or removing one that is not, changes nothing and says so', () => {
    const trace = play({ script: [act(1_000, 'add-node', 'cache-1'), act(2_000, 'remove-node', 'cache-5')] })
    expect(marksCalled(trace, 'placement/changed')).toEqual([])
    expect(marksCalled(trace, 'placement/unchanged').map(({ sentence }) => sentence)).toEqual([
      'cache-1 is in the placement already; nothing changes.',
      'cache-5 is out of the placement already; nothing changes.',
    ])
  })
})

describe('removing nodes', () => {
  it('until none is left sends every request to the database, and they still succeed', () => {
    const script = cacheNames(3).map((name, index) => act(100_000 + index, 'remove-node', name))
    const trace = play({ script }, { caches: 3, standby: 0, workers: 16, query: 1_000 })
    expect(marksCalled(trace, 'cache/none').length).toBeGreaterThan(100)
    expect(failuresByCause(trace).size).toBe(0)
  })
})

describe('a lookup', () => {
  it.each(VARIANTS)('by %s ends at the node that the placement names, and its steps lead there', (variant) => {
    const trace = play({ variant, horizonMicros: 100_000 })
    const placement = createPlacement(variant, cacheNames(4), optionsOf(128))
    const lookups = marksCalled(trace, 'placement/located')
    expect(lookups.length).toBeGreaterThan(50)
    for (const { details } of lookups) expect(details.node).toBe(placement.locate(String(details.key)))
  })

  it('on a ring first probes the index and then tells the point', () => {
    const trace = play({ horizonMicros: 100_000 })
    const placement = createPlacement('ring', cacheNames(4), optionsOf(128))
    const [probe] = marksCalled(trace, 'placement/probed')
    const [point] = marksCalled(trace, 'placement/located')
    const steps = placement.explain(String(point?.details.key))
    if (steps?.kind !== 'ring') throw new Error('no ring')
    expect(probe).toMatchObject({ event: point?.event, index: (point?.index ?? 0) - 1 })
    expect(probe?.details).toMatchObject({ bucket: steps.bucket?.index, first: steps.bucket?.firstPoint })
    expect(point?.details).toMatchObject({
      hash: steps.hash,
      pointHash: steps.point.hash,
      pointIndex: steps.point.index,
      comparisons: steps.comparisons,
    })
  })

  it('on the guide’s ring builds all its points for every single key', () => {
    const [probe] = marksCalled(play({ variant: 'guide-ring', horizonMicros: 100_000 }), 'placement/probed')
    expect(probe?.sentence).toMatch(/for this one look-up 400 points are hashed and sorted anew/)
  })

  it('with bounded loads passes by only nodes that are full', () => {
    const trace = play({ variant: 'bounded', horizonMicros: 200_000 }, { points: 4 })
    const passed = marksCalled(trace, 'placement/walked')
    expect(passed.length).toBeGreaterThan(0)
    const bound = Math.ceil((1.25 * 1000) / 4)
    for (const { details } of passed) expect(details.load).toBe(bound)
  })

  it('by rendezvous goes to the highest of the scores it tells', () => {
    for (const { details } of marksCalled(
      play({ variant: 'rendezvous', horizonMicros: 50_000 }),
      'placement/located',
    )) {
      const scores = details.scores as number[]
      expect(scores[(details.names as string[]).indexOf(String(details.node))]).toBe(Math.max(...scores))
    }
  })
})

describe('the run', () => {
  const script = [
    act(100_000, 'add-node', 'cache-5'),
    { at: 150_000, kind: 'crash', node: 'cache-2' },
    { at: 250_000, kind: 'restart', node: 'cache-2' },
    act(300_000, 'remove-node', 'cache-1'),
  ] as const

  it.each(VARIANTS)('by %s has one digest in chunks of 1, 7 and 100,000', (variant) => {
    const scenario = { ...defaultScenario(meta), variant, script, horizonMicros: 400_000 }
    const digests = [1, 7, 100_000].map((budget) => traceOf(startRun(scenario, model), budget).digest)
    expect(digests[0]).not.toBeNull()
    expect(new Set(digests).size).toBe(1)
  })

  it('asks for the same keys at the same moments whatever the variant', () => {
    const arrivals = (variant: string): string[] => {
      const trace = play({ variant, script })
      return Array.from({ length: trace.requestCount }, (_, index) => {
        const { label, startMicros } = trace.request(index + 1)
        return `${label} at ${startMicros}`
      })
    }
    const ring = arrivals('ring')
    for (const variant of VARIANTS) expect(arrivals(variant), variant).toEqual(ring)
  })

  it('gives every failed request one cause when a cache node and the database crash', () => {
    const trace = play({
      script: [
        { at: 100_000, kind: 'crash', node: 'cache-2' },
        { at: 200_000, kind: 'crash', node: 'database' },
      ],
    })
    const causes = failuresByCause(trace)
    expect([...causes.keys()].sort()).toEqual(['connection lost', 'refused'])
  })

  it('starts with warm caches, and one that starts again is empty', () => {
    const script: Intervention[] = [{ at: 400_000, kind: 'restart', node: 'cache-2' }]
    const trace = play({ script, horizonMicros: 401_000 })
    const entries = (name: string, micros: number) => trace.gauge(nodeOf(trace, name), 'entries', trace.countAt(micros))
    const owners = new Membership(createPlacement('ring', cacheNames(4), optionsOf(128)), keyNames(1000)).owners()
    const owned = cacheNames(5).map((name) => owners.filter((owner) => owner === name).length)
    expect(cacheNames(5).map((name) => entries(name, 1_000))).toEqual(owned.map((keys) => Math.min(200, keys)))
    expect(entries('cache-2', 400_000)).toBe(0)
    const cold = play({ horizonMicros: 1_000 }, { warm: false })
    expect(cold.gauge(nodeOf(cold, 'cache-2'), 'entries', 1)).toBe(0)
  })

  it('follows the rate when it is set during the run', () => {
    const trace = play({ script: [{ at: 250_000, kind: 'set', parameter: 'rps', value: 4000 }] })
    const half = trace.requestsStarted(trace.countBefore(250_000))
    expect((trace.requestCount - half) / half).toBeGreaterThan(3)
  })

  it('stays under 100 bytes an event', () => {
    const scenario = { ...defaultScenario(meta), horizonMicros: 2_000_000 }
    const chunk = startRun(scenario, model).advance(10_000_000)
    const texts = chunk.tables.strings.entries.join('').length * 2 + JSON.stringify(chunk.facts).length
    expect((columnBytes(chunk) + texts) / chunk.eventAt.length).toBeLessThan(100)
  })
})

describe('the picture of a placement', () => {
  it.each(VARIANTS)('of %s has shares that add up to 1', (variant) => {
    const { nodes } = placementPicture(createPlacement(variant, cacheNames(7), optionsOf(100)))
    expect(nodes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
  })

  it('of a ring has the exact shares and all points in order', () => {
    const ring = new Ring(cacheNames(5), { pointsPerNode: 100 })
    const { nodes, points } = placementPicture(ring)
    expect(nodes.map(({ share }) => share)).toEqual(ring.shares().map((share) => expect.closeTo(share, 12)))
    expect(points.map(({ hash, node }) => [hash, nodes[node]?.name])).toEqual(
      ring.points().map(({ hash, node }) => [hash, node]),
    )
  })

  it('lists at most 1,024 points', () => {
    const { points } = placementPicture(new Ring(cacheNames(10), { pointsPerNode: 160 }))
    expect(points.length).toBe(1024)
    expect(points.every(({ hash }, index) => index === 0 || hash >= (points[index - 1]?.hash ?? 0))).toBe(true)
  })

  it('of no node is empty', () => {
    for (const placement of [new Ring([]), new GuideRing([]), new Modulo([])])
      expect(placementPicture(placement)).toMatchObject({ nodes: [], points: [] })
  })
})

describe('a witness', () => {
  const world = new World(scenarioOf())

  it('of bounds sees a node that holds more than its bound', () => {
    const membership = new Membership(createPlacement('ring', cacheNames(8), optionsOf(4)), keyNames(1000))
    const look = noNodeHoldsMoreThanItsBound(membership, 125).watch?.(world)
    expect(look?.()).toMatch(/^cache-\d holds \d+ keys; its bound is 157\.$/)
  })

  it('of lookups sees a key that is asked at a node to which it does not belong', () => {
    const witness = keysAreAskedWhereTheyBelong('ring', cacheNames(4), optionsOf(100))
    const look = witness.watch?.(world)
    const placement = createPlacement('ring', cacheNames(4), optionsOf(100))
    for (const key of keyNames(100)) witness.asked(key, placement.locate(key) ?? '')
    expect(look?.()).toBeNull()
    const moved =
      keyNames(100).find((key) => createPlacement('ring', cacheNames(5), optionsOf(100)).locate(key) === 'cache-5') ??
      ''
    witness.joined('cache-5')
    witness.asked(moved, placement.locate(moved) ?? '')
    expect(look?.()).toBe(`${moved} is asked at ${placement.locate(moved)} and belongs to cache-5.`)
  })

  it('of movements sees keys that move between two nodes that stay', () => {
    const membership = new Membership(new Modulo(cacheNames(4)), keyNames(100))
    const look = onlyTheNewNodeTakesKeys(membership).watch?.(world)
    expect(look?.()).toBeNull()
    membership.join('cache-5')
    expect(look?.()).toMatch(/keys move from cache-\d to cache-\d, but only cache-5 changed\.$/)
  })

  it('of movements is content with a ring that nodes join and leave', () => {
    const membership = new Membership(new Ring(cacheNames(4)), keyNames(500))
    const look = onlyTheNewNodeTakesKeys(membership).watch?.(world)
    for (const name of ['cache-5', 'cache-6']) membership.join(name)
    expect(look?.()).toBeNull()
    membership.leave('cache-2')
    expect(look?.()).toBeNull()
  })
})

describe('the view', () => {
  it.each([3, 8])(
    'keeps at least 40 units between the boxes of %i caches, two standby nodes and three clients',
    (caches) => {
      const base = defaultScenario(meta)
      const { topology } = startRun(
        { ...base, values: { ...base.values, caches, standby: 2, clients: 3 } },
        model,
      ).world
      const places = view.place(topology, false)
      const sizes: Record<string, readonly [number, number]> = {
        client: [116, 76],
        app: [308, 220],
        cache: [152, 88],
        database: [148, 84],
      }
      const gap = (a: number, b: number, length: number): number => Math.abs(a - b) - length
      for (const [index, one] of topology.nodes.entries())
        for (const other of topology.nodes.slice(index + 1)) {
          const [a, b] = [places[one.name], places[other.name]]
          const [[w1, h1], [w2, h2]] = [sizes[one.kind] ?? [0, 0], sizes[other.kind] ?? [0, 0]]
          const apart = Math.max(gap(a?.x ?? 0, b?.x ?? 0, (w1 + w2) / 2), gap(a?.y ?? 0, b?.y ?? 0, (h1 + h2) / 2))
          expect(apart, `${one.name} and ${other.name}`).toBeGreaterThanOrEqual(40)
        }
    },
  )
})

function columnBytes(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0
  return Object.values(value).reduce((sum: number, part) => sum + columnBytes(part), 0)
}

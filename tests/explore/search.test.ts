import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noMeta } from '../../src/run/no-system'
import { FaultSearch, type Finding } from '../../workers/explore/search'
import { parseTarget, type Target } from '../../workers/explore/target'
import { tryScenario } from '../../workers/explore/trial'
import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import type { Request, Response } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'
import type { World } from '../../workers/network/world'
import { interventionProblem } from '../../workers/scenario/check'
import type { Scenario } from '../../workers/scenario/scenario'
import type { SystemModel } from '../../workers/systems/system'
import { scenarioOf } from '../network/hand-built'

/** Acknowledges a write and keeps it in memory only: the planted mistake. A crash that is followed by a read shows it. */
class ForgetfulStore implements Component {
  constructor(private readonly values = new Map<string, number>()) {}

  *handle({ label, key = '' }: Request): Process<Response> {
    if (label.startsWith('SET')) {
      this.values.set(key, 1)
      return { status: 200 }
    }
    return { status: 200, body: this.values.has(key) }
  }
}

class Writer implements Component {
  lost: string | null = null

  constructor(private readonly node: Node) {}

  *start(): Process {
    const { node } = this
    for (let round = 0; ; round++) {
      const key = `k${round}`
      const written = yield* node.request('store', { label: `SET ${key}`, key }, { timeoutMicros: 50_000 })
      yield* node.sleep(40_000)
      if (written.kind !== 'answered') continue
      const read = yield* node.request('store', { label: `GET ${key}`, key }, { timeoutMicros: 50_000 })
      if (read.kind === 'answered' && read.response.body === false) this.lost = key
    }
  }
}

const forgetful: SystemModel = {
  build(world: World) {
    let writer: Writer | null = null
    world.node('writer', 'client', (node) => {
      writer = new Writer(node)
      return writer
    })
    for (const name of ['store', 'bystander-1', 'bystander-2']) world.node(name, 'store', () => new ForgetfulStore())
    world.link('writer', 'store', { latency: { kind: 'fixed', micros: 1_000 } })
    world.link('bystander-1', 'bystander-2', { latency: { kind: 'fixed', micros: 1_000 } })
    world.check({
      name: 'No acknowledged write is lost',
      watch: () => () => (writer?.lost == null ? null : `${writer.lost} was acknowledged and is gone.`),
    })
  },
}

const LOST: Target = { kind: 'check', name: 'No acknowledged write is lost' }
const base = scenarioOf({ horizonMicros: 3_000_000 })

function search(target: Target, runs: number, shard = { index: 0, count: 1 }, from: Scenario = base): FaultSearch {
  const found = new FaultSearch(from, noMeta, forgetful, target, { runs, shard })
  while (!found.isOver) found.step()
  return found
}

describe('a planted mistake', () => {
  const found = search(LOST, 2_000).finding as Finding

  it('is found within 2,000 runs and shrunk to the one restart that it takes', () => {
    // Restarting what runs is a crash and a start at once, so nothing else is needed.
    expect(found.scenario.script.map(({ kind }) => kind)).toEqual(['restart'])
    expect(found.scenario.seed).toBe(base.seed)
  })

  it('is met again at the same moment when the finding is run', () => {
    expect(tryScenario(found.scenario, forgetful, LOST).met).toEqual({
      atMicros: found.atMicros,
      sentence: found.sentence,
    })
  })

  it('is not met when any one intervention of the finding is left out', () => {
    for (const left of found.scenario.script) {
      const script = found.scenario.script.filter((entry) => entry !== left)
      expect(tryScenario({ ...found.scenario, script }, forgetful, LOST).met).toBeNull()
    }
  })

  it('is shown sooner than it was found', () => {
    const before = tryScenario(found.original, forgetful, LOST).met?.atMicros ?? 0
    expect(found.atMicros).toBeLessThanOrEqual(before)
  })
})

describe('a search', () => {
  it.each([2, 3, 5])('in %i shards has the finding of the whole, at the lowest index', (count) => {
    const whole = search(LOST, 2_000).finding
    expect(whole).not.toBeNull()
    const shards = Array.from({ length: count }, (_, index) => search(LOST, 2_000, { index, count }).finding)
    const lowest = shards.filter((each) => each !== null).sort((a, b) => a.index - b.index)[0]
    expect(lowest).toEqual(whole)
  })

  it('tries every candidate once over all shards, and says what it tried when it finds nothing', () => {
    const never: Target = { kind: 'mark', name: 'no/such-mark' }
    const whole = search(never, 40)
    expect(whole.finding).toBeNull()
    expect(whole.tried.runs).toBe(40)
    const parts = [0, 1, 2].map((index) => search(never, 40, { index, count: 3 }).tried)
    const sum = (of: (tried: (typeof parts)[number]) => number) => parts.reduce((total, part) => total + of(part), 0)
    expect(sum(({ runs }) => runs)).toBe(40)
    expect(sum(({ events }) => events)).toBe(whole.tried.events)
    for (const [kind, count] of Object.entries(whole.tried.faults))
      expect(sum(({ faults }) => faults[kind] ?? 0)).toBe(count)
  })

  it('tries the scenario as it is first', () => {
    const script: Scenario['script'] = [
      { at: 500_000, kind: 'crash', node: 'store' },
      { at: 510_000, kind: 'restart', node: 'store' },
    ]
    expect(search(LOST, 10, { index: 0, count: 1 }, { ...base, script }).finding?.index).toBe(0)
  })

  it('adds only interventions that a link can carry', () => {
    const seen: Scenario[] = []
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const finding = search(LOST, 400, { index: 0, count: 1 }, { ...base, seed }).finding
        if (finding === null) return
        seen.push(finding.original, finding.scenario)
        for (const { script } of [finding.original, finding.scenario]) {
          expect(script.map((entry) => interventionProblem(entry, noMeta))).toEqual(script.map(() => null))
          expect(script.every(({ at }, index) => index === 0 || at >= (script[index - 1]?.at ?? 0))).toBe(true)
        }
      }),
      { seed: 7, numRuns: 10 },
    )
    expect(seen.length).toBeGreaterThan(4)
  })
})

describe('a target', () => {
  it.each([
    ['check', { kind: 'check', name: null }],
    ['check:No acknowledged write is lost', LOST],
    ['p99>500ms', { kind: 'latency', percent: 99, aboveMicros: 500_000 }],
    ['failed>10%', { kind: 'failures', abovePercent: 10 }],
    ['mark:node/crashed', { kind: 'mark', name: 'node/crashed' }],
  ])('%s is read', (text, target) => {
    expect(parseTarget(text)).toEqual(target)
  })

  it.each(['', 'p95>1s', 'p99>', 'p99>fast', 'failed>10', 'failed>100%', 'check:', 'checks'])(
    '“%s” is none',
    (text) => {
      expect(parseTarget(text)).toBeNull()
    },
  )

  it('that is a mark is met where the mark is first set', () => {
    const script: Scenario['script'] = [{ at: 700_000, kind: 'crash', node: 'store' }]
    const { met } = tryScenario({ ...base, script }, forgetful, { kind: 'mark', name: 'node/crashed' })
    expect(met?.atMicros).toBe(700_000)
  })
})

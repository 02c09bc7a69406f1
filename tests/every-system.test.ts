import { afterAll, describe, expect, it } from 'vitest'
import { Fate } from '../workers/protocol'
import { Values } from '../workers/scenario/parameters'
import { presetScenario } from '../workers/scenario/preset-scenario'
import type { Scenario } from '../workers/scenario/scenario'
import { startRun } from '../workers/session/run'
import { catalog } from '../workers/systems/catalog'
import { type Finding, isKept, quantityText } from '../workers/systems/law'
import { loadClaims, loadProof, loadView } from '../workers/systems/loaders'
import { loadModel } from '../workers/systems/models'
import type { Preset, SystemMeta, SystemModel } from '../workers/systems/system'
import { universalLaws } from '../workers/systems/universal-laws'
import { requestStory } from '../workers/trace/request-story'
import { Trace } from '../workers/trace/trace'
import { storyGap } from './trace/story-gap'

/** Requests of each preset whose time is accounted for. */
const STORIES = 200

/** Every system passes this suite by being in its folder. */
describe.each(catalog.map((meta) => [meta.id, meta] as const))('%s', (_, meta) => {
  it('has presets whose claims exist and whose values are in range', async () => {
    const claims = await loadClaims(meta.id)
    for (const preset of meta.presets) {
      expect(preset.claims.length, preset.id).toBeGreaterThan(0)
      for (const claim of preset.claims) expect(Object.keys(claims), preset.id).toContain(claim)
    }
  })

  it('places every node once, on wide and on narrow screens, with no two at one point', async () => {
    const view = await loadView(meta.id)
    const model = await loadModel(meta.id)
    const { topology } = startRun(presetScenario(meta, firstPreset(meta)), model).world
    for (const narrow of [false, true]) {
      const places = view.place(topology, narrow)
      const points = topology.nodes.map((node) => places[node.name])
      expect(points.every((point) => point !== undefined)).toBe(true)
      expect(new Set(points.map((point) => `${point?.x} ${point?.y}`)).size).toBe(points.length)
    }
  })

  const findings = new Map<string, ReadonlyMap<string, Finding>>()
  const findingsOf = async (preset: Preset, ran?: Trace): Promise<ReadonlyMap<string, Finding>> => {
    const scenario = presetScenario(meta, preset)
    const trace = ran ?? runToEnd(scenario, await loadModel(meta.id), 50_000)
    const laws = [...universalLaws, ...(await loadProof(meta.id)).laws]
    const own = new Map(laws.map((law) => [law.id, law.measure(trace, new Values(scenario.values), scenario)]))
    findings.set(preset.id, own)
    return own
  }

  describe.each(meta.presets.map((preset) => [preset.id, preset] as const))('preset %s', (_, preset) => {
    const scenario = presetScenario(meta, preset)
    let whole: Trace | undefined
    /** One finished run for all that is asked of it. */
    const finished = async (): Promise<Trace> => {
      whole ??= runToEnd(scenario, await loadModel(meta.id), 50_000)
      return whole
    }
    afterAll(() => {
      whole = undefined
    })

    it('keeps every claim, every law that speaks of it, and every check but those that it breaks on purpose', {
      timeout: 60_000,
    }, async () => {
      const claims = await loadClaims(meta.id)
      const trace = await finished()
      expect(trace.status.kind).toBe('finished')
      const broken = trace.breaches.map(({ check, sentence }) => ({ check, sentence }))
      expect(broken.map(({ check }) => check).sort(), JSON.stringify(broken)).toEqual([...(preset.breaks ?? [])].sort())
      for (const id of preset.claims) {
        const verdict = claims[id]?.measure(trace, new Values(scenario.values), scenario)
        expect(verdict?.holds, `${id}: ${verdict?.measured}`).toBe(true)
      }
      for (const [id, finding] of await findingsOf(preset, trace)) expectKept(id, finding)
    })

    it('conserves messages and time: every hop is settled once or still flies, every microsecond is told', {
      timeout: 60_000,
    }, async () => {
      const trace = await finished()
      const hops = Array.from({ length: trace.hopCount }, (_, index) => trace.hop(index))
      const unsettled = hops.filter(({ fate, dueMicros, settledEvent, sentEvent }) =>
        fate === Fate.flying ? dueMicros < trace.reachedMicros : settledEvent < sentEvent,
      )
      expect(unsettled).toEqual([])
      const step = Math.max(1, Math.floor(trace.requestCount / STORIES))
      for (let request = 1; request <= trace.requestCount; request += step)
        expect(storyGap(trace, requestStory(trace, request))).toBeNull()
    })

    it('gives one digest in one piece, in pieces of 7 and step by step', { timeout: 120_000 }, async () => {
      const model = await loadModel(meta.id)
      const short = { ...scenario, horizonMicros: Math.min(scenario.horizonMicros, 3_000_000) }
      const whole = runToEnd(short, model, 10_000_000).digest
      expect(whole).not.toBeNull()
      expect(runToEnd(short, model, 7).digest).toBe(whole)
      expect(runToEnd(short, model, 1).digest).toBe(whole)
    })
  })

  it('is held to laws of its own, each of which speaks of a run that a preset shows', {
    timeout: 120_000,
  }, async () => {
    const { laws, modelled, leftOut } = await loadProof(meta.id)
    expect(laws.length).toBeGreaterThan(1)
    expect(modelled.length > 0 && leftOut.length > 0).toBe(true)
    const ids = [...universalLaws, ...laws].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const preset of meta.presets) if (!findings.has(preset.id)) await findingsOf(preset)
    for (const id of ids) {
      const speaks = meta.presets.filter((preset) => findings.get(preset.id)?.get(id)?.kind === 'measured')
      expect(speaks.length, id).toBeGreaterThan(0)
    }
  })

  it('gives different runs for different seeds', async () => {
    const model = await loadModel(meta.id)
    const scenario = { ...presetScenario(meta, firstPreset(meta)), horizonMicros: 500_000 }
    const other = { ...scenario, seed: scenario.seed + 1 }
    expect(runToEnd(scenario, model, 1000).digest).not.toBe(runToEnd(other, model, 1000).digest)
  })
})

function expectKept(id: string, finding: Finding): void {
  if (finding.kind === 'not-here') return
  const { value, law, unit } = finding.quantity
  const told = `${id}: ${quantityText(value, unit)} against ${quantityText(law, unit)}`
  expect(isKept(finding.quantity), told).toBe(true)
}

function runToEnd(scenario: Scenario, model: SystemModel, budget: number): Trace {
  const run = startRun(scenario, model)
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(budget))
  return trace
}

function firstPreset(meta: SystemMeta): Preset {
  const preset = meta.presets[0]
  if (preset === undefined) throw new Error(`${meta.id} has no preset`)
  return preset
}

import { describe, expect, it } from 'vitest'
import { checkScenario } from '../workers/scenario/check'
import { Values } from '../workers/scenario/parameters'
import type { Scenario } from '../workers/scenario/scenario'
import { stepScenario } from '../workers/scenario/step-scenario'
import { startRun } from '../workers/session/run'
import { catalog } from '../workers/systems/catalog'
import type { Act, Lesson, Prediction } from '../workers/systems/lesson'
import { hasLesson, loadClaims, loadLesson } from '../workers/systems/loaders'
import { loadModel } from '../workers/systems/models'
import type { SystemModel } from '../workers/systems/system'
import { findMoment } from '../workers/trace/moment'
import { Trace } from '../workers/trace/trace'

const taught = catalog.filter(({ id }) => hasLesson(id))

/** Every lesson passes this suite by being in its system's folder. */
describe.each(taught.map((meta) => [meta.id, meta] as const))('the lesson of %s', (_, meta) => {
  it('is short, numbers nothing without a claim, and gives the reader something to do in every step', async () => {
    expectReadable(await loadLesson(meta.id), await loadClaims(meta.id))
  })

  it('has steps whose moments exist, whose claims hold and whose questions have one right answer', {
    timeout: 120_000,
  }, async () => {
    const lesson = await loadLesson(meta.id)
    const claims = { ...(await loadClaims(meta.id)), ...lesson.claims }
    const traces = new Map<string, Trace>()
    for (const step of lesson.steps) {
      expect(
        meta.presets.map(({ id }) => id),
        step.id,
      ).toContain(step.setting.preset)
      const scenario = stepScenario(meta, step.setting)
      expect(checkScenario(meta, scenario), step.id).toEqual([])
      const key = JSON.stringify(scenario)
      const trace = traces.get(key) ?? runToEnd(scenario, await loadModel(meta.id), 50_000)
      traces.set(key, trace)
      const values = new Values(scenario.values)
      expect(findMoment(trace, step.moment), `the moment of ${step.id}`).not.toBeNull()
      const acted = { ...scenario, ...changeOf(step.act, scenario) }
      expect(checkScenario(meta, acted), `what ${step.id} lets the reader do`).toEqual([])
      if (step.act?.kind === 'go') expect(findMoment(trace, step.act.to), step.id).not.toBeNull()
      const names = trace.topology.nodes.map(({ name }) => name)
      if (step.node !== undefined) expect(names, step.id).toContain(step.node)
      for (const id of step.claims) {
        const verdict = claims[id]?.measure(trace, values, scenario)
        expect(verdict?.holds, `${step.id}, ${id}: ${verdict?.measured}`).toBe(true)
      }
      if (step.prediction !== undefined) expectOneAnswer(step.prediction, trace, values, scenario, step.id)
    }
  })
})

/** What the button of a step changes in its scenario. */
function changeOf(act: Act | undefined, { values, script }: Scenario): Partial<Scenario> {
  if (act?.kind === 'set') return { values: { ...values, ...act.values } }
  if (act?.kind === 'variant') return { variant: act.variant }
  return act?.kind === 'intervene' ? { script: [...script, act.intervention] } : {}
}

function runToEnd(scenario: Scenario, model: SystemModel, budget: number): Trace {
  const run = startRun(scenario, model)
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(budget))
  return trace
}

const LONGEST_PARAGRAPH = 260
const LONGEST_LINE = 110

function expectReadable(lesson: Lesson, claims: object): void {
  const { steps } = lesson
  expect(steps.length).toBeGreaterThanOrEqual(5)
  expect(steps.length).toBeLessThanOrEqual(10)
  expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
  expect(Object.keys(lesson.claims).filter((id) => Object.hasOwn(claims, id))).toEqual([])
  for (const { id, title, text, act, prediction, claims: own } of steps) {
    expect(id).toMatch(/^[a-z0-9-]{1,40}$/)
    expect(title.length, title).toBeLessThanOrEqual(60)
    expect(text.length, id).toBeGreaterThan(0)
    expect(text.length, id).toBeLessThanOrEqual(3)
    for (const paragraph of text) expect(paragraph.length, paragraph).toBeLessThanOrEqual(LONGEST_PARAGRAPH)
    expect(act ?? prediction, `something to do in ${id}`).toBeDefined()
    if (prediction !== undefined) expect(prediction.question.length, id).toBeLessThanOrEqual(LONGEST_LINE)
    if (/\d/.test(text.join(' '))) expect(own.length, `claims behind the figures of ${id}`).toBeGreaterThan(0)
  }
}

/** The key comes from the run, and exactly one choice says it, or a number within the range of the field. */
function expectOneAnswer(prediction: Prediction, trace: Trace, values: Values, scenario: Scenario, step: string): void {
  expect(findMoment(trace, prediction.reveal), `where ${step} is revealed`).not.toBeNull()
  const { value, shown, why } = prediction.answer(trace, values, scenario)
  expect(shown, step).toMatch(/[.!]$/)
  expect(why, step).toMatch(/[.!]$/)
  if (prediction.kind === 'number') {
    expect(value, step).toBeGreaterThanOrEqual(prediction.min)
    expect(value, step).toBeLessThanOrEqual(prediction.max)
    return
  }
  const labels = prediction.choices.map(({ label }) => label)
  expect(new Set(labels).size, step).toBe(labels.length)
  expect(labels.length, step).toBeGreaterThan(1)
  const right = prediction.choices.filter((choice) => choice.holds(value)).map(({ label }) => label)
  expect(right, `${step}: ${shown}`).toHaveLength(1)
}

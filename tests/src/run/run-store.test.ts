import { describe, expect, test, vi } from 'vitest'
import { createRunStore, type RunStore } from '../../../src/run/run-store'
import { START } from '../../../workers/scenario/look'
import type { Intervention } from '../../../workers/scenario/scenario'
import { connectInProcess } from './in-process'

const LINK = '#/load-balancer?for=1s'
const crash: Intervention = { at: 500_000, kind: 'crash', node: 's1' }

async function opened(link = LINK): Promise<RunStore> {
  const store = createRunStore(
    () => connectInProcess(),
    () => 0,
  )
  await store.getState().open(link)
  await ended(store)
  return store
}

function ended(store: RunStore): Promise<void> {
  return vi.waitFor(() => expect(['finished', 'broken']).toContain(store.getState().phase), {
    timeout: 10_000,
    interval: 5,
  })
}

describe('opening', () => {
  test('a link runs its scenario with the parts of its system', async () => {
    const { isOpen, meta, view, trace, phase, scenario } = (await opened()).getState()
    expect({ isOpen, id: meta.id, phase, horizon: scenario.horizonMicros }).toEqual({
      isOpen: true,
      id: 'load-balancer',
      phase: 'finished',
      horizon: 1_000_000,
    })
    expect(Object.keys(view.place(trace?.topology ?? expect.fail(), false))).toContain('lb')
  })
  test('a broken link runs all the same and leaves notes, which can be put away', async () => {
    const store = await opened(`${LINK}&rps=many&what=1`)
    expect(store.getState().notes).toHaveLength(2)
    store.getState().dismissNote(0)
    expect(store.getState().notes).toEqual(['“what” is unknown here and was left out.'])
    expect(store.getState().phase).toBe('finished')
  })
  test('the gallery closes the run', async () => {
    const store = await opened()
    await store.getState().open('#/')
    expect(store.getState()).toMatchObject({ isOpen: false, trace: null, notes: [] })
    await store.getState().open('#/no-such')
    expect(store.getState().notes).toEqual(['There is no system “no-such”.'])
  })
  test('a scenario that does not check is not opened, and the problems are noted', async () => {
    const store = await opened()
    const { scenario } = store.getState()
    await store.getState().open({ ...scenario, seed: -1 })
    expect(store.getState().scenario).toBe(scenario)
    expect(store.getState().notes).toHaveLength(1)
  })
  test('of two openings in a row the later one stays', async () => {
    const store = createRunStore(() => connectInProcess())
    await Promise.all([store.getState().open(LINK), store.getState().open('#/consistent-hashing?for=1s')])
    expect(store.getState().meta.id).toBe('consistent-hashing')
  })
  test('a digest that is not met is told once; one that is met is not told', async () => {
    const digest = (await opened()).getState().trace?.digest?.slice(0, 8)
    expect((await opened(`${LINK}&d=${digest}`)).getState().notes).toEqual([])
    const store = await opened(`${LINK}&d=00000000`)
    expect(store.getState().notes).toEqual([
      `This run differs from the one that was shared: its digest is ${digest}, not 00000000.`,
    ])
  })
})

describe('changing', () => {
  test('each change runs at once, and undo brings back the scenario and its run', async () => {
    const store = await opened()
    const before = store.getState().scenario
    const digest = store.getState().trace?.digest
    store.getState().addIntervention(crash)
    await ended(store)
    expect(store.getState().trace?.digest).not.toBe(digest)
    expect(store.getState()).toMatchObject({ canUndo: true, undoLabel: 'crash s1', canRedo: false })
    store.getState().undo()
    await ended(store)
    expect(store.getState().scenario).toBe(before)
    expect(store.getState().trace?.digest).toBe(digest)
    expect(store.getState()).toMatchObject({ canUndo: false, canRedo: true, redoLabel: 'crash s1' })
  })
  test('a drag over a slider is one step of undo', async () => {
    const store = await opened()
    for (const rps of [310, 320, 330]) store.getState().setValue('rps', rps)
    expect(store.getState().scenario.values.rps).toBe(330)
    store.getState().undo()
    expect(store.getState().scenario.values.rps).toBe(300)
    expect(store.getState().canUndo).toBe(false)
  })
  test('a value out of range changes nothing and is noted', async () => {
    const store = await opened()
    const { scenario } = store.getState()
    store.getState().setValue('rps', 1e9)
    store.getState().setVariant('no-such')
    expect(store.getState().scenario).toBe(scenario)
    expect(store.getState().notes).toHaveLength(2)
    expect(store.getState().canUndo).toBe(false)
  })
  test('interventions stay in order of time, and those of one moment in the order in which they came', async () => {
    const store = await opened()
    const { addIntervention } = store.getState()
    addIntervention({ at: 300_000, kind: 'crash', node: 's2' })
    addIntervention({ at: 100_000, kind: 'crash', node: 's1' })
    addIntervention({ at: 300_000, kind: 'restart', node: 's2' })
    const script = () => store.getState().scenario.script.map(({ at, kind }) => `${kind} ${at}`)
    expect(script()).toEqual(['crash 100000', 'crash 300000', 'restart 300000'])
    expect(store.getState().moveIntervention(0, 300_000.4)).toBe(2)
    expect(script()).toEqual(['crash 300000', 'restart 300000', 'crash 300000'])
    expect(store.getState().moveIntervention(2, -5)).toBe(0)
    expect(script()).toEqual(['crash 0', 'crash 300000', 'restart 300000'])
    store.getState().removeIntervention(1)
    expect(script()).toEqual(['crash 0', 'restart 300000'])
  })
  test('dragging an intervention along the timeline is one step of undo', async () => {
    const store = await opened()
    store.getState().addIntervention(crash)
    let index = 0
    for (const at of [510_000, 520_000, 530_000]) index = store.getState().moveIntervention(index, at)
    store.getState().undo()
    expect(store.getState().scenario.script).toEqual([crash])
  })
  test('interventions of one moment move and go together, and keep their distance', async () => {
    const store = await opened()
    const moments = [100_000, 200_000, 200_050, 400_000]
    for (const [index, at] of moments.entries())
      store.getState().addIntervention({ at, kind: 'crash', node: `s${index + 1}` })
    const script = () =>
      store.getState().scenario.script.map((entry) => `${'node' in entry ? entry.node : ''} ${entry.at}`)
    expect(store.getState().moveIntervention(1, 900_000, 2)).toBe(2)
    expect(script()).toEqual(['s1 100000', 's4 400000', 's2 900000', 's3 900050'])
    expect(store.getState().moveIntervention(2, -1, 2)).toBe(0)
    expect(script()).toEqual(['s2 0', 's3 50', 's1 100000', 's4 400000'])
    store.getState().removeIntervention(0, 2)
    expect(script()).toEqual(['s1 100000', 's4 400000'])
    expect(store.getState().undoLabel).toBe('removed: crash s2, crash s3')
  })
  test('a preset is taken as a whole, names itself, and says where to look', async () => {
    const store = await opened()
    const { meta, look } = store.getState()
    const preset = meta.presets.find(({ openAt }) => openAt !== undefined) ?? expect.fail('no preset opens later')
    store.getState().usePreset(preset.id)
    expect(store.getState()).toMatchObject({ preset: preset.id, undoLabel: preset.title })
    expect(store.getState().look).not.toBe(look)
    expect(store.getState().look.micros).toBe(preset.openAt)
    store.getState().undo()
    expect(store.getState()).toMatchObject({ preset: null })
  })
  test('undo goes back to the moment that was shown where a change went to another, and only there', async () => {
    let shown = 120_000
    const store = createRunStore(
      () => connectInProcess(),
      () => 0,
      () => shown,
    )
    await store.getState().open(LINK)
    const { enter, fork, usePreset, undo, redo, scenario, meta } = store.getState()
    const presets = meta.presets.filter(({ openAt }) => openAt !== undefined)
    const [first, second] = presets.map(({ id, openAt }) => ({ id, micros: openAt ?? 0 }))
    if (first === undefined || second === undefined) throw new Error('fewer than two presets open later')
    fork(100_000)
    usePreset(first.id)
    shown = first.micros + 7.5
    enter(scenario, { ...START, micros: 300_000, lesson: 'a-step' }, 'A step')
    shown = 300_000
    store.getState().addIntervention(crash)
    const { look } = store.getState()
    undo()
    expect(store.getState().look).toBe(look)
    undo()
    expect(store.getState().look).toMatchObject({ micros: first.micros + 7, preset: first.id, lesson: null })
    undo()
    expect(store.getState().look).toMatchObject({ micros: 120_000, preset: null })
    expect(store.getState().branching.branches).toHaveLength(2)
    redo()
    redo()
    expect(store.getState().look).toMatchObject({ micros: 300_000, lesson: 'a-step' })
    expect(store.getState().branching.branches).toHaveLength(1)
  })
  test('another step of the lesson leaves the run and its branches alone', async () => {
    const store = await opened()
    store.getState().fork(100_000)
    const { branching } = store.getState()
    store.getState().lookAt({ ...START, micros: 5, lesson: null })
    expect(store.getState()).toMatchObject({ phase: 'finished', undoLabel: 'fork', look: { micros: 5 } })
    expect(store.getState().branching).toBe(branching)
  })
  test('inspecting tells what a node waits for', async () => {
    const store = await opened()
    expect((await store.getState().inspect(100, 's1')).node).toBe('s1')
  })
})

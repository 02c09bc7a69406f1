import { describe, expect, test, vi } from 'vitest'
import { createPlayheadStore } from '../../../src/playback/playhead-store'
import { createRunStore } from '../../../src/run/run-store'
import { createVersusStore } from '../../../src/run/versus-store'
import { connectInProcess } from './in-process'

async function opened(link = '#/load-balancer?variant=random&for=300ms') {
  const run = createRunStore(
    () => connectInProcess(),
    () => 0,
  )
  await run.getState().open(link)
  await ended(run)
  return run
}

async function ended(store: { getState(): { phase: string } }): Promise<void> {
  await vi.waitFor(() => expect(store.getState().phase).toBe('finished'), { timeout: 10_000 })
}

describe('branches of the page', () => {
  test('a fork is another run as soon as it is changed, and undo leads back through it', async () => {
    const run = await opened()
    const digest = run.getState().trace?.digest
    run.getState().fork(100_000)
    expect(run.getState().branching).toMatchObject({ active: 'b', versus: 'a' })
    expect(run.getState().trace?.digest).toBe(digest)
    run.getState().addIntervention({ at: 100_000, kind: 'crash', node: 's2' })
    await ended(run)
    expect(run.getState().trace?.digest).not.toBe(digest)
    run.getState().undo()
    run.getState().undo()
    await ended(run)
    expect(run.getState().branching).toMatchObject({ active: 'a', versus: null })
    expect(run.getState().trace?.digest).toBe(digest)
  })

  test('an impossible scenario on the other side is told and not taken', async () => {
    const run = await opened()
    const { scenario, compareWith } = run.getState()
    compareWith({ ...scenario, variant: 'least' })
    const before = run.getState().branching
    run.getState().changeVersus({ ...scenario, variant: 'no-such' }, 'variant')
    expect(run.getState().branching).toBe(before)
    expect(run.getState().notes.join()).toMatch(/The variant must be one of/)
  })

  test('there are six at most, and a seventh is told', async () => {
    const run = await opened()
    for (let count = 0; count < 6; count++) run.getState().fork(count)
    expect(run.getState().branching.branches).toHaveLength(6)
    expect(run.getState().notes).toContain('There are at most 6 branches.')
  })
})

describe('the run that is compared with', () => {
  test('runs beside the shown one under its playhead, and is dropped when comparing ends', async () => {
    const run = await opened()
    const playhead = createPlayheadStore()
    playhead.getState().follow(run.getState().trace)
    const versus = createVersusStore(run, playhead, () => connectInProcess())
    expect(versus.store.getState().isOn).toBe(false)
    const { scenario, compareWith, setVersus } = run.getState()
    compareWith({ ...scenario, variant: 'least' })
    await ended(versus.store)
    playhead.getState().seek(120_000)
    expect(versus.playhead.getState().micros).toBe(120_000)
    expect(versus.store.getState().trace?.digest).not.toBe(run.getState().trace?.digest)
    setVersus(null)
    expect(versus.store.getState()).toMatchObject({ isOn: false, trace: null })
  })
})

import { describe, expect, test, vi } from 'vitest'
import { createBreakStore } from '../../../src/break-it/break-store'
import { goalOptions, targetOf } from '../../../src/break-it/goals'
import type { ExploreApi } from '../../../workers/explore/explore-api'
import { Explorer } from '../../../workers/explore/explorer'
import { FaultSearch } from '../../../workers/explore/search'
import type { Target } from '../../../workers/explore/target'
import { defaultScenario } from '../../../workers/scenario/preset-scenario'
import meta from '../../../workers/systems/load-balancer/meta'
import model from '../../../workers/systems/load-balancer/model'

const base = { ...defaultScenario(meta), variant: 'least', horizonMicros: 1_500_000 }
const SLOW: Target = { kind: 'latency', percent: 99, aboveMicros: 800_000 }
const NEVER: Target = { kind: 'mark', name: 'no/such-mark' }

/** Searches in this thread, as many at once as there would be cores. */
function opened(cores: number) {
  let ended = 0
  const store = createBreakStore(
    () => {
      const explorer = new Explorer(async () => model)
      const api: ExploreApi = {
        begin: (request) => explorer.begin(request),
        // As from another thread: the answer comes in a task of its own, so that others get their turn.
        step: (runs) => new Promise((resolve) => setImmediate(resolve)).then(() => explorer.step(runs)),
      }
      return { api, onFailure: () => {}, end: () => void ended++ }
    },
    cores,
    () => performance.now(),
  )
  return { store, ended: () => ended }
}

async function searched(cores: number, target: Target, runs: number) {
  const { store, ended } = opened(cores)
  store.getState().start(base, meta, target, runs)
  await vi.waitFor(() => expect(store.getState().phase).toMatch(/found|nothing/), { timeout: 30_000 })
  return { state: store.getState(), ended: ended() }
}

describe('a search over several workers', () => {
  test.each([1, 2, 3])('of %i finds what one search finds, and ends them all', async (cores) => {
    const alone = new FaultSearch(base, meta, model, SLOW, { runs: 60, shard: { index: 0, count: 1 } })
    while (!alone.isOver) alone.step()
    const { state, ended } = await searched(cores, SLOW, 60)
    expect(alone.finding).not.toBeNull()
    expect(state.finding).toEqual(alone.finding)
    expect(ended).toBe(cores)
  })

  test('that finds nothing has tried every candidate', async () => {
    const { state } = await searched(2, NEVER, 9)
    expect(state).toMatchObject({ phase: 'nothing', done: 9, finding: null })
    expect(state.tried.runs).toBe(9)
    expect(Object.keys(state.tried.faults).length).toBeGreaterThan(0)
  })

  test('can be paused, goes on where it was, and can be given up', async () => {
    const { store, ended } = opened(2)
    store.getState().start(base, meta, NEVER, 100_000)
    await vi.waitFor(() => expect(store.getState().done).toBeGreaterThan(0))
    store.getState().pause()
    expect(store.getState().phase).toBe('paused')
    const { done } = store.getState()
    store.getState().resume()
    await vi.waitFor(() => expect(store.getState().done).toBeGreaterThan(done + 4))
    store.getState().cancel()
    expect(store.getState()).toMatchObject({ phase: 'idle', done: 0 })
    expect(ended()).toBe(2)
  })
})

test('every goal has a target with its default bound, and refuses what is none', () => {
  for (const goal of goalOptions(['Every request ends once'])) {
    expect(targetOf(goal, goal.bound?.default ?? ''), goal.id).not.toBeNull()
    if (goal.bound !== null) expect(targetOf(goal, 'soon'), goal.id).toBeNull()
  }
})

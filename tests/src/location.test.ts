import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LocationFollower } from '../../src/location'
import { createPlayheadStore } from '../../src/playback/playhead-store'
import { createSpanStore } from '../../src/playback/timeline/span-store'
import { createRunStore } from '../../src/run/run-store'
import { createSelectionStore } from '../../src/run/selection-store'
import { connectInProcess } from './run/in-process'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A page with an address bar, and both stores. */
function opened(hash: string) {
  const listeners: (() => void)[] = []
  const writes: string[] = []
  const page = {
    location: { hash },
    history: {
      state: null,
      replaceState(_: unknown, __: string, url?: string | URL | null) {
        writes.push(String(url))
        page.location.hash = String(url)
      },
    },
    addEventListener: (_: string, listener: () => void) => void listeners.push(listener),
  }
  const run = createRunStore(() => connectInProcess())
  const playhead = createPlayheadStore()
  run.subscribe(({ trace }) => playhead.getState().follow(trace))
  const selection = createSelectionStore(() => 0)
  const span = createSpanStore()
  const follower = new LocationFollower(page, run, playhead, selection, span)
  const go = (next: string) => {
    page.location.hash = next
    for (const listener of listeners) listener()
  }
  const finished = () => vi.waitFor(() => expect(run.getState().phase).toBe('finished'))
  follower.start()
  return { page, run, playhead, selection, span, follower, go, finished, writes }
}

const LINK = '#/load-balancer?for=1s'

describe('the address', () => {
  test('that is there at the start is opened, at its moment', async () => {
    const { run, playhead, finished } = opened(`${LINK}&seed=3&t=250ms`)
    await finished()
    expect(run.getState().scenario.seed).toBe(3)
    expect(playhead.getState().micros).toBe(250_000)
  })

  test('is written at most once in half a second, with the last of what happened', async () => {
    const { playhead, finished, writes } = opened(LINK)
    await finished()
    await vi.advanceTimersByTimeAsync(2_000)
    const before = writes.length
    for (const micros of [100_000, 200_000, 300_000]) playhead.getState().seek(micros)
    await vi.advanceTimersByTimeAsync(499)
    expect(writes).toHaveLength(before)
    await vi.advanceTimersByTimeAsync(1)
    expect(writes).toHaveLength(before + 1)
    expect(writes.at(-1)).toContain('&t=300ms')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(writes).toHaveLength(before + 1)
  })

  test('that was written is not opened again', async () => {
    const { run, playhead, finished, page, go } = opened(LINK)
    await finished()
    playhead.getState().seek(100_000)
    await vi.advanceTimersByTimeAsync(1_000)
    const { scenario } = run.getState()
    go(page.location.hash)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(run.getState().scenario).toBe(scenario)
  })

  test('that a person types is opened', async () => {
    const { run, playhead, finished, go } = opened(LINK)
    await finished()
    go(`${LINK}&seed=77&t=40ms`)
    await vi.waitFor(() => expect(run.getState().scenario.seed).toBe(77))
    await finished()
    expect(playhead.getState().micros).toBe(40_000)
  })

  test('keeps its moment while the run is still on its way there', async () => {
    const { run, follower, finished } = opened('#/load-balancer?t=9s')
    await vi.waitFor(() => expect(run.getState().isOpen).toBe(true))
    expect(follower.link()).toContain('&t=9s')
    await finished()
    expect(follower.link()).toContain('&t=9s')
  })

  test('a browser that refuses to write it stops nothing', async () => {
    const { page, playhead, finished, writes } = opened(LINK)
    await finished()
    page.history.replaceState = () => {
      throw new DOMException('too many calls', 'SecurityError')
    }
    playhead.getState().seek(100_000)
    await vi.advanceTimersByTimeAsync(1_000)
    page.history.replaceState = (_, __, url) => void writes.push(String(url))
    playhead.getState().seek(200_000)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(writes.at(-1)).toContain('&t=200ms')
  })

  test('of the gallery closes the run and is left alone', async () => {
    const { run, finished, go, writes } = opened(LINK)
    await finished()
    go('#/')
    await vi.advanceTimersByTimeAsync(0)
    expect(run.getState().isOpen).toBe(false)
    const before = writes.length
    await vi.advanceTimersByTimeAsync(2_000)
    expect(writes).toHaveLength(before)
  })
})

test('a link to one of several events at one moment comes back to that event', async () => {
  const first = opened(`${LINK}&do=crash:s1@500ms,crash:s2@500ms`)
  await first.finished()
  const { trace } = first.run.getState()
  if (trace === null) throw new Error('no trace')
  const count = trace.countBefore(500_000) + 1
  expect(trace.countAt(500_000)).toBeGreaterThan(count)
  first.playhead.getState().seekCount(count)
  const link = first.follower.link()
  expect(link).toMatch(new RegExp(`&e=${count}$`))
  const second = opened(link)
  await second.finished()
  expect(second.playhead.getState().count).toBe(count)
  expect(second.follower.link()).toBe(link)
})

test('a link to one of several marks of an event comes back to that mark', async () => {
  const first = opened(`${LINK}&do=restart:s1@500ms`)
  await first.finished()
  const { trace } = first.run.getState()
  if (trace === null) throw new Error('no trace')
  const crashed = trace.marksSet(trace.countAt(500_000)) - 2
  expect(trace.markNameOf(crashed)).toBe('node/crashed')
  first.playhead.getState().seekMark(crashed)
  const link = first.follower.link()
  expect(link).toMatch(/&m=1$/)
  const second = opened(link)
  await second.finished()
  expect(second.playhead.getState().marks).toBe(crashed + 1)
  expect(second.follower.link()).toBe(link)
})

test('a link to a span that is asked about and to a story opens both again, and a preset lets go of them', async () => {
  const first = opened(LINK)
  await first.finished()
  first.span.getState().select({ fromMicros: 200_000, toMicros: 400_000 })
  first.selection.getState().selectRequest(7)
  await vi.advanceTimersByTimeAsync(1_000)
  const link = first.writes.at(-1) ?? ''
  expect(link).toMatch(/&span=200ms-400ms&story=7$/)
  const second = opened(link)
  await second.finished()
  expect(second.span.getState().span).toEqual({ fromMicros: 200_000, toMicros: 400_000 })
  expect(second.selection.getState().request).toBe(7)
  expect(second.follower.link()).toBe(link)
  second.run.getState().usePreset('slow-server')
  expect(second.span.getState().span).toBeNull()
  expect(second.selection.getState().request).toBeNull()
})

test('a link to a node that is looked into opens it again, and one to a node that the run has not says so', async () => {
  const first = opened(LINK)
  await first.finished()
  first.selection.getState().selectNode('s2')
  await vi.advanceTimersByTimeAsync(1_000)
  const link = first.writes.at(-1) ?? ''
  expect(link).toMatch(/&node=s2$/)
  const second = opened(link)
  await second.finished()
  expect(second.selection.getState().node).toBe('s2')
  expect(second.follower.link()).toBe(link)
  second.run.getState().usePreset('slow-server')
  expect(second.selection.getState().node).toBe('s2')
  const third = opened(`${LINK}&node=s99`)
  await third.finished()
  expect(third.run.getState().notes).toEqual(['This run has no node “s99”.'])
  expect(third.selection.getState().node).toBeNull()
})

test('a link to a story that the run has not says so when the run has ended', async () => {
  const { run, selection, finished } = opened(`${LINK}&story=90000`)
  await finished()
  expect(run.getState().notes).toEqual([expect.stringMatching(/^This run has [\d,]+ requests and no request 90,000\./)])
  expect(selection.getState().request).toBeNull()
})

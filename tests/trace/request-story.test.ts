import { describe, expect, it, test } from 'vitest'
import { NO_EVENT } from '../../workers/protocol'
import { presetScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import { catalog } from '../../workers/systems/catalog'
import { loadModel } from '../../workers/systems/models'
import { type PartKind, type RequestStory, requestStory } from '../../workers/trace/request-story'
import type { Trace } from '../../workers/trace/trace'
import { pair, traceOf } from '../network/hand-built'
import { storyGap } from './story-gap'

/** `wire 1000, work 10000, wire 1000` */
function told({ parts }: RequestStory): string {
  return parts.map(({ kind, fromMicros, toMicros }) => `${kind} ${toMicros - fromMicros}`).join(', ')
}

describe('the story of a request', () => {
  it('is the way there, the work and the way back', () => {
    const { trace } = pair([{ at: 0, label: 'GET /a' }])
    expect(told(requestStory(trace, 1))).toBe('wire 1000, sleep 10000, wire 1000')
  })

  it('is silence after a lost message, until the asker gives up', () => {
    const { trace } = pair(
      [{ at: 10_000, label: 'GET /a', timeoutMicros: 50_000 }],
      [{ at: 0, kind: 'cut', link: ['a', 'b'] }],
    )
    const story = requestStory(trace, 1)
    expect(storyGap(trace, story)).toBeNull()
    expect(story.parts.map(({ kind }) => kind)).toEqual(['wire', 'silence'])
    expect(story.request.cause).toBe('timeout')
  })

  it('ends where the asker gives up, however long the other works on', () => {
    const { trace } = pair([{ at: 0, label: 'GET /a', timeoutMicros: 5_000 }])
    expect(told(requestStory(trace, 1))).toBe('wire 1000, sleep 4000')
  })

  it('of a request that is still open reaches to the end of the run', () => {
    const { trace } = pair([{ at: 999_500, label: 'GET /a' }])
    const story = requestStory(trace, 1)
    expect(story.request.endEvent).toBe(NO_EVENT)
    expect(storyGap(trace, story)).toBeNull()
  })

  it('does not exist for a request that the run does not have', () => {
    const { trace } = pair([{ at: 0, label: 'GET /a' }])
    for (const id of [0, 2, 1.5, Number.NaN]) expect(() => requestStory(trace, id)).toThrow(/requests 1 to 1/)
  })
})

async function playedPreset(id: string, preset: string, change: Partial<Scenario> = {}): Promise<Trace> {
  const meta = catalog.find((each) => each.id === id)
  const chosen = meta?.presets.find((each) => each.id === preset)
  if (meta === undefined || chosen === undefined) throw new Error(`there is no ${id} ${preset}`)
  return traceOf(startRun({ ...presetScenario(meta, chosen), ...change }, await loadModel(id)), 50_000)
}

test('a request that waits in a queue tells its place, and how long', async () => {
  const trace = await playedPreset('load-balancer', 'random-09', { horizonMicros: 2_000_000 })
  const kinds = new Set<PartKind>()
  let queued = 0
  for (let id = 1; id <= trace.requestCount; id++) {
    for (const { kind, place } of requestStory(trace, id).parts) {
      kinds.add(kind)
      if (kind === 'queue') queued++
      expect(place > 0).toBe(kind === 'queue')
    }
  }
  expect([...kinds].sort()).toEqual(['queue', 'wire', 'work'])
  expect(queued).toBeGreaterThan(trace.requestCount / 2)
})

import { describe, expect, test } from 'vitest'
import { storyLines, timeSummary } from '../../../../src/panels/story/story-lines'
import { layOutWaterfall } from '../../../../src/panels/story/waterfall-layout'
import { requestStory } from '../../../../workers/trace/request-story'
import { pair } from '../../../network/hand-built'

describe('the lines of a story', () => {
  test('tell the way, the work and the way back, each with its length', () => {
    const { trace } = pair([{ at: 0, label: 'GET /a' }])
    const story = requestStory(trace, 1)
    expect(storyLines(trace, story).map(({ text, lasts }) => [text, lasts])).toEqual([
      ['GET /a goes from a to b.', 1_000],
      ['b lets time pass.', 10_000],
      ['200 goes from b to a.', 1_000],
    ])
    expect(timeSummary(story)).toBe('10 ms let pass, 2 ms on the way')
  })

  test('tell a loss where it happens, and the silence after it', () => {
    const { trace } = pair(
      [{ at: 10_000, label: 'GET /a', timeoutMicros: 50_000 }],
      [{ at: 0, kind: 'cut', link: ['a', 'b'] }],
    )
    const lines = storyLines(trace, requestStory(trace, 1))
    expect(lines.map(({ text }) => text)).toContain('GET /a is lost on the way to b.')
    expect(lines.map(({ text }) => text)).toContain('Nothing reaches a.')
  })

  test('stand in order of time', () => {
    const { trace } = pair([{ at: 0, label: 'GET /a' }], [{ at: 5_000, kind: 'crash', node: 'b' }])
    const moments = storyLines(trace, requestStory(trace, 1)).map(({ micros }) => micros)
    expect(moments).toEqual(moments.toSorted((a, b) => a - b))
  })
})

describe('the waterfall', () => {
  test('has a lane a node in the order of the visits, and fills the whole width', () => {
    const { trace } = pair([{ at: 0, label: 'GET /a' }])
    const { lanes, crossings } = layOutWaterfall(requestStory(trace, 1))
    expect(lanes.map(({ node }) => node)).toEqual([0, 1])
    expect(lanes[1]?.parts).toEqual([{ kind: 'sleep', from: 1 / 12, to: 11 / 12 }])
    expect(crossings.map(({ from, to, fromLane, toLane }) => [from, to, fromLane, toLane])).toEqual([
      [0, 1 / 12, 0, 1],
      [11 / 12, 1, 1, 0],
    ])
  })
})

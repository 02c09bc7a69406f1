import { describe, expect, test } from 'vitest'
import { LinkStates } from '../../../src/canvas/link-state'
import { NO_REQUEST } from '../../../workers/protocol'
import { traceOf } from '../fixtures/chunk-writer'
import { StoryWriter, topologyOf } from '../fixtures/story'

const TOPOLOGY = topologyOf({ a: 'client', b: 'server', c: 'server' }, [
  ['a', 'b'],
  ['b', 'c'],
])

function story(steps: readonly (readonly [name: string, from: string, to: string, value?: number])[]) {
  const writer = new StoryWriter(TOPOLOGY, 1_000)
  steps.forEach(([name, from, to, value], index) => {
    writer.at(index * 10, () => {
      const places = [
        { key: 'from', type: 'text', value: from },
        { key: 'to', type: 'text', value: to },
        ...(value === undefined
          ? []
          : [{ key: name === 'link/drops' ? 'percent' : 'time', type: 'number', value } as const]),
      ] as const
      writer.event.marks.push({ node: 0, name, tone: 'bad', sentence: name, request: NO_REQUEST, places })
    })
  })
  return new LinkStates(traceOf(writer.run()))
}

describe('the word on a link', () => {
  test('comes with the mark, stays, and goes with the healing; the order of the ends does not matter', () => {
    const states = story([
      ['link/cut', 'a', 'b'],
      ['link/healed', 'b', 'a'],
    ])
    expect([0, 1, 2].map((count) => states.word('b', 'a', count))).toEqual(['', 'cut', ''])
    expect([2, 1, 0].map((count) => states.word('a', 'b', count))).toEqual(['', 'cut', ''])
  })
  test('is only about its own link', () => {
    expect(story([['link/cut', 'a', 'b']]).word('b', 'c', 1)).toBe('')
  })
  test('names every trouble at once, but a cut alone, as nothing else matters then', () => {
    const states = story([
      ['link/delayed', 'a', 'b', 5_000],
      ['link/drops', 'a', 'b', 20],
      ['link/cut', 'a', 'b'],
    ])
    expect([1, 2, 3].map((count) => states.word('a', 'b', count))).toEqual(['+5 ms', '+5 ms, loses 20 %', 'cut'])
  })
})

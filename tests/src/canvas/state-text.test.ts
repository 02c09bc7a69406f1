import { describe, expect, test } from 'vitest'
import { loadKinds } from '../../../src/canvas/glyphs/kinds'
import { modeText } from '../../../src/canvas/reading'
import { stateText } from '../../../src/canvas/state-text'

await loadKinds(['server', 'balancer', 'cache'])

describe('what is out of the ordinary', () => {
  test('is told in words, never by colour alone', () => {
    expect(modeText({ up: 1, mode: '' })).toBe('')
    expect(modeText({ up: 0, mode: 'down' })).toBe('down')
    expect(modeText({ up: 0 })).toBe('down')
    expect(modeText({ up: 1, mode: 'slow ×4' })).toBe('slow ×4')
    expect(modeText({ up: 1, mode: '', member: 0 })).toBe('standby')
    expect(modeText({ up: 0, mode: 'down', member: 0 })).toBe('down')
  })
})

describe('the state of a node in words', () => {
  test('names what its picture shows', () => {
    const server = { type: 'server', workers: 5, queueCapacity: 50 } as const
    expect(stateText('s1', server, { busy: 3, queue: 1200, mode: 'slow ×4' })).toBe(
      's1: slow ×4, 3 of 5 workers busy, 1,200 in the queue',
    )
    const balancer = { type: 'balancer', targets: ['s1', 's2'], rowMax: 8 } as const
    expect(stateText('lb', balancer, { 'open:s1': 2, 'healthy:s2': 0 })).toBe(
      'lb: 2 open at s1, 0 open at s2, taken out',
    )
    expect(stateText('n1', { type: 'cache' }, { entries: 5, capacity: 10, hits: 3, misses: 1 })).toBe(
      'n1: 5 of 10 entries, hit ratio 0.75',
    )
  })
})

import { describe, expect, it } from 'vitest'
import { faultMoment, isSameLink, linkFaults, nodeFaults } from '../../../src/panels/faults-in-force'
import type { Intervention } from '../../../workers/scenario/scenario'

const script: readonly Intervention[] = [
  { at: 10, kind: 'crash', node: 's1' },
  { at: 20, kind: 'slow', node: 's2', factor: 4 },
  { at: 30, kind: 'restart', node: 's1' },
  { at: 40, kind: 'cut', link: ['lb', 's1'] },
  { at: 50, kind: 'pause', node: 's2', forMicros: 15 },
  { at: 60, kind: 'delay', link: ['s1', 'lb'], extraMicros: 500 },
  { at: 70, kind: 'drop', link: ['lb', 's1'], percent: 20 },
  { at: 80, kind: 'heal', link: ['s1', 'lb'] },
  { at: 90, kind: 'slow', node: 's2', factor: 1 },
]

describe('the moment of a fault', () => {
  it('comes after all that is shown and never after the end', () => {
    expect(faultMoment(0, 1_000)).toBe(1)
    expect(faultMoment(20.7, 1_000)).toBe(21)
    expect(faultMoment(1_000, 1_000)).toBe(1_000)
  })
})

describe('what the script has done by a moment', () => {
  it('counts an entry from its own moment on', () => {
    expect(nodeFaults(script, 's1', 9).isCrashed).toBe(false)
    expect(nodeFaults(script, 's1', 10).isCrashed).toBe(true)
    expect(nodeFaults(script, 's1', 30).isCrashed).toBe(false)
  })

  it('keeps the faults of one node from another', () => {
    expect(nodeFaults(script, 's1', 100)).toEqual({ isCrashed: false, slowFactor: 1, pausedUntilMicros: null })
    expect(nodeFaults(script, 's2', 25)).toEqual({ isCrashed: false, slowFactor: 4, pausedUntilMicros: null })
  })

  it('ends a pause by itself and a slowness by its own entry', () => {
    expect(nodeFaults(script, 's2', 50).pausedUntilMicros).toBe(65)
    expect(nodeFaults(script, 's2', 64).pausedUntilMicros).toBe(65)
    expect(nodeFaults(script, 's2', 65).pausedUntilMicros).toBeNull()
    expect(nodeFaults(script, 's2', 90).slowFactor).toBe(1)
  })

  it('takes a link in either order of its ends, and each of its faults on its own', () => {
    expect(linkFaults(script, ['s1', 'lb'], 75)).toEqual({ isCut: true, extraMicros: 500, dropPercent: 20 })
    expect(linkFaults(script, ['lb', 's1'], 80)).toEqual({ isCut: false, extraMicros: 500, dropPercent: 20 })
    expect(linkFaults(script, ['lb', 's2'], 80)).toEqual({ isCut: false, extraMicros: 0, dropPercent: 0 })
    expect(isSameLink(['a', 'b'], ['b', 'a'])).toBe(true)
    expect(isSameLink(['a', 'b'], ['a', 'c'])).toBe(false)
  })
})

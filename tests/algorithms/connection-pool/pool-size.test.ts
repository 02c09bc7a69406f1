import { describe, expect, it } from 'vitest'
import { deadlockFreeSize, poolWithin, startingSize } from '../../../workers/algorithms/connection-pool/pool-size'

/** Whether threads that take connections one by one, in any order, can all come to wait: every state is looked at. */
function canStick(threads: number, connections: number, pool: number): boolean {
  const seen = new Set<string>()
  const open = [Array.from({ length: threads }, () => 0)]
  for (let held = open.pop(); held !== undefined; held = open.pop()) {
    const state = [...held].sort().join()
    if (seen.has(state)) continue
    seen.add(state)
    const free = pool - held.reduce((sum, own) => sum + own, 0)
    const next: number[][] = []
    for (const [index, own] of held.entries()) {
      if (own === connections) next.push(held.with(index, 0))
      else if (free > 0) next.push(held.with(index, own + 1))
    }
    if (next.length === 0) return true
    open.push(...next)
  }
  return false
}

describe('sizes of pools', () => {
  it('are twice the cores and the spindles to begin with', () => {
    expect(startingSize(4, 1)).toBe(9)
    expect(startingSize(4, 0)).toBe(8)
  })

  it('cannot stick from threads · (connections − 1) + 1 on, and can with one less', () => {
    for (let threads = 1; threads <= 4; threads++)
      for (let connections = 2; connections <= 4; connections++) {
        const least = deadlockFreeSize(threads, connections)
        const told = `${threads} threads, ${connections} connections`
        expect(canStick(threads, connections, least), told).toBe(false)
        expect(canStick(threads, connections, least - 1), told).toBe(true)
      }
  })

  it('need one connection when each thread takes one', () => {
    expect(deadlockFreeSize(50, 1)).toBe(1)
    expect(canStick(3, 1, 1)).toBe(false)
  })

  it('fit a fleet into a limit', () => {
    expect(poolWithin(100, 6)).toBe(16)
    expect(poolWithin(5, 6)).toBe(0)
  })

  it('are made of whole numbers', () => {
    expect(() => startingSize(0, 0)).toThrow('cores from 1')
    expect(() => deadlockFreeSize(1.5, 2)).toThrow('threads from 1')
    expect(() => poolWithin(10, 0)).toThrow('instances from 1')
  })
})

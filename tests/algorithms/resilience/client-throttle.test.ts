import { describe, expect, it } from 'vitest'
import { ClientThrottle } from '../../../workers/algorithms/resilience/client-throttle'
import { RandomStream } from '../../../workers/kernel/random'

const SECOND = 1_000_000
const WINDOW = 120 * SECOND

/** Offers so many requests a second to a service that accepts the first so many of each second. */
function overload(multiplier: number, offered: number, capacity: number, seconds: number) {
  const throttle = new ClientThrottle(multiplier, WINDOW)
  const lots = RandomStream.named(20, `throttle ${multiplier} ${capacity}`)
  let [sent, accepted] = [0, 0]
  for (let second = 0; second < seconds; second++) {
    let left = capacity
    for (let request = 0; request < offered; request++) {
      const now = second * SECOND + Math.floor((request * SECOND) / offered)
      if (throttle.ask(now, lots).kind === 'refused') continue
      const isCounted = second >= seconds - 120
      if (isCounted) sent++
      if (left === 0) continue
      left--
      throttle.accept(now)
      if (isCounted) accepted++
    }
  }
  return { throttle, sent, accepted }
}

describe('client-side throttling', () => {
  it.each([
    [2, 10],
    [2, 30],
    [1.5, 20],
    [3, 10],
  ])(
    'with K = %f and %i of 100 accepted, K requests are sent for each that is accepted, within 5 %%',
    (k, capacity) => {
      const { sent, accepted } = overload(k, 100, capacity, 400)
      expect(sent / accepted / k).toBeGreaterThan(0.95)
      expect(sent / accepted / k).toBeLessThan(1.05)
    },
  )
  it('refuses nothing while the service accepts at least one in K', () => {
    const { sent } = overload(2, 100, 60, 200)
    expect(sent).toBe(120 * 100)
  })
  it('refuses with the chance of the book', () => {
    const throttle = new ClientThrottle(2, WINDOW)
    const lots = RandomStream.named(20, 'chance')
    for (let request = 0; request < 100; request++) throttle.ask(0, lots)
    for (let accept = 0; accept < 10; accept++) throttle.accept(0)
    expect(throttle.chance(0)).toBe((100 - 2 * 10) / 101)
  })
  it('forgets what is two minutes old', () => {
    const throttle = new ClientThrottle(2, WINDOW)
    const lots = RandomStream.named(20, 'old')
    for (let request = 0; request < 100; request++) throttle.ask(SECOND, lots)
    expect(throttle.chance(119 * SECOND)).toBeGreaterThan(0.9)
    expect(throttle.chance(WINDOW + 2 * SECOND)).toBe(0)
    expect(throttle.chance(10 * WINDOW)).toBe(0)
  })
  it.each([() => new ClientThrottle(0.9, WINDOW), () => new ClientThrottle(2, 0)])('%s is impossible', (make) => {
    expect(make).toThrow(RangeError)
  })
})

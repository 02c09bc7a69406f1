import { TokenBucket as PeerBucket } from 'limiter'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FixedWindow } from '../../../workers/algorithms/rate-limit/fixed-window'
import { TokenBucket } from '../../../workers/algorithms/rate-limit/token-bucket'

describe('second opinions, on a clock that the test moves', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.setSystemTime(0)
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('the fixed window decides as rate-limiter-flexible, whose window opens with a key’s first request', async () => {
    // Ours stands on the clock; so each round of theirs begins at an edge, 1,000 ms apart, with a request.
    const peer = new RateLimiterMemory({ points: 5, duration: 1 })
    const own = new FixedWindow(5, 1_000_000)
    let state = 7
    let refused = 0
    for (let round = 0; round < 200; round++) {
      const steps = [0]
      for (let call = 0; call < 9; call++) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
        steps.push(state % 999)
      }
      for (const ms of steps.sort((a, b) => a - b)) {
        vi.advanceTimersByTime(round * 1_000 + ms - Date.now())
        const cost = ms % 3 === 0 ? 2 : 1
        const theirs = await peer.consume('key', cost).then(
          () => 0,
          (reply: RateLimiterRes) => reply.msBeforeNext * 1_000,
        )
        // A refusal still counts at the peer, so only what comes before the first of a window is compared.
        const ours = own.take(Date.now() * 1_000, cost)
        expect(ours).toBe(theirs)
        if (theirs > 0) {
          refused++
          break
        }
      }
    }
    expect(refused).toBeGreaterThan(150)
  })

  it('the bucket decides as limiter does, at a rate whose parts of a millisecond are exact in binary', () => {
    // 1 token in 8 ms: an eighth of a token a millisecond, which doubles add without error.
    const peer = new PeerBucket({ bucketSize: 4, tokensPerInterval: 1, interval: 8 })
    const own = new TokenBucket(4, { limit: 1, perMicros: 8_000 })
    vi.advanceTimersByTime(1_000)
    let state = 3
    let passed = 0
    for (let call = 0; call < 5_000; call++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      vi.advanceTimersByTime((state >>> 8) % 12)
      const cost = 1 + ((state >>> 20) % 3)
      const passes = own.take(Math.floor(performance.now()) * 1_000, cost) === 0
      expect(passes).toBe(peer.tryRemoveTokens(cost))
      if (passes) passed++
    }
    expect(passed).toBeGreaterThan(500)
    expect(passed).toBeLessThan(4_500)
  })
})

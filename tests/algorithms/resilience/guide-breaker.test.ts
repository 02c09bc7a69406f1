import { describe, expect, it } from 'vitest'
import type { Admission, Admitted, Breaker, Outcome } from '../../../workers/algorithms/resilience/breaker'
import { CircuitBreaker } from '../../../workers/algorithms/resilience/circuit-breaker'
import { ConsecutiveFailures } from '../../../workers/algorithms/resilience/consecutive-failures'
import { CountWindow } from '../../../workers/algorithms/resilience/count-window'
import { GuideBreaker } from '../../../workers/algorithms/resilience/guide-breaker'

const RESET = 30_000

function admitted(admission: Admission): Admitted {
  if (admission.kind !== 'admitted') throw new Error(`refused: ${admission.reason}`)
  return admission
}
function call(breaker: Breaker, outcome: Outcome, now: number): string {
  const admission = breaker.ask(now)
  if (admission.kind === 'admitted') breaker.record(admission, outcome, 0, now)
  return admission.kind
}
function tripped(): GuideBreaker {
  const breaker = new GuideBreaker(5, RESET)
  for (let failure = 0; failure < 5; failure++) call(breaker, 'failure', 0)
  return breaker
}
const consecutive = () => new CircuitBreaker({ rule: new ConsecutiveFailures(5), openMicros: RESET, permits: 1 })

describe('the breaker of the guide', () => {
  it('opens after five failures', () => {
    expect(tripped().state).toMatchObject({ kind: 'open', untilMicros: RESET })
  })

  it('lets all of 1,000 calls through half-open, where one is enough', () => {
    const breaker = tripped()
    const careful = consecutive()
    for (let failure = 0; failure < 5; failure++) call(careful, 'failure', 0)
    let [all, one] = [0, 0]
    for (let probe = 0; probe < 1_000; probe++) {
      if (breaker.ask(RESET + 1).kind === 'admitted') all++
      if (careful.ask(RESET + 1).kind === 'admitted') one++
    }
    expect([all, one]).toEqual([1_000, 1])
    expect(breaker.state).toEqual({ kind: 'half-open', sinceMicros: RESET + 1, permits: null })
  })

  it('never opens in 10,000 calls of which four of five fail, where a window opens at once', () => {
    const breaker = new GuideBreaker(5, RESET)
    const limits = { failurePercent: 50, slowPercent: 100, slowMicros: Number.POSITIVE_INFINITY, minimumCalls: 10 }
    const window = new CircuitBreaker({ rule: new CountWindow(20, limits), openMicros: RESET, permits: 1 })
    let opened = -1
    for (let number = 0; number < 10_000; number++) {
      const outcome = number % 5 === 4 ? 'success' : 'failure'
      expect(call(breaker, outcome, number)).toBe('admitted')
      if (opened < 0) call(window, outcome, number)
      if (opened < 0 && window.state.kind === 'open') opened = number + 1
    }
    expect(breaker.state.kind).toBe('closed')
    expect(opened).toBe(10)
  })

  it('opens on five failures that are a day apart', () => {
    const breaker = new GuideBreaker(5, RESET)
    for (let day = 0; day < 5; day++) call(breaker, 'failure', day * 86_400_000)
    expect(breaker.state.kind).toBe('open')
  })

  it('is closed by a late success from before it opened, where a careful one stays open', () => {
    for (const [breaker, state] of [
      [new GuideBreaker(5, RESET), 'closed'],
      [consecutive(), 'open'],
    ] as const) {
      const early = admitted(breaker.ask(0))
      for (let failure = 0; failure < 5; failure++) call(breaker, 'failure', 1)
      expect(breaker.state.kind).toBe('open')
      breaker.record(early, 'success', 10, 10)
      expect(breaker.state.kind).toBe(state)
    }
  })

  it('stays open longer for a late failure, where a careful one keeps its time', () => {
    for (const [breaker, until] of [
      [new GuideBreaker(5, RESET), 20_000 + RESET],
      [consecutive(), RESET],
    ] as const) {
      const early = admitted(breaker.ask(0))
      for (let failure = 0; failure < 5; failure++) call(breaker, 'failure', 0)
      breaker.record(early, 'failure', 20_000, 20_000)
      expect(breaker.state).toMatchObject({ kind: 'open', untilMicros: until })
    }
  })

  it('still refuses at the very end of its time', () => {
    const breaker = tripped()
    expect(breaker.ask(RESET).kind).toBe('refused')
    expect(breaker.ask(RESET + 1).kind).toBe('admitted')
  })

  it('keeps its count half-open, so that one failure opens it again with a sixth', () => {
    const breaker = tripped()
    call(breaker, 'failure', RESET + 1)
    expect(breaker.state).toMatchObject({ kind: 'open', why: { failures: 6, limit: 5 } })
  })
})

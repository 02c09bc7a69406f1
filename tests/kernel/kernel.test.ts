import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Kernel } from '../../workers/kernel/kernel'
import { Timer } from '../../workers/kernel/waits'

const HORIZON = 1_000_000

function newKernel(maxAtOneInstant = 1000): Kernel {
  return new Kernel({ horizonMicros: HORIZON, maxAtOneInstant })
}

function runOut(kernel: Kernel, budget = 1_000_000): number[] {
  const moments: number[] = []
  while (kernel.ending === null) kernel.advance(budget, (now) => moments.push(now))
  return moments
}

/** An occurrence that, when it happens, puts others on the agenda. */
interface Plan {
  readonly delay: number
  readonly next: readonly Plan[]
}

const plan = (depth: number): fc.Arbitrary<Plan> =>
  fc.record({
    delay: fc.integer({ min: 0, max: 4 }),
    next: depth > 1 ? fc.array(plan(depth - 1), { maxLength: 3 }) : fc.constant([]),
  })

/** The order by definition: the smallest (due, number of the scheduling) first, found by looking at all of them. */
function naiveOrder(plans: readonly Plan[]): string[] {
  const order: string[] = []
  const waiting: { due: number; sequence: number; plan: Plan }[] = []
  let sequence = 0
  const schedule = (now: number, plan: Plan) => waiting.push({ due: now + plan.delay, sequence: sequence++, plan })
  for (const plan of plans) schedule(0, plan)
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.due - b.due || a.sequence - b.sequence)
    const first = waiting.shift() as (typeof waiting)[number]
    order.push(`${first.sequence} at ${first.due}`)
    for (const plan of first.plan.next) schedule(first.due, plan)
  }
  return order
}

function kernelOrder(plans: readonly Plan[], budget: number): string[] {
  const kernel = newKernel()
  const order: string[] = []
  let sequence = 0
  const schedule = (plan: Plan) => {
    const number = sequence++
    const happen = () => {
      order.push(`${number} at ${kernel.now}`)
      plan.next.forEach(schedule)
    }
    kernel.schedule(plan.delay, new Timer(null, happen))
  }
  plans.forEach(schedule)
  runOut(kernel, budget)
  return order
}

describe('order', () => {
  it('is by due time and then by the order of scheduling, whatever the budget', () => {
    fc.assert(
      fc.property(fc.array(plan(3), { maxLength: 12 }), fc.constantFrom(1, 2, 7, 1000), (plans, budget) => {
        expect(kernelOrder(plans, budget)).toEqual(naiveOrder(plans))
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('never goes back in time: an occurrence in the past is refused', () => {
    const kernel = newKernel()
    kernel.schedule(10, new Timer(null, () => kernel.schedule(-1, new Timer(null, () => {}))))
    expect(() => runOut(kernel)).toThrow(RangeError)
  })

  it('takes at most as many entries as the budget allows', () => {
    const kernel = newKernel()
    for (let delay = 1; delay <= 10; delay++) kernel.schedule(delay, new Timer(null, () => {}))
    const moments: number[] = []
    kernel.advance(3, (now) => moments.push(now))
    expect(moments).toEqual([1, 2, 3])
    expect(kernel.ending).toBeNull()
  })

  it('skips what was cancelled without a trace', () => {
    const kernel = newKernel()
    const cancelled = new Timer(null, () => expect.unreachable())
    kernel.schedule(5, cancelled)
    kernel.schedule(9, new Timer(null, () => {}))
    cancelled.cancel()
    expect(runOut(kernel)).toEqual([9])
  })
})

describe('bounds', () => {
  it('lets happen what is due at the horizon and nothing after it', () => {
    const kernel = newKernel()
    const happened: number[] = []
    for (const delay of [HORIZON - 1, HORIZON, HORIZON + 1])
      kernel.schedule(delay, new Timer(null, () => happened.push(kernel.now)))
    runOut(kernel)
    expect(happened).toEqual([HORIZON - 1, HORIZON])
    expect(kernel.ending).toEqual({ reason: 'horizon', sentence: 'The run ends at its horizon of 1 s.' })
    expect(kernel.now).toBe(HORIZON)
  })

  it('ends early when nothing is left, at the moment of the last thing', () => {
    const kernel = newKernel()
    kernel.schedule(2_500, new Timer(null, () => {}))
    runOut(kernel)
    expect(kernel.ending).toEqual({ reason: 'idle', sentence: 'Nothing is left to happen after 2.5 ms.' })
    expect(kernel.now).toBe(2_500)
  })

  it('stops a loop that takes no time, and says where', () => {
    const kernel = newKernel(50)
    let times = 0
    const again = () => {
      times++
      kernel.schedule(0, new Timer(null, again))
    }
    kernel.schedule(3_000, new Timer(null, again))
    runOut(kernel)
    expect(kernel.ending?.reason).toBe('instant')
    expect(kernel.ending?.sentence).toBe(
      'The run stops at 3 ms: more than 50 things happen at this one moment, so time does not move on.',
    )
    expect(times).toBe(51)
  })

  it('counts things at one moment anew at each moment', () => {
    const kernel = newKernel(50)
    for (let delay = 1; delay <= 4; delay++)
      for (let copy = 0; copy < 50; copy++) kernel.schedule(delay, new Timer(null, () => {}))
    expect(runOut(kernel)).toHaveLength(200)
    expect(kernel.ending?.reason).toBe('idle')
  })

  it('keeps its first ending', () => {
    const kernel = newKernel()
    kernel.end({ reason: 'hops', sentence: 'first' })
    kernel.end({ reason: 'instant', sentence: 'second' })
    kernel.schedule(1, new Timer(null, () => expect.unreachable()))
    expect(runOut(kernel)).toEqual([])
    kernel.advance(5, () => expect.unreachable())
    expect(kernel.ending).toEqual({ reason: 'hops', sentence: 'first' })
  })
})

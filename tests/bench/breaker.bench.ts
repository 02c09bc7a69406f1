import { ConsecutiveBreaker, CountBreaker, circuitBreaker, handleAll } from 'cockatiel'
import Opossum from 'opossum'
import type { Admitted, Breaker } from '../../workers/algorithms/resilience/breaker'
import { CircuitBreaker } from '../../workers/algorithms/resilience/circuit-breaker'
import { ConsecutiveFailures } from '../../workers/algorithms/resilience/consecutive-failures'
import { CountWindow } from '../../workers/algorithms/resilience/count-window'
import { TimeWindow } from '../../workers/algorithms/resilience/time-window'
import type { TripRule } from '../../workers/algorithms/resilience/trip-rule'
import { type BenchCase, type BenchResult, type BenchRow, interleave, ratioRow } from './harness'

const SYNCHRONOUS = 2_000_000
const AWAITED = 100_000
const OPEN = 30_000_000
const LIMITS = { failurePercent: 50, slowPercent: 100, slowMicros: 1_000_000, minimumCalls: 20 }

/** One call in eight fails, so windows move and nothing trips. */
const isFailure = (index: number): boolean => (index & 7) === 7

/** Ours asked and told directly, and awaited around one async function as cockatiel and opossum are. */
export default async function bench(): Promise<BenchResult> {
  const rows: BenchRow[] = []
  const alone = await interleave([
    synchronous('consecutive failures', () => new ConsecutiveFailures(5)),
    synchronous('count window of 100', () => new CountWindow(100, LIMITS)),
    synchronous('time window, 10 buckets', () => new TimeWindow(10_000_000, 10, LIMITS)),
  ])
  for (const { name, nanosecondsEach } of alone.cases)
    rows.push({ name: `${name}: ask and record`, value: nanosecondsEach, unit: 'ns' })
  const [byRun, byWindow] = ['ours, run of failures, awaited', 'ours, window with slow calls, awaited'] as const
  const awaited = await interleave([
    awaitedOurs(byRun, new ConsecutiveFailures(5), guardByRun),
    awaitedOurs(byWindow, new CountWindow(100, LIMITS), guardByWindow),
    awaitedCockatiel('cockatiel, ConsecutiveBreaker', new ConsecutiveBreaker(5)),
    awaitedCockatiel('cockatiel, CountBreaker of 100', new CountBreaker({ threshold: 0.5, size: 100 })),
    awaitedOpossum('opossum'),
  ])
  const compare = (ours: string, peer: string, goal: number) =>
    rows.push(ratioRow(awaited.measured(ours), awaited.ratio(ours, peer), peer, goal))
  compare(byRun, 'cockatiel, ConsecutiveBreaker', 1.5)
  compare(byRun, 'opossum', 4)
  compare(byWindow, 'cockatiel, CountBreaker of 100', 1.5)
  compare(byWindow, 'opossum', 4)
  for (const peer of ['cockatiel, ConsecutiveBreaker', 'cockatiel, CountBreaker of 100', 'opossum'])
    rows.push({ name: peer, value: awaited.measured(peer).perSecond, unit: 'op/s' })
  return { title: 'Breaker: closed, calls succeed', rows }
}

function synchronous(name: string, rule: () => TripRule): BenchCase {
  let breaker: Breaker
  return {
    name,
    operations: SYNCHRONOUS,
    prepare() {
      breaker = new CircuitBreaker({ rule: rule(), openMicros: OPEN, permits: 3 })
    },
    run() {
      let counted = 0
      for (let index = 0; index < SYNCHRONOUS; index++) {
        const admission = breaker.ask(index)
        if (admission.kind === 'refused') continue
        if (breaker.record(admission, isFailure(index) ? 'failure' : 'success', 5, index) === 'counted') counted++
      }
      if (counted !== SYNCHRONOUS) throw new Error('the breaker opened')
      return counted
    },
  }
}

/** What every contender protects. */
async function work(): Promise<number> {
  return 1
}

type Guarded = (action: () => Promise<number>) => Promise<number>

const clock = (): number => Date.now() * 1_000

/**
 * What a service would put around a run of failures: it needs no clock while it is closed and calls succeed, and all
 * calls of one state share their verdict, so what follows a call is made once a state.
 */
function guardByRun(breaker: Breaker): Guarded {
  let known: Admitted | null = null
  let succeeded: (value: number) => number
  let failed: (error: unknown) => never
  return (action) => {
    const admission = breaker.ask(breaker.state.kind === 'closed' ? 0 : clock())
    if (admission.kind === 'refused') return Promise.resolve(0)
    if (admission !== known) {
      known = admission
      succeeded = (value) => {
        breaker.record(admission, 'success', 0, admission.state.kind === 'closed' ? 0 : clock())
        return value
      }
      failed = (error) => {
        breaker.record(admission, 'failure', 0, clock())
        throw error
      }
    }
    return action().then(succeeded, failed)
  }
}

/** Around a window that looks for slow calls: the clock before and after each call, as opossum reads it. */
function guardByWindow(breaker: Breaker): Guarded {
  return async (action) => {
    const startMicros = clock()
    const admission = breaker.ask(startMicros)
    if (admission.kind === 'refused') return 0
    let value: number
    try {
      value = await action()
    } catch (error) {
      const failedMicros = clock()
      breaker.record(admission, 'failure', failedMicros - startMicros, failedMicros)
      throw error
    }
    const nowMicros = clock()
    breaker.record(admission, 'success', nowMicros - startMicros, nowMicros)
    return value
  }
}

function awaitedOurs(name: string, rule: TripRule, guard: (breaker: Breaker) => Guarded): BenchCase {
  const guarded = guard(new CircuitBreaker({ rule, openMicros: OPEN, permits: 3 }, clock()))
  return awaitedCase(name, () => guarded(work))
}

function awaitedCockatiel(name: string, rule: ConsecutiveBreaker | CountBreaker): BenchCase {
  const policy = circuitBreaker(handleAll, { halfOpenAfter: 30_000, breaker: rule })
  return awaitedCase(name, () => policy.execute(work))
}

/** Without its timeout and its percentiles, which the others do not have. */
function awaitedOpossum(name: string): BenchCase {
  const breaker = new Opossum(work, { timeout: false, rollingPercentilesEnabled: false, enableSnapshots: false })
  return awaitedCase(name, () => breaker.fire())
}

function awaitedCase(name: string, call: () => Promise<number>): BenchCase {
  return {
    name,
    operations: AWAITED,
    async run() {
      let sum = 0
      for (let index = 0; index < AWAITED; index++) sum += await call()
      if (sum !== AWAITED) throw new Error(`${name} refused a call`)
      return sum
    },
  }
}
